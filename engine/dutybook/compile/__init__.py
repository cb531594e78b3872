"""Compiling: definitions to what a paper says, and a template to the document tree."""
