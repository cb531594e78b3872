"""Figures that people write into running text: limits, percentages, points, money, totals and the
numbers of listed items, in Chinese (also in characters: 十五分钟) and English.

In: a text as written. Out: :class:`~dutybook.grammar.prose.figure.Figure` and its like; nothing is
an error, for a text may say anything. Start at ``figure.py``; ``numeral.py`` reads the numbers.
"""
