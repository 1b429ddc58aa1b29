"""Fixtures every test may use."""

import pytest

from tests.access import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A group with two companies and the people who act in them; see tests.access.Cast."""
    return build_cast()
