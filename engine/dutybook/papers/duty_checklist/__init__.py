"""岗位职责检查表, duties to tick: by how often they are owed, or with their dates.

In: a role, or the days of a post or person. Out: a ``DutyChecklist`` (context.py), and its workbook
(excel.py). Start with paper.py.
"""
