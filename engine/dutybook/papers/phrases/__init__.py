"""What definitions and results say in words: limits, scores, measures, consequences."""
