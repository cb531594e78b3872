"""Why a score is what it is, down to the rows of the log."""
