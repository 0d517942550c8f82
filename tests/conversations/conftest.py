"""The two talks that most tests of turns begin with."""

import pytest

from conversations.facts import Place
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.registration import REGISTRATION
from tests.conversations.talking import Talk
from tests.conversations.worlds import facts_in


@pytest.fixture
def check(place: Place) -> Talk:
    return Talk(ELIGIBILITY, facts_in(place)).begin()


@pytest.fixture
def form(place: Place) -> Talk:
    return Talk(REGISTRATION, facts_in(place)).begin(for_whom="self")
