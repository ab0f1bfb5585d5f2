"""Models of liaison."""
