"""Every wording of every language: complete, alike, readable, and within what Telegram takes."""

import re
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from conversations import kinds
from conversations.checking import WALKS, walk
from conversations.facts import Facts, Place
from conversations.flow import Flow
from conversations.flows import FLOWS
from conversations.heard import Tap
from conversations.kinds import Choice
from conversations.kinds.written import spoken, worded
from conversations.reading import problems
from conversations.rules.eligibility import REASONS
from conversations.says import Say
from conversations.texts import FOLDER, LANGUAGES, PLACEHOLDER, load
from conversations.transcript import bare
from conversations.words import WORDS, meant
from tests.conversations.tags import complaints
from tests.conversations.worlds import facts_in

FIRST = load(LANGUAGES[0])
KEYS = sorted(FIRST.keys())
MESSAGE_LIMIT = 4096
"""Letters of a message after its tags are taken away (Bot API, sendMessage)."""
BUTTON_LIMIT = 28
"""Letters that fit on a button of a small phone, but for names of places and trades."""
LONGER = (
    "privacy.notice",
    "registration.consent.ask",
    "registration.consent_other.ask",
    "registration.review.ask",
    "status.receipt",
)
"""What has more than three lines: the notices, because the law wants so much said (UU 27/2022 art. 21), and a list."""
LINES = 3
MET_BEFORE = {"NIK"}
"""Explained where it is first asked for."""
NIK_MET = ("kinds.nik.", "registration.", "correction.", "handover.", "talk.", "status.", "my_data.")
MANY = re.compile(r"\{[a-z_]+:[^{}|]+\|([^{}|]+)\}")
EVERY_TEXT = [(language, key) for language in LANGUAGES for key in KEYS]


def test_every_language_has_the_same_files() -> None:
    files = {language: sorted(path.name for path in (FOLDER / language).iterdir()) for language in LANGUAGES}
    assert all(names == files[LANGUAGES[0]] for names in files.values())
    assert sorted(
        path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"
    ) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: str) -> None:
    assert sorted(load(language).keys()) == KEYS
    assert sorted(load(language).list_keys()) == sorted(FIRST.list_keys())


@pytest.mark.parametrize(("language", "key"), EVERY_TEXT)
def test_a_wording_is_whole_tidy_and_easy_to_read(language: str, key: str) -> None:
    text = load(language).find(key) or ""
    assert text
    assert text == text.strip()
    assert "  " not in text.replace("\n  ", "\n")
    assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(FIRST.find(key) or ""))
    assert "{" not in PLACEHOLDER.sub("", text)
    assert complaints(text) == []
    assert (
        problems(MANY.sub(r"\1", text), allowed=frozenset(MET_BEFORE if key.startswith(NIK_MET) else ()))
        == ()
    )
    assert key in LONGER or text.count("\n") < LINES


def test_one_and_many_have_their_own_words_where_a_language_has_them() -> None:
    english, indonesian = load("en"), load("id")
    for count, said in ((1, "1 person needs a reminder"), (2, "2 people need a reminder")):
        assert said in english.fill("reminder.tasks_officer", count=count)
        assert said in english.fill("reminder.tasks_officer", count=english.number(count))
        assert f"{count} warga" in indonesian.fill("reminder.tasks_officer", count=count)
    with pytest.raises(KeyError):
        english.fill("reminder.tasks_officer")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_about_money_stands_in_a_wording(language: str) -> None:
    texts = load(language)
    named = {key for key in texts.keys() if re.search(r"Rp ?\d|\d+ ?%", texts.find(key) or "")}  # noqa: SIM118 - Texts is no mapping
    assert named == set()


def asks_with_choices() -> list[tuple[str, Choice]]:
    return [
        (f"{flow.name}.{ask.step}", ask.kind)
        for flow in FLOWS
        for ask in flow.asks()
        if isinstance(ask.kind, Choice)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "kind"), asks_with_choices())
def test_no_word_means_two_answers_of_one_question(key: str, kind: Choice, language: str) -> None:
    count = Counter(word for value in kind.values for word in said_for(key, kind, value, language))
    assert {word for word, times in count.items() if times > 1} == set()


def said_for(key: str, kind: Choice, value: str, language: str) -> set[str]:
    """Everything that may be typed for one answer in one language."""
    texts = load(language)
    places = [
        f"{where}.{part}.{value}" for where in (key, f"kinds.{kind.name}") for part in ("button", "also")
    ]
    return {worded(word) for place in places for word in (texts.find(place), *texts.words(place)) if word}


