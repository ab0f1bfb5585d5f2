"""Pages of the radar, of meetings and of packs."""
