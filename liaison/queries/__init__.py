"""Reading the room: for the API, and for the pages."""

from liaison.queries.meeting import DepartmentMeeting, department_meeting
from liaison.queries.serving import (
    COUNCIL,
    NUMBER,
    client_by_prefix,
    client_for,
    councils_served,
    organisation,
    organisation_slugs,
    region_slugs,
    served_to,
)
from liaison.queries.sharing import (
    Ground,
    Read,
    Shared,
    ground_for,
    organisations,
    reads_of,
    release_for,
    releases_for,
    to_supersede,
)

__all__ = [
    "COUNCIL",
    "NUMBER",
    "DepartmentMeeting",
    "Ground",
    "Read",
    "Shared",
    "client_by_prefix",
    "client_for",
    "councils_served",
    "department_meeting",
    "ground_for",
    "organisation",
    "organisation_slugs",
    "organisations",
    "reads_of",
    "region_slugs",
    "release_for",
    "releases_for",
    "served_to",
    "to_supersede",
]
