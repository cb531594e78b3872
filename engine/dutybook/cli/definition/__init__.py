"""Commands that read and write definitions: ``check``, ``new``, ``import``, people, rules, sources.

In: options and a workspace. Out: findings, drafts, definitions. Start at ``check.py``.
"""
