"""Hard intelligence: published figures, kept with every revision, compared honestly."""
