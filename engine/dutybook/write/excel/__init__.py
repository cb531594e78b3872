"""Excel (.xlsx)."""
