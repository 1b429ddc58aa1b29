"""What a person may ask about their own data: an export of everything, and erasure once they left."""
