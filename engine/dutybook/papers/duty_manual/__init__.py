"""岗位手册, a department's papers bound together."""
