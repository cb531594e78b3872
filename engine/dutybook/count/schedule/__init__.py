"""What time owes: occurrences of scheduled duties, and windows without rows.

In: a schedule or windows, and the records or tallies found. Out: what became of each of them, also
of those that nobody logged anything about. Start at ``occurrences.py``.
"""
