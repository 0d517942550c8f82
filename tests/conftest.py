"""What all tests share: the country, loaded once, and the switch that rewrites the transcripts."""

import pytest

from conversations.facts import Place
from conversations.regions import Regions, Search


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-transcripts", action="store_true", help="write the transcripts anew; the diff is the review"
    )


@pytest.fixture(scope="session")
def place() -> Place:
    regions = Regions.load()
    return Place(regions, Search(regions))
