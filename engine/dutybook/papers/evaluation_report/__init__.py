"""考核报告, for a person or a department.

In: results of a period. Out: the paper's context (``context.py``). Start at ``person.py``.
"""
