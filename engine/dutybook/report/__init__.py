"""An evaluation told: the contract for programs, traces, tables, `explain`.

In: a finished evaluation. Out: plain data (``contract.py``), tables, text. Start at
``contract.py``.
"""
