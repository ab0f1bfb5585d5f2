"""Pages of notes, one file a subject."""
