"""What definitions and results say in words: limits, scores, measures, consequences.

In: a definition or a result, and the view that knows the language. Out: text for papers. A module
per subject; start at ``limits.py``.
"""
