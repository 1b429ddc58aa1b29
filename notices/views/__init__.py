"""Pages of the notices app, a file per area."""
