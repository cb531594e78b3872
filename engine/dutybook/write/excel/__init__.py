"""Excel (.xlsx): the grid that is filled, the printed page; what a kind's workbook says is written
in the kind's room.

In: words and figures, cell by cell. Out: a worksheet. Start with sheet.py.
"""