def test_a_word_that_works_everywhere_answers_no_question() -> None:
    everywhere = {
        worded(word)
        for texts in map(load, LANGUAGES)
        for each in WORDS
        for word in texts.words(f"talk.words.{each}")
    }
    for key, kind in asks_with_choices():
        answers = {
            word
            for language in LANGUAGES
            for value in kind.values
            for word in said_for(key, kind, value, language)
        }
        assert answers & everywhere == set(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_that_is_no_answer_may_be_typed(language: str) -> None:
    texts = load(language)
    # Pages are turned by tapping alone: which one is shown is not kept.
    keys = [key for key in KEYS if key.startswith("talk.button.") and ".page_" not in key]
    buttons = {key.rpartition(".")[2]: texts.find(key) or "" for key in keys}
    understood = {name: name if name == "edit" else meant(label) for name, label in buttons.items()}
    assert understood == {name: name for name in buttons}
    assert worded(buttons["edit"]) in spoken("talk.words.edit")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_that_a_kind_can_find_has_words(language: str) -> None:
    texts = load(language)
    for path in sorted(Path(kinds.__file__).parent.glob("*.py")):
        codes = set(re.findall(r'Problem\(\s*"([a-z_]+)"', path.read_text("utf-8")))
        shared = {code for code in codes if texts.find(f"kinds.any.problem.{code}")}
        own = {code for code in codes if texts.find(f"kinds.{path.stem}.problem.{code}")}
        elsewhere = {code for code in codes if any(key.endswith(f".problem.{code}") for key in texts.keys())}  # noqa: SIM118 - Texts is no mapping
        is_a_kind = texts.find(f"kinds.{path.stem}.help") is not None
        assert codes <= (shared | own if is_a_kind else elsewhere), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_what_to_do_about_it_has_words(language: str) -> None:
    texts = load(language)
    for reason in REASONS:
        assert texts.find(f"reason.{reason.code}"), reason.code
        assert texts.find(f"remedy.{reason.remedy}"), reason.remedy
    assert {f"reason.{reason.code}" for reason in REASONS} == {
        key for key in KEYS if key.startswith("reason.")
    }
    assert {f"remedy.{reason.remedy}" for reason in REASONS} == {
        key for key in KEYS if key.startswith("remedy.")
    }


@pytest.mark.parametrize(("language", "branch"), [("id", "antor"), ("en", "ranch")])
def test_a_reason_that_no_rule_states_speaks_of_nobody_s_rule(language: str, branch: str) -> None:
    texts = load(language)
    for reason in REASONS:
        said = f"{texts.find(f'reason.{reason.code}')} {texts.find(f'remedy.{reason.remedy}')}"
        assert reason.is_stated or branch in said, reason.code
        assert (
            reason.is_stated
            or reason.code == "no_rule"
            or not re.search(r"\b(aturan|rule|law|pasal)\b", said)
        )


@pytest.mark.parametrize("flow", [pytest.param(flow, id=flow.name) for flow in FLOWS])
def test_everything_that_a_flow_can_say_is_taken_by_telegram(flow: Flow, place: Place) -> None:
    facts = facts_in(place)
    for say in everything_said(flow, facts):
        assert complaints(say.html) == []
        assert 0 < len(bare(say.html)) <= MESSAGE_LIMIT
        for button in chain.from_iterable(say.rows):
            assert 0 < len(button.label) <= 64
            assert len(button.tap.encode()) <= Tap.LIMIT
            assert bool(button.tap) + bool(button.copies) + bool(button.url) == 1


def everything_said(flow: Flow, facts: Facts) -> list[Say]:
    return [say for number in range(0, WALKS, 5) for say in walk(flow, facts, number).says]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_ours_fits_on_a_small_button(language: str) -> None:
    texts = load(language)
    labels = {key: texts.find(key) or "" for key in KEYS if ".button." in key}
    assert {key: label for key, label in labels.items() if len(label) > BUTTON_LIMIT or "\n" in label} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_review_lists_can_be_called_by_one_name_only(language: str) -> None:
    texts = load(language)
    for flow in FLOWS:
        labels = Counter(texts.find(f"{flow.name}.{ask.step}.label") for ask in flow.asks())
        assert {label for label, times in labels.items() if label and times > 1} == set()


def test_no_file_of_words_says_a_key_twice_or_leaves_a_list_empty() -> None:
    for path in sorted(FOLDER.glob("*/*.toml")):
        tomllib.loads(path.read_text("utf-8"))
    assert all(load(language).words(key) for language in LANGUAGES for key in FIRST.list_keys())
