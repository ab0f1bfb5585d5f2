"""The register and the people around a council."""

from councils.models.advising import AllocatedLead, Cover
from councils.models.changing import ChangeOfControl
from councils.models.council import Council, CouncilCode, CouncilName, CouncilType, Region, Succession
from councils.models.people import (
    Interest,
    Office,
    Officeholder,
    PoliticalControl,
    PoliticalGroup,
    RegionHolding,
    ServiceArea,
)

__all__ = [
    "AllocatedLead",
    "ChangeOfControl",
    "Council",
    "CouncilCode",
    "CouncilName",
    "CouncilType",
    "Cover",
    "Interest",
    "Office",
    "Officeholder",
    "PoliticalControl",
    "PoliticalGroup",
    "Region",
    "RegionHolding",
    "ServiceArea",
    "Succession",
]
