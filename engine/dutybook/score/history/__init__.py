"""Earlier periods, as roll-ups, streaks and trends read them.

In: a period. Out: :class:`~dutybook.score.history.results.Past`, the same whether the period was
closed or has to be evaluated. Start at ``periods.py``.
"""
