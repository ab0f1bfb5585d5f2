"""Commands of published figures."""
