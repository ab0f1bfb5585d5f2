"""Who did and saw what: append-only events, sealed into a hash chain."""
