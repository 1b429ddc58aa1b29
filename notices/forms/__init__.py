"""What is typed into the pages of notices, a file per area."""
