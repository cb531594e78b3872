"""The JSON Schema of all definitions: checking documents against it, and publishing it."""

from dutybook.schema.publish import published, schema
from dutybook.schema.usable import usable
from dutybook.schema.validate import kind_of, validate

__all__ = ["kind_of", "published", "schema", "usable", "validate"]
