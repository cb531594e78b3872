"""A template and its context rendered to the document tree, within bounds."""
