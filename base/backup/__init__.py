"""Backups of database and kept files, and their restoring into an empty system. The keys go apart."""
