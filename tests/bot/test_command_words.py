"""Every command has its words: a purpose in the help, and a button where one opens it."""

import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS, find_command, find_typed
from conversations import asking
from conversations.heard import Tap, opening
from conversations.says import Button
from conversations.texts import LANGUAGES, load

OPENS = re.compile(
    r"""open_button\(\s*["']([a-z]+)["']|opens=\(([^)]*)\)|links=\(([^)]*)\)|goes_to=["']([a-z]+)["']"""
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_menu_has_a_purpose_in_few_words(language: str) -> None:
    for command in COMMANDS:
        purpose = load(language).find(f"menu.purpose.{command.name}")
        assert not command.shows_in_menu or purpose, command.name
        assert len(purpose or "") <= 48, command.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_that_opens_something_opens_a_command_that_is_there(language: str) -> None:
    for name in named_by_buttons():
        assert find_command(name) is not None, name
        button: Button = asking.open_button(name, load(language))
        assert Tap.read(button.tap) == Tap("", 0, name)


def named_by_buttons() -> set[str]:
    """The commands that the words and flows of the conversations name."""
    found = set()
    for path in Path(asking.__file__).parent.rglob("*.py"):
        for groups in OPENS.findall(path.read_text("utf-8")):
            found |= set(re.findall(r"[a-z]+", " ".join(groups)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_may_be_given_by_the_words_on_its_button(language: str) -> None:
    for command in COMMANDS:
        label = load(language).find(f"menu.button.{command.name}")
        if label and command.shows_in_menu:
            found = find_typed(label.upper())
            assert found is not None
            assert load(language).find(f"menu.button.{found.name}") == label


def test_the_longest_button_of_a_registration_fits_into_a_tap() -> None:
    assert len(opening("perbaiki", "SSR-7K2F-QD").encode()) <= Tap.LIMIT
