"""Small languages of figures: quantities with units, money, steps, targets.

In: text as people write it. Out: exact values with their unit. Start at ``quantity.py``.
"""
