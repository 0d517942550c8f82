"""Whatever can be played is played to its end with invented people, marked on every step, and leaves nothing."""

from dataclasses import replace

import pytest

from conversations.actor import BRANCH, Actor, Role
from conversations.answers.exercises import exercises
from conversations.exercises import EXERCISES, Exercise, find_exercise
from conversations.facts import Place
from conversations.texts import LANGUAGES, load
from conversations.transcript import bare
from tests.conversations.talking import Talk
from tests.conversations.worlds import facts_in

TYPED = {
    "nik": "3201015708850001",
    "full_name": "Siti Contoh",
    "birth_place": "Sukabumi",
    "birth_date": "17-08-1985",
    "village": "sukamanah cisaat",
    "address": "Kp. Cikole RT 3 RW 5",
    "rt_rw": "3/5",
    "house_mark": "R-12",
    "slip_number": "0042",
    "phone": "081200005002",
    "number": "45",
    "month": "januari 2027",
}
WORDS = "Pak RT Contoh"
MOST = 40
BY_NAME = [pytest.param(one, id=one.name) for one in EXERCISES]


def played(talk: Talk) -> str:
    """Press the first answer where there is one, else type what belongs there; gives everything that was seen."""
    seen = talk.seen
    for _ in range(MOST):
        if talk.turned.conversation is None:
            return seen
        chosen = next((one for one in talk.buttons if one.style or is_answer(one.tap)), None)
        ask = talk.flow.find_ask(talk.asked)
        if chosen is not None:
            talk.presses(chosen)
        else:
            talk.says(TYPED.get(ask.kind.name, WORDS) if ask else "kirim")
        seen += talk.seen
    raise AssertionError(f"{talk.flow.name} never ends: {talk.seen}")


def is_answer(tap: str) -> bool:
    conversation, _, rest = tap.partition(":")
    return bool(conversation) and bool(rest) and "~" not in rest


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", BY_NAME)
def test_an_exercise_is_marked_ends_and_leaves_nothing(
    exercise: Exercise, language: str, place: Place
) -> None:
    facts = facts_in(place, language)
    talk = Talk(exercise.flow, facts).begin("latihan", is_exercise=True, **exercise.given(facts))
    mark = bare(load(language).fill("talk.exercise"))
    assert talk.seen.startswith(mark)
    assert mark in played(talk)
    assert bare(load(language).fill("talk.exercise_over")) in talk.seen
    assert talk.turned.outcome is None


def test_each_sees_what_their_post_brings(place: Place) -> None:
    everybody = {one.name for one in EXERCISES if one.is_for_everybody}
    officer = Actor(2, frozenset({Role.OFFICER}))
    assert find_exercise("visited", Actor(1)) is None
    assert find_exercise("visited", officer) is not None
    for actor, more in (
        (Actor(1), set()),
        (officer, {"visited", "come_back"}),
        (Actor(3, BRANCH), {"broadcast"}),
    ):
        (said,) = exercises(replace(facts_in(place), actor=actor))
        offered = {button.tap.partition(".")[2] for row in said.rows for button in row}
        assert everybody | more <= offered
        assert offered == {one.name for one in EXERCISES if one.is_for(actor)}


def test_who_practises_at_a_door_sees_whom_it_is_about(place: Place) -> None:
    facts = facts_in(place)
    exercise = next(one for one in EXERCISES if one.name == "visited")
    talk = Talk(exercise.flow, facts).begin("latihan", is_exercise=True, **exercise.given(facts))
    talk.taps("Setuju, ada saksi").says("Pak RT", "0042", TYPED["nik"]).taps("Sama").says("Siti Contoh")
    assert "untuk: Ibu Siti Contoh" in talk.seen
