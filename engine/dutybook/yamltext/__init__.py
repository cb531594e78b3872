"""YAML text to data that knows where each value stands.

Reading follows the core schema of YAML 1.2: ``17:00``, ``no`` and dates stay what the author wrote,
numbers with a point are exact decimals. Values are loaded fast; positions are worked out only for
files that someone asks about.

In: a file. Out: documents (``document.py``) and findings. Start at ``reader.py``.
"""

from dutybook.yamltext.document import Document, Origin
from dutybook.yamltext.encoding import MAX_BYTES, decode, read_text
from dutybook.yamltext.reader import documents_in, read_documents

__all__ = [
    "MAX_BYTES",
    "Document",
    "Origin",
    "decode",
    "documents_in",
    "read_documents",
    "read_text",
]
