"""What is asked on a visit beyond its outcome: which house, when to come again, on which day it was, what is wished.

Each is opened from a door, so its first answers are given and only the rest is asked; the words that follow come from
the village book, which knows what became of it.
"""

from collections.abc import Mapping
from datetime import date

from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import Choice, FreeText, HouseMark, NearDay, RtRw
from conversations.outcomes import ComeBack, DatedBack, DoorNamed, DoorWish
from conversations.texts import Texts
from conversations.village_book import LATE_REASONS

AHEAD = NearDay(1, 240, (1, 3, 7, 14, 30, 90))
"""Beyond a harvest, nobody remembers."""
BEHIND = NearDay(-7, -1, (-1, -2, -3, -4))
"""What lies further back is not well remembered."""
WISHES: Mapping[str, tuple[bool, bool]] = {
    "no_visit": (False, True),
    "no_message": (True, False),
    "neither": (False, False),
    "both": (True, True),
}
"""Choice to whether visits and messages are allowed."""


def _given(step: str) -> Ask:
    return Ask(step, FreeText(100), is_counted=False, is_given=True)


def _shown(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """The house, so that nobody answers about another one."""
    del facts, texts
    return {"place": str(answers.get("place", ""))}


def _named(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts, texts
    house = DoorNamed(
        village_code=str(answers["village"]), rt_rw=str(answers["rt_rw"]), mark=str(answers["mark"])
    )
    return Conclusion((), house)


NEW_DOOR = Flow(
    name="new_door",
    steps=(_given("village"), Ask("rt_rw", RtRw()), Ask("mark", HouseMark())),
    conclude=_named,
)


def _to_come_back(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts, texts
    on = date.fromisoformat(str(answers["on"]))
    return Conclusion((), ComeBack(visit_id=str(answers["visit"]), on=on))


COME_BACK = Flow(
    name="come_back",
    steps=(
        _given("village"),
        _given("visit"),
        _given("place"),
        Ask("on", AHEAD, shows=_shown, is_counted=False),
    ),
    conclude=_to_come_back,
)


def _dated_back(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts, texts
    on = date.fromisoformat(str(answers["on"]))
    outcome = DatedBack(visit_id=str(answers["visit"]), on=on, reason=str(answers["reason"]))
    return Conclusion((), outcome)


BACK_DATE = Flow(
    name="back_date",
    steps=(
        _given("village"),
        _given("visit"),
        _given("place"),
        Ask("on", BEHIND, shows=_shown),
        Ask("reason", Choice(LATE_REASONS)),
    ),
    conclude=_dated_back,
)


def _wished(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts, texts
    visits, messages = WISHES[str(answers["wish"])]
    wish = DoorWish(door_id=str(answers["door"]), allows_visits=visits, allows_messages=messages)
    return Conclusion((), wish)


DOOR_WISH = Flow(
    name="door_wish",
    steps=(
        _given("door"),
        _given("place"),
        Ask("wish", Choice(tuple(WISHES)), shows=_shown, is_counted=False),
    ),
    conclude=_wished,
)
