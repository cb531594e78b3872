"""Tallies and values: what counting found, and what it comes to.

In: exact sums over rows. Out: a value with its status. Start at ``value.py``.
"""
