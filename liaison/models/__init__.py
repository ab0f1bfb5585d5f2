"""Who receives, by which token, what was released to them, and who has read it."""

from liaison.models.client import ApiClient, Organisation, Scope
from liaison.models.counting import RequestCount
from liaison.models.meeting import DepartmentNote
from liaison.models.release import HANDLING, Release, ReleaseEvidence, ReleaseRead, Standing

__all__ = [
    "HANDLING",
    "ApiClient",
    "DepartmentNote",
    "Organisation",
    "Release",
    "ReleaseEvidence",
    "ReleaseRead",
    "RequestCount",
    "Scope",
    "Standing",
]
