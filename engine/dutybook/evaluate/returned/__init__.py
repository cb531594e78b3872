"""Ratings that come back: Excel forms read, checked against what was asked, put into the log."""
