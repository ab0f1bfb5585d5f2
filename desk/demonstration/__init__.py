"""The demonstration: fictional councils and people, and Thurrock's public story (WORKFLOW section 7)."""
