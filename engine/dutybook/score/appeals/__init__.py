"""Appeals: which concern which sheet, and what it comes to once they are decided."""
