"""The schema: definitions held against one JSON Schema, which editors read too.

In: documents. Out: findings at the keys they are about. Start at ``validation.py``; the schema
itself is data, in ``rules/schema``.
"""

from dutybook.schema.publication import published, schema
from dutybook.schema.validation import kind_of, validate

__all__ = ["kind_of", "published", "schema", "validate"]
