"""The demonstration's own extract of published files, and the small publisher that serves it."""
