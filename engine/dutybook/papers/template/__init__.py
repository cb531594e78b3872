"""A template and its context rendered to the document tree, within bounds.

In: a template, shipped or of the workspace, and a paper's context. Out: a document tree, or a
finding at the template's line. Start at ``render.py``.
"""
