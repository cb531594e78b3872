"""Dutybook: job duties as YAML, checked, compiled into papers, scored and explained.

In: a workspace, a folder of definitions and logs. Out: findings, papers and scores. Start at
``cli/__init__.py``, the list of commands; docs/architecture.md says where everything stands.
"""

__version__ = "0.4.0"
