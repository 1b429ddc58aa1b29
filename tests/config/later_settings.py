"""The project with one more app than the snapshot of the schema knows."""

from config import settings as known

globals().update({name: getattr(known, name) for name in dir(known) if name.isupper()})
INSTALLED_APPS = [*known.INSTALLED_APPS, "tests.config.later"]
