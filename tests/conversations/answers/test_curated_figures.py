"""Curated answers tell today's figures, and never one whose rule has ended."""

from datetime import UTC, datetime

import pytest

from conversations.answers.questions import told
from conversations.facts import Facts, Notice, Place
from conversations.knowledge import Knowledge
from conversations.regions import Regions, Search


@pytest.fixture(scope="module")
def place() -> Place:
    regions = Regions.load()
    return Place(regions, Search(regions))


def facts_on(year: int, month: int, place: Place, language: str = "id") -> Facts:
    return Facts(datetime(year, month, 15, tzinfo=UTC), place, Notice("", "", "", ""), language=language)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("year", "month"), [(2026, 11), (2027, 1), (2027, 4), (2028, 6)])
def test_every_topic_can_be_told_on_any_day(language: str, year: int, month: int, place: Place) -> None:
    facts = facts_on(year, month, place, language)
    for topic in Knowledge.load(language).topics.values():
        [say] = told(topic, facts)
        assert "{" not in say.html


def test_the_relief_is_told_while_it_holds_and_not_a_day_longer(place: Place) -> None:
    price = Knowledge.load("id").topics["price"]
    assert "Rp8.400" in told(price, facts_on(2026, 12, place))[0].html
    [later] = told(price, facts_on(2027, 1, place))
    assert "Rp8.400" not in later.html
    assert "Rp16.800" in later.html
