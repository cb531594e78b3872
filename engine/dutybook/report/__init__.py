"""An evaluation told: the contract for programs, traces, tables, `explain`.

In: a finished evaluation (``score/evaluation.py``), and what was counted for it where rows are
listed. Out: plain data, tables, text. Start at ``contract.py`` for programs, ``tables.py`` for
people, ``explain/text.py`` for why a score is what it is.
"""
