"""Values to points, totals, grades and consequences, all in exact numbers (design §6.7, §6.8)."""
