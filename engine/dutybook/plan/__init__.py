"""The plan of an evaluation: who is scored in which post, and what that asks of which log.

In: a workspace, people, a period. Out: sheets and questions (``question.py``). Start at
``sheets.py``.
"""
