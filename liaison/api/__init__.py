"""REST at /api/v1/: what has been released to an organisation, to that organisation's own token."""
