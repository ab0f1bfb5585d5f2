"""What may be done with a concern, one function an act."""

from cases.workflow.evidence import Document, add_evidence
from cases.workflow.government import Account, record_government_act
from cases.workflow.moving import Left, close, move, reopen
from cases.workflow.raising import raise_concern

__all__ = [
    "Account",
    "Document",
    "Left",
    "add_evidence",
    "close",
    "move",
    "raise_concern",
    "record_government_act",
    "reopen",
]
