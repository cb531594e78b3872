"""Rows to lines: furniture set aside, running text cut where its numbers and headings say so,
tables into records and fields.

In: a :class:`~dutybook.intake.source.Source`. Out: a list of
:class:`~dutybook.intake.lines.line.Line` in the paper's order, and the plain text they stand in.
Start reading at :mod:`dutybook.intake.lines.reader`. What settles most cases is
:mod:`dutybook.intake.lines.numbers`: a number in running text counts only where the numbers before
or after it bear it out.
"""
