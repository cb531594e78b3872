"""Drawings on papers: charts, organisation charts, flow diagrams.

In: what is drawn, as plain values. Out: an SVG and what it says in words. Start at ``drawing.py``.
"""
