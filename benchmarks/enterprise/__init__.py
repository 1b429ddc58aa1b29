"""A made-up enterprise of any size with careers and history, the same for the same size, seed and day."""
