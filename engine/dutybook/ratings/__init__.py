"""Ratings that come back: Excel forms read, checked against what was asked, put into the log.

In: filled forms. Out: rows of the log of ratings, and findings. Start at ``form.py``.
"""
