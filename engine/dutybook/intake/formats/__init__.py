"""A file of any format to a :class:`~dutybook.intake.source.Source`: one module a format.

In: a path. Out: the source, or findings that say why there is none and what to do. What a file says
it is (its suffix) only helps to choose between formats of text: a .docx that is none is told by its
bytes. Start reading at :mod:`dutybook.intake.formats.registry`.
"""
