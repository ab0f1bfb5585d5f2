"""Who receives, by which token, what was released or said to them, who has read it, and what followed."""

from liaison.models.after import DeletionConfirmed, FreedomOutcome, FreedomRequest, FreedomViews
from liaison.models.asked_token import TokenProposal
from liaison.models.batch import ReleaseBatch
from liaison.models.by_two import Standing
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
from liaison.models.reading import ReleaseRead, SupportRead
from liaison.models.release import HANDLING, Ground, Release, ReleaseEvidence
from liaison.models.said import NothingSaid, SaidAloud, SaidTold
from liaison.models.support import SharedSupport
from liaison.models.webhook import Webhook, WebhookDelivery, WebhookEvent

__all__ = [
    "HANDLING",
    "ApiClient",
    "CouncilTold",
    "DeletionConfirmed",
    "DepartmentNote",
    "EntryKind",
    "FreedomOutcome",
    "FreedomRequest",
    "FreedomViews",
    "Ground",
    "InboundConcern",
    "InboundEntry",
    "InboundEvidence",
    "InboundStanding",
    "InboundVersion",
    "NetworkMembership",
    "NothingSaid",
    "Officer",
    "Organisation",
    "Release",
    "ReleaseAnswer",
    "ReleaseBatch",
    "ReleaseEvidence",
    "ReleaseRead",
    "RequestCount",
    "SaidAloud",
    "SaidTold",
    "Scope",
    "SharedSupport",
    "Standing",
    "SupportRead",
    "TokenProposal",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
]
