"""Whether a file may be taken in: unusable, suspicious (each suspicion a sentence with numbers), or sound.

Nothing is judged row by row: the newest periods of each series stand as dense arrays beside what is held
(`beside.py`), and each check looks at those. What is only suspicious waits for the analyst.
"""

from indicators.plausibility.judging import Judgement, judge
from indicators.plausibility.naming import disagreements

__all__ = ["Judgement", "disagreements", "judge"]
