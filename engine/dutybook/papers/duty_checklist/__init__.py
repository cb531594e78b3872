"""岗位职责检查表, duties to tick: by how often they are owed, or with their dates."""
