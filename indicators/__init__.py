"""Hard information: published figures, pulled, kept with revisions, compared."""
