"""到期日历, due dates as a calendar to subscribe to.

In: a role's schedules and a period. Out: the paper's context. Start at ``paper.py``.
"""
