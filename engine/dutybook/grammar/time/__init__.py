"""Small languages of time: days, periods, limits, schedules, and which occurrences they mean.

In: text as people write it. Out: frozen values. Start at ``limit.py`` and ``schedule.py``.
"""
