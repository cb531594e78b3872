"""What changed in meaning between two states of a workspace: not which lines of text.

In: two states of a workspace, of which one may be a commit, a day or a closing. Out: changes, each
material or not, and the roles they concern. Start at ``definitions.py``.
"""
