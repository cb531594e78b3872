"""绩效考核表, blank or filled from an evaluation.

In: a role, or a person's results. Out: an ``EvaluationForm`` (context.py), and its workbook
(excel/). Start with paper.py; filled.py puts figures in.
"""
