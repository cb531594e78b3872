"""Closing and comparing: what was signed kept, and held against what comes out now; one
definition against another.

In: an evaluation, two states of a workspace. Out: files below ``closed/``; differences. Start at
``seal.py``.
"""
