"""Rows to exact values: measures as SQL, working time, what was owed (design §6.4 to §6.6)."""
