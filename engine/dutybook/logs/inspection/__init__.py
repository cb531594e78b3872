"""Looks at a log nobody has described yet and proposes a source definition, with its doubts.

In: a file. Out: a source definition as YAML and findings. Start at ``proposal.py``.
"""
