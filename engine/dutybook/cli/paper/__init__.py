"""Commands that make papers: ``build``, ``watch``, ``templates``, and what is ``due``.

In: options and a workspace. Out: files under ``out/``. Start at ``build.py``.
"""
