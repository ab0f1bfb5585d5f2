"""The colours of the drawings, once: the stylesheet repeats them as tokens.

A test compares the two and measures their contrast. The quarters are steps of one tint: darker says further
up England's range of values, and nothing about better or worse.
"""

LIGHT = {
    "paper": "#ffffff",
    "track": "#dfe3e8",
    "half": "#b3bcc8",
    "edge": "#5f6b7a",
    "england": "#0b0c0c",
    "local": "#144a80",
    "type": "#e8672a",
    "type-edge": "#4a1c05",
    "quarter-1": "#edf2f7",
    "quarter-2": "#c3d5e6",
    "quarter-3": "#86aed2",
    "quarter-4": "#144a80",
    "quarter-ink": "#0b0c0c",
    "quarter-4-ink": "#ffffff",
}
DARK = {
    "paper": "#14181d",
    "track": "#39424d",
    "half": "#5d6977",
    "edge": "#9aa7b5",
    "england": "#ffffff",
    "local": "#8cc8ff",
    "type": "#ff9a5c",
    "type-edge": "#14181d",
    "quarter-1": "#1e2933",
    "quarter-2": "#27435c",
    "quarter-3": "#356591",
    "quarter-4": "#8cc8ff",
    "quarter-ink": "#ffffff",
    "quarter-4-ink": "#0b0c0c",
}
