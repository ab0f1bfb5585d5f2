"""What can go wrong with a publisher's file, and what only looks so: written from FORMATS before the checks.

Each mutation takes the next true release of a source and gives the file as it might come. A harmful one must
be held, or its wrong rows left out and said; a harmless one should be let through.
"""

from tests.indicators.mutations import harmless, of_areas, of_files, of_periods, of_values
from tests.indicators.mutations.kinds import KINDS, DoesNotApply, Kind

__all__ = ["KINDS", "DoesNotApply", "Kind", "harmless", "of_areas", "of_files", "of_periods", "of_values"]
