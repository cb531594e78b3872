"""Words in every locale: what papers, evaluations and commands print, and how a locale is chosen.

In: the files of words below ``rules/`` and ``templates/``, and a workspace's own. Out: text in one
locale, slots filled, in the singular where it must be. Start at ``lexicon.py`` (a file per locale)
and ``locale.py`` (a text with its wordings side by side).
"""
