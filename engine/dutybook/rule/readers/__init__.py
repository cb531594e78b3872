"""Readers of a rule's tree: the same arithmetic as a number and as a spreadsheet's formula.

In: a tree of ``rule/tree.py`` and the values of its variables, or the cells they stand in. Out: an
exact fraction with its sentences (``exact.py``), a formula (``excel.py``). Start
at ``exact.py``.
"""
