"""The pages of the skills app, a file per subject."""
