"""The roster: who holds which post on which days, who is absent, what is due, and by whom.

In: people.csv, absences.csv, adjustments and appeals of a workspace. Out: assignments, days, what
is owed, and what is wrong in these files. Start at ``people.py``; what is due is in ``due.py``.
"""
