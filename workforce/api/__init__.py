"""The workforce's part of the API."""
