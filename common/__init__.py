"""A few small files that know no word of the field."""
