"""One structured paper, rendered to a page, tagged PDF, large print, Word and linear text (no model)."""
