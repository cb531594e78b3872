"""The small languages users write inside YAML strings: text to value and back.

Each parser raises :class:`ValueError` on text it does not know; the schema check turns that into a
finding that lists the accepted forms. Chinese and English forms read the same.

In: text. Out: frozen values. Start at ``time/limit.py``; a module per small language, those
of time, of numbers and of prose in folders of their own.
"""
