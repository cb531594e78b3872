"""Why a score is what it is, down to the rows of the log.

In: an evaluation, or what was signed of one. Out: an explanation as text, as data or as a file of
rows. Start at ``text.py``.
"""
