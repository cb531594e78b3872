"""Cases held against a procedure.

In: the events of cases by time, and a procedure. Out: a verdict on each case: what was left out,
done late, in another order or by somebody else. Start at ``conformance.py``.
"""
