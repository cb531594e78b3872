"""Who holds which post on which days, who was absent, and which days and hours are worked."""
