"""Writers, a folder per format: the document tree to HTML, PDF and Word; calendars and
data; what all Excel workbooks share.

In: a document tree (``tree.py``) or a template's context. Out: bytes. Each writer has ``write``;
start at ``html/page.py``, the shortest.
"""
