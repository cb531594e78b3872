"""Papers to drafts of definitions.

In: a :class:`~dutybook.intake.outline.Document`. Out: a list of
:class:`~dutybook.intake.drafts.draft.Draft`, each the data of one YAML document; what a person must
decide stands in its ``review``. Start reading at :mod:`dutybook.intake.drafts.maker`; there is one
module for each kind of definition.
"""
