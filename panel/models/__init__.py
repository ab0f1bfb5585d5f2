"""The boards, their meetings, the radar, and the packs that were issued."""

from panel.models.body import Body, BodyName, Membership
from panel.models.meeting import ActionProgress, Decision, Invitation, Meeting
from panel.models.pack import Pack, PackCopy, PackEntry, PackFile
from panel.models.preparing import CouncilTold, PackReason, Slot
from panel.models.radar import RadarEntry, RadarExport

__all__ = [
    "ActionProgress",
    "Body",
    "BodyName",
    "CouncilTold",
    "Decision",
    "Invitation",
    "Meeting",
    "Membership",
    "Pack",
    "PackCopy",
    "PackEntry",
    "PackFile",
    "PackReason",
    "RadarEntry",
    "RadarExport",
    "Slot",
]
