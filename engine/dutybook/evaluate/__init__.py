"""Scoring what people logged against what their roles say (design §6).

SQL counts, Python scores: an engine returns exact numerators and denominators, and everything after
that is :class:`~fractions.Fraction`. Nothing here reads the clock.
"""
