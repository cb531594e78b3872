"""The evaluation form as an Excel workbook: its context in, bytes out. Start with form.py."""
