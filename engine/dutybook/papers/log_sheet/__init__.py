"""登记表, a blank register for a source."""
