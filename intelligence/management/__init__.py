"""Commands of intelligence."""
