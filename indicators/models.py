"""Models of indicators."""
