"""Rows that are never changed, and the database that refuses to."""

import pgtrigger


def append_only() -> pgtrigger.Protect:
    """A trigger for `Meta.triggers`: UPDATE and DELETE are refused by the database itself."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
