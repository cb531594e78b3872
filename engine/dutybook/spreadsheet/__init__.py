"""What people keep in tables, in Excel and back: people, posts, KPIs, limits, targets.

In: a workspace, and a workbook that was handed out. Out: the workbook (``book.py``); the cells that
were changed (``returned.py``, ``comparison.py``) and the files as they would be with them
(``revision.py``), each value put where it stands, everything else byte for byte. Start at
``table.py``; which columns there are is data (``rules/spreadsheet.yaml``).
"""
