"""The tests mirror the tree."""

import pytest

# base classes live in a module of their own; their assertions shall say what was compared
pytest.register_assert_rewrite("tests.access")
