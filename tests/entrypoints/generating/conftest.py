"""One invented region for all tests that look at it."""

import pytest

from given.regions import MadeRegion, make


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> MadeRegion:
    """Sixty thousand people."""
    return make(tmp_path_factory.mktemp("region"), count=60_000)
