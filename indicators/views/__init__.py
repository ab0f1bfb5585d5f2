"""Pages of published figures. Everyone who signs in may read them (TRUST §2)."""
