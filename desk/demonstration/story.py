"""Thurrock's public story: where it comes from."""

# Stands as the source of each fact about Thurrock, and tells the removal which facts were the story's.
THURROCK_SOURCE = "LGA Executive, Sector-led Improvement, Item 2, paragraphs 14-18"
