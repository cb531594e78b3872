"""Mending what findings allow to be mended without a decision, in the file's own text.

In: findings and the texts they are about. Out: the texts as they would be (``Change``), each read
again and compared, so that nothing else changes. Which codes can be mended is data
(``rules/fixes.yaml``). Start at ``mend.py``; what a code asks for stands in ``marks.py``,
``quotes.py``, ``entries.py`` and ``numbers.py``; ``keys.py`` puts a file's keys into the other
language.
"""

from dutybook.repair.keys import in_keys
from dutybook.repair.mend import Change, mended_text, mended_workspace

__all__ = ["Change", "in_keys", "mended_text", "mended_workspace"]
