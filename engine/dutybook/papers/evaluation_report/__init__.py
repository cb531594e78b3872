"""考核报告, for a person or a department."""
