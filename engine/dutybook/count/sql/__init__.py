"""A measure's question as SQL: conditions, time limits, pauses.

In: a question of the plan and the columns of a source. Out: the text of statements, run elsewhere.
Start at ``measures.py``.
"""
