"""The register and the people around a council."""

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
    "Council",
    "CouncilCode",
    "CouncilName",
    "CouncilType",
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
