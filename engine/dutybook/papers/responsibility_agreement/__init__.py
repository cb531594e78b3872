"""目标管理责任书, a paper two parties sign.

In: an agreement. Out: the paper's context. Start at ``paper.py``.
"""
