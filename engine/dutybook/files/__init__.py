"""Files of a workspace: opened, written and locked in one place each.

A workspace may come from anyone, so nothing else in the engine opens a file.
In: paths and bytes. Out: bytes, streams, files on disk; :class:`RefusedError` for what is not
opened. Start at ``door.py``.
"""
