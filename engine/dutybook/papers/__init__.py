"""Papers: what each kind says, and making those that changed.

In: a workspace, and an evaluation's contract where a paper is filled. Out: papers in every format,
by way of a template's context and the document tree. A folder per kind; start at ``kinds.py``, and
at ``production/run.py`` for a build.
"""
