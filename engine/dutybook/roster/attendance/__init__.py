"""Attendance: which days and hours somebody works, by the calendar and by rota, and which not.

In: calendars, rota.csv and absences.csv. Out: working days and hours of a person. Start at
``daytable.py``; plain days and stretches of days are in ``days.py``.
"""
