"""岗位说明书, a post described: place, duties, standards, requirements.

In: a role. Out: the paper's context. Start at ``paper.py``.
"""
