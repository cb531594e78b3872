"""Checking what a schema cannot see: the workspace as tables, and rules that are queries over them.

Start with :func:`dutybook.check.report.check`; what is checked is data, in ``rules/lint``.
"""
