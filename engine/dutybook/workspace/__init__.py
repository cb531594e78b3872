"""A workspace: the folder found, its files read and checked, its definitions ready to use.

In: a folder with a dutybook.yaml. Out: a :class:`Workspace`, with all findings. Start at
``load.py``.
"""

from dutybook.workspace.load import Workspace, find_root, load

__all__ = ["Workspace", "find_root", "load"]
