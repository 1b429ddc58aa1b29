"""The schema as the migrations make it, kept as SQL: an empty database gets it in a second.

Django draws some forty related models anew for each of the hundreds of changes, which takes the better part
of a minute. `manage.py migrate` therefore loads this snapshot into an empty database, then applies what it
lacks. `./dev schema` makes it from a database that was really migrated; a test proves both to be the same.
"""
