"""Regions, councils, their names, codes and successions over time, and who looks after them."""
