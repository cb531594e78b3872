"""Drawings on papers: charts, organisation charts, flow diagrams."""
