"""Writers, a folder per format: the document tree to HTML, PDF and Word, forms to Excel, due dates
to iCalendar.

In: a document tree (``tree.py``) or a template's context. Out: bytes. Each writer has ``write``.
"""
