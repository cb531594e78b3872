"""PDF, set by Typst.

In: a document tree and a theme. Out: bytes. Start at ``page.py``.
"""
