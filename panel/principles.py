"""The four principles, on the front of every pack (R001), and the sentence on every page of it (R148)."""

PRINCIPLES = (
    "Councils are responsible for their own performance and improvement.",
    "Councils are accountable to local communities, not to government or the inspectorates.",
    "Councils have a collective responsibility for the performance of the sector as a whole.",
    "The role of the LGA is to provide tools and support, and to maintain an overview of performance.",
)
NOT_A_FAILURE = "Presence on the radar is not in itself an indication of failure."
GUIDE = (
    "As a guide, perhaps 20 to 30 councils stand on the radar at a time, to find the 3 or 4 that face acute "
    "difficulty. It is not a cap."
)
