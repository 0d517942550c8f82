"""A registration counts as started when it first names a village, once, and an exercise never."""

from dataclasses import replace

from bot.reception import Caller
from bot.seats import started_in
from conversations.conversation import Conversation

VILLAGE = "3202252004"
EMPTY = Conversation("11111111", "registration", "1")
NAMED = replace(EMPTY, answers={"village_code": VILLAGE})


def test_only_the_first_naming_of_a_village_counts() -> None:
    assert started_in(Caller("id", EMPTY), Caller("id", NAMED)) == VILLAGE
    assert started_in(Caller("id"), Caller("id", NAMED)) == VILLAGE
    assert started_in(Caller("id", NAMED), Caller("id", NAMED)) == ""
    assert started_in(Caller("id", NAMED), Caller("id")) == ""


def test_an_exercise_and_another_flow_never_count() -> None:
    for other in (replace(NAMED, is_exercise=True), replace(NAMED, flow="eligibility")):
        assert started_in(Caller("id", EMPTY), Caller("id", other)) == ""
    assert started_in(Caller("id", EMPTY), Caller("id", NAMED)) == VILLAGE
