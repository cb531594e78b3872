"""What changed in meaning between two states of a workspace: not which lines of text."""
