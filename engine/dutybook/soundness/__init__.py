"""Whether definitions can be scored and mean what they say; check and evaluation ask alike.

In: definitions, and the people there are. Out: findings, never anything that takes a log. Start at
``workspace.py`` (everything there is to say) and ``kpi.py`` (what keeps one KPI from being scored).
"""
