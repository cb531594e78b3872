"""Commands about scores: ``evaluate``, ``explain``, ``close``, ``diff``, ``query``, ``ratings``.

In: options, a workspace and its logs. Out: tables on the terminal, files. Start at ``evaluate.py``.
"""
