"""Papers as data for programs."""
