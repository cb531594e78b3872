"""登记表, a blank register for a source.

In: a source. Out: a ``LogSheet`` (context.py), and its workbook (excel.py). Start with paper.py.
"""
