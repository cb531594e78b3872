"""Earlier periods, as roll-ups, streaks and trends read them.

In: a period. Out: :class:`~dutybook.score.past.results.Past`, the same whether the period was
closed or has to be evaluated. Start at ``history.py``.
"""
