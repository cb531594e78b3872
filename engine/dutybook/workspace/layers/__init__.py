"""Definitions laid over one another: bases, overlays, amendments, and what remains without faults.

In: documents. Out: one document for each definition and date. Start at ``merge.py``.
"""
