"""The shipped rules, loaded as a release loads them."""

import pytest
from django.core.management import call_command


@pytest.fixture
def rules(db: None) -> None:
    """The catalogues: occupations, majors, rule sets, standards."""
    call_command("load_catalogues", verbosity=0)
