"""Closing a period, and comparing: what was signed with what comes out now, one definition with
another.

In: an evaluation, two states of a workspace. Out: files below ``closed/``; differences. Start at
``close.py``.
"""
