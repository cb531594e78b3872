"""Forms that come back: ratings and remarks read, checked against what was asked, kept.

In: filled forms. Out: rows of the log of ratings and of remarks.csv, and findings. Start at
``form.py``.
"""
