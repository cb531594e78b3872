"""Files read and written safely: written whole or not at all, CSV as offices export it.

In: paths and bytes. Out: text, rows, files on disk. Start at ``whole.py``.
"""
