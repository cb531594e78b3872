"""iCalendar.

In: events. Out: an .ics file. Start at ``ics.py``.
"""
