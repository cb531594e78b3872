"""Logs: files as they were exported, opened, their columns matched, their text typed.

In: the files that ``logs:`` in dutybook.yaml names. Out: tables ready to be counted, or why a file
cannot be used. Start at ``files.py``; a module per format is in ``formats``.
"""
