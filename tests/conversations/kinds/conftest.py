"""What every test of a kind needs: a question being asked, in either language, on one known day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.facts import Case, Facts, Notice, Place
from conversations.kinds.kind import Asking
from conversations.regions import Regions, Search
from conversations.texts import Texts, load

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
CASE = Case("1", "SSR-7K2F-QD", "submitted", "Siti Aminah", NOON, "3202252004")
NOTICE = Notice("Kantor Cabang Contoh", "175", "Contoh", "Indonesia")
LABELS = {
    "id": {
        "visit.result.button.met": "Bertemu",
        "visit.result.button.nobody": "Tidak ada orang",
        "visit.result.button.again": "Kembali lagi…",
    },
    "en": {
        "visit.result.button.met": "Met",
        "visit.result.button.nobody": "Nobody home",
        "visit.result.button.again": "Come again…",
    },
}
LISTS = {"visit.result.also.nobody": ("kosong", "rumah kosong"), "visit.result.also.met": ("ketemu",)}


@pytest.fixture(scope="session")
def place() -> Place:
    regions = Regions.load()
    return Place(regions, Search(regions))


@pytest.fixture(scope="session")
def facts(place: Place) -> Facts:
    return Facts(now=NOON, place=place, notice=NOTICE, cases=(CASE,))


@pytest.fixture(scope="session")
def asking(facts: Facts) -> Asking:
    return in_language("id")(facts)


@pytest.fixture(scope="session")
def asking_english(facts: Facts) -> Asking:
    return in_language("en")(facts)


def in_language(language: str) -> Callable[[Facts], Asking]:
    """The question of a visit's result, with labels that no flow of the bot has to keep for us."""
    kept = load(language)
    wordings = {key: kept.find(key) or "" for key in kept.keys()}  # noqa: SIM118 - Texts is no mapping
    lists = {key: kept.words(key) for key in kept.list_keys()}
    texts = Texts(language, wordings | LABELS[language], lists | LISTS)
    return lambda facts: Asking("visit.result", texts, {}, replace(facts, language=language))
