"""Files to rows and people: what was delivered, who holds which post, what was approved."""
