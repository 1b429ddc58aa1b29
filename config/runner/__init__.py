"""The project's one command, ``./dev``. Standard library only: it runs before there is an environment."""
