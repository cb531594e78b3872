"""Papers as data for programs.

In: a paper's context. Out: JSON by docs/contracts.md. Start at ``contract.py``.
"""
