"""An app with a migration the snapshot does not hold."""
