"""The screens that bring the rooms together; no model."""
