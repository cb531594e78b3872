"""The schema: definitions held against one JSON Schema, which editors read too.

In: documents. Out: findings at the keys they are about. Start at ``validate.py``; the schema itself
is data, in ``rules/schema``.
"""

from dutybook.schema.publish import published, schema
from dutybook.schema.validate import kind_of, validate

__all__ = ["kind_of", "published", "schema", "validate"]
