"""HTML: one self-contained page."""
