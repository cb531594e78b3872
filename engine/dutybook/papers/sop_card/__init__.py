"""作业指导书, a procedure on a card."""
