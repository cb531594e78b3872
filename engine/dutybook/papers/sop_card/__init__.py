"""作业指导书, a procedure on a card.

In: an SOP. Out: the paper's context. Start at ``paper.py``.
"""
