"""One structured paper, and its four formats; no model."""
