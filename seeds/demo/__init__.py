"""The demo enterprise: a made-up non-ferrous metals group whose people show what the product does."""
