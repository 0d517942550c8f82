"""The shipped regions and their search, loaded once for all tests."""

import pytest

from conversations.regions import Regions, Search


@pytest.fixture(scope="session")
def regions() -> Regions:
    return Regions.load()


@pytest.fixture(scope="session")
def search(regions: Regions) -> Search:
    return Search(regions)
