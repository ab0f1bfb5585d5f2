"""Who receives, by which token, what was released to them, and who has read it."""

from liaison.models.asked_token import TokenProposal
from liaison.models.client import ApiClient, Organisation, Scope
from liaison.models.counting import RequestCount
from liaison.models.inbound import (
    CouncilTold,
    EntryKind,
    InboundConcern,
    InboundEntry,
    InboundEvidence,
    InboundStanding,
    InboundVersion,
    ReleaseAnswer,
)
from liaison.models.meeting import DepartmentNote
from liaison.models.network import NetworkMembership, Officer
from liaison.models.release import HANDLING, Release, ReleaseEvidence, ReleaseRead, Standing

__all__ = [
    "HANDLING",
    "ApiClient",
    "CouncilTold",
    "DepartmentNote",
    "EntryKind",
    "InboundConcern",
    "InboundEntry",
    "InboundEvidence",
    "InboundStanding",
    "InboundVersion",
    "NetworkMembership",
    "Officer",
    "Organisation",
    "Release",
    "ReleaseAnswer",
    "ReleaseEvidence",
    "ReleaseRead",
    "RequestCount",
    "Scope",
    "Standing",
    "TokenProposal",
]
