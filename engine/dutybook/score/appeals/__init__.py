"""Appeals: which concern which sheet, and what it comes to once they are decided.

In: appeals of appeals.yaml and sheets as computed. Out: sheets as ruled, both figures kept. Start
at ``ruling.py``.
"""
