"""招聘启事, an opening for applicants and job boards.

In: a role with a posting. Out: the paper's context. Start at ``paper.py``.
"""
