"""Word (.docx)."""
