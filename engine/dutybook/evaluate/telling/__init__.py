"""Results to people and programs: traces, tables, files (design §6, Trace)."""
