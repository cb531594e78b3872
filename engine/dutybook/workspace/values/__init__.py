"""What is written in YAML to the frozen values of the model.

In: checked data. Out: dataclasses of ``dutybook.model``. Start at ``structure.py``.
"""
