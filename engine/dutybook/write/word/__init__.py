"""Word (.docx).

In: a document tree and a theme. Out: the bytes of a package. Start at ``document.py``.
"""
