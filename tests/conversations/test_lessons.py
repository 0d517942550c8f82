"""Lessons: the same in every language, easy to read, and without a figure of their own."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.answers import lessons as answers
from conversations.answers.lessons import guide
from conversations.facts import Facts, Place
from conversations.heard import Tap
from conversations.lessons import NAMES, Lesson, load_lessons
from conversations.reading import problems
from conversations.says import Say
from conversations.texts import LANGUAGES
from tests.conversations.worlds import facts_in

EVERY = [
    pytest.param(language, lesson, id=f"{language}-{lesson.name}")
    for language in LANGUAGES
    for lesson in load_lessons(language)
]
SLOT = re.compile(r"\{([a-z_]+)\}")


def argument_of(say: Say, label: str) -> str:
    written = next(button.tap for row in say.rows for button in row if button.label == label)
    tap = Tap.read(written)
    assert tap is not None
    return tap.value.partition(".")[2]


@pytest.mark.parametrize(("language", "lesson"), EVERY)
def test_a_lesson_is_easy_to_read_and_short(language: str, lesson: Lesson) -> None:
    del language
    for text in (*lesson.cards, lesson.question, lesson.why):
        assert problems(text) == ()
        assert text.count("\n") < 3
    assert all(len(option.split()) <= 4 for option in lesson.options)
    assert len({*lesson.options}) == 3


@pytest.mark.parametrize(("language", "lesson"), EVERY)
def test_no_lesson_writes_a_figure_of_its_own(language: str, lesson: Lesson) -> None:
    del language
    bare = SLOT.sub("", " ".join((*lesson.cards, lesson.question, lesson.why, *lesson.options)))
    assert re.findall(r"\d+", bare.replace("16 angka", "").replace("16 digits", "")) == []


def test_every_language_teaches_the_same_with_the_same_figures() -> None:
    slots = {
        language: [[SLOT.findall(card) for card in lesson.cards] for lesson in load_lessons(language)]
        for language in LANGUAGES
    }
    assert all(each == slots["id"] for each in slots.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_leads_to_its_question_and_a_verdict(name: str, language: str, place: Place) -> None:
    facts = facts_in(place, language)
    say, argument = guide("", facts)[0], name
    while ".q" not in argument:
        [say] = guide(argument, facts)
        assert "{" not in say.html
        argument = argument_of(say, say.rows[0][0].label)
    [question] = guide(argument, facts)
    lesson = next(lesson for lesson in load_lessons(language) if lesson.name == name)
    [judged] = guide(argument_of(question, lesson.wrong[0]), facts)
    assert lesson.right in judged.html
    [judged] = guide(argument_of(question, lesson.right), facts)
    assert judged.html.startswith("✅")


def test_the_right_answer_stands_at_different_places() -> None:
    assert {lesson.options.index(lesson.right) for lesson in load_lessons("id")} == {0, 1, 2}


def test_the_price_in_a_lesson_is_that_of_the_day(place: Place) -> None:
    now = facts_in(place)
    later = replace(now, now=datetime(2027, 2, 1, tzinfo=UTC))
    assert "Rp8.400" in guide("objections", now)[0].html
    assert "Rp8.400" not in guide("objections", later)[0].html
    assert "Rp16.800" in guide("objections", later)[0].html


def test_a_figure_without_a_rule_is_not_taught(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: Facts) -> dict[str, str]:
        return {}

    monkeypatch.setattr(answers, "figures", nothing)
    assert "tanya kantor cabang" in guide("objections", facts_in(place))[0].html


@pytest.mark.parametrize(
    "argument", ["nothing", "greeting.9", "greeting.0", "greeting.q.9", "greeting.x", "."]
)
def test_any_argument_is_answered(argument: str, place: Place) -> None:
    assert guide(argument, facts_in(place))[0].html
