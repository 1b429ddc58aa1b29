"""A year of an HR office in a real browser; and every write refused to those whom it is not for."""
