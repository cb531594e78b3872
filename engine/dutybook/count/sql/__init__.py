"""A measure's question as SQL: conditions, time limits, pauses."""
