"""Soft intelligence: notes, sources, how known and how checked."""
