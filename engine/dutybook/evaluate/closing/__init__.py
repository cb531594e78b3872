"""What was signed is kept below ``closed/``, never changed, and held against what comes out now."""
