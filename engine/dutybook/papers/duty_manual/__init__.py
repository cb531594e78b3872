"""岗位手册, a department's papers bound together.

In: a department. Out: the paper's context. Start at ``paper.py``.
"""
