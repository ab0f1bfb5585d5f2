"""Who may see and do what, over the whole service (TRUST)."""
