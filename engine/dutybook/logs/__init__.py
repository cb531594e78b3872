"""Logs as they were delivered: files and tables of any format, opened, their headings matched.

In: what dutybook.yaml says of a source's logs. Out: :class:`~dutybook.logs.file.LogFile` s, which
DuckDB reads (of other formats than CSV and Parquet a copy is made). Start at ``files.py``; a module
per format stands in ``formats/``, ``inspection/`` proposes the definition of a log nobody described
yet.
"""
