"""The schema: definitions held against one JSON Schema, which editors read too.

In: files. Out: documents in the engine's keys (``documents.py``), and findings at the keys they are
about (``validation.py``); the schema itself is data, in ``rules/schema``.
Start at ``validation.py``.
"""

from dutybook.schema.documents import definitions_in, in_english, read_definitions
from dutybook.schema.publication import published, schema
from dutybook.schema.validation import kind_of, validate

__all__ = [
    "definitions_in",
    "in_english",
    "kind_of",
    "published",
    "read_definitions",
    "schema",
    "validate",
]
