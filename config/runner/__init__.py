"""The project's one command, ``./dev``. Standard library only: it runs before the virtual environment exists."""
