"""Working time as tables: which hours are worked, how much lies between two moments."""
