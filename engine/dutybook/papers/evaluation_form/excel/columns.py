"""The form's columns in Excel."""

NO, NAME, WEIGHT, TARGET, SOURCE, RULE, ACTUAL, COMPLETION, FIRST_RATER = range(9)
"""The form's columns; after the raters comes the score."""
