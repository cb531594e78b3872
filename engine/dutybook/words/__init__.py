"""Words in every locale: what papers, evaluations and commands print, and how a locale is chosen.

In: the files of words below ``rules/`` and ``templates/``, and a workspace's own. Out: text in one
locale. Start at ``locale.py``.
"""
