"""Lists of people: read from any table, compared with people.csv, written into it as dated rows.

In: a :class:`~dutybook.intake.source.Source`. Out: rows of people.csv, and what would change with
each. Identity numbers, telephones and addresses are dropped unless the vocabulary says otherwise.
Start reading at :mod:`dutybook.intake.staff.listing`, then :mod:`dutybook.intake.staff.changes`.
"""
