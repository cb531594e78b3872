"""Looks at a log nobody has described yet and proposes a source definition, with its doubts."""
