"""Word files (.docx): text as it is printed, with automatic numbers, merged cells, text boxes and
inserted words; what is deleted, and what macros do, is not there. Start reading at
:mod:`dutybook.intake.formats.word.body`.
"""
