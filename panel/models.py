"""Models of panel."""
