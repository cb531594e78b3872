"""Papers that exist already, read into drafts of definitions.

In: Word, Excel, PDF, HTML, Markdown and text. Out: YAML that passes the schema, and an account in
which every character of the paper is used, set aside or unresolved. Nothing is guessed: what the
words do not say stays empty, what a person must decide stands in ``review:``.

A paper goes through layers, each of which can be looked at: :mod:`~dutybook.intake.formats` (file
to rows) → :mod:`~dutybook.intake.lines` (rows to numbered lines) → :mod:`~dutybook.intake.outline`
(which heading's) → :mod:`~dutybook.intake.figures` (limits, schedules, targets …) →
:mod:`~dutybook.intake.drafts` (definitions). Start reading at :mod:`~dutybook.intake.paper`.
"""
