"""What follows from a result: vetoes, and consequences that are recorded, never executed."""
