"""Things to test with, by room."""
