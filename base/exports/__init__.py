"""Lists written to files: exactly the rows and columns on screen, with a kept record of every export."""
