"""HTML: one self-contained page.

In: a document tree and a theme. Out: text. Start at ``page.py``.
"""
