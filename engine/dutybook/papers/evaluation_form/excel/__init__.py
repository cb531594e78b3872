"""The evaluation form as an Excel workbook.

In: its context. Out: bytes. Start at ``form.py``.
"""
