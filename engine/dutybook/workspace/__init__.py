"""A workspace: the folder found, its files read and checked, its definitions ready to use."""

from dutybook.workspace.load import Workspace, find_root, load

__all__ = ["Workspace", "find_root", "load"]
