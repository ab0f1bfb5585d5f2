"""Models of intelligence."""
