"""绩效考核表, blank or filled from an evaluation."""
