"""Checks: the workspace as tables, and rules that are queries over them.

In: a workspace. Out: findings. Start at ``report.py``; what is checked is data, in ``rules/lint``.
"""
