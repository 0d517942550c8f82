"""Every transcript, played through the reception without a network or a store."""

from pathlib import Path

import pytest

from conversations.facts import Place
from conversations.flows import FLOWS
from conversations.player import OPENINGS
from conversations.texts import LANGUAGES
from conversations.transcript import Line
from tests.bot.chatting import Chat
from tests.transcripts.script import Script, language_of, name_of, parse, paths, printed, read

MOST_ANSWERS = 14
"""Taps and messages after the notice."""
MOST_TYPED = 40
"""Letters beyond name, NIK and address."""
NOT_COUNTED = {"full_name", "nik", "address"}
GUIDES = {"claim", "front", "language", "status"}
"""Folders of what is no flow but has transcripts all the same."""


def played(script: Script, path: Path, place: Place) -> list[Line]:
    chat = Chat(place, language_of(path))
    before = read(f"{language_of(path)}/{script.after}").moves if script.after else ()
    for move in before:
        chat.act(move)
    return [line for move in script.moves for line in chat.act(move)]


@pytest.mark.parametrize("path", paths(), ids=name_of)
def test_a_transcript_plays_as_written(path: Path, place: Place, request: pytest.FixtureRequest) -> None:
    script = parse(path.read_text("utf-8"))
    now = printed(script, played(script, path, place))
    if request.config.getoption("--update-transcripts"):
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_registration_takes_few_answers_and_little_typing(language: str, place: Place) -> None:
    opening, *answers = read(f"{language}/registration/plain").moves
    chat = Chat(place, language)
    chat.act(opening)
    typed = 0
    for answer in answers:
        asked = chat.caller.active.asked if chat.caller.active else ""
        is_counted = asked not in NOT_COUNTED and not answer.tapped and not answer.gesture
        typed += len(answer.words) * is_counted
        chat.act(answer)
    assert len(chat.kept) == 1
    assert len(answers) <= MOST_ANSWERS
    assert typed <= MOST_TYPED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flow_of_workers_has_transcripts_and_no_folder_is_of_nothing(language: str) -> None:
    folders = {path.parent.name for path in paths() if language_of(path) == language}
    assert {*OPENINGS, "correction", "withdrawal", "exercise", *GUIDES} <= folders
    assert folders <= {flow.name for flow in FLOWS} | GUIDES | {"exercise"}


def recovered(path: Path, place: Place) -> set[str]:
    """The flows in which something was not taken as an answer, and the talk went on from there."""
    script = parse(path.read_text("utf-8"))
    chat = Chat(place, language_of(path))
    stumbled, found = "", set[str]()
    for move in (*(read(f"{language_of(path)}/{script.after}").moves if script.after else ()), *script.moves):
        before = chat.caller.active
        chat.act(move)
        after = chat.caller.active
        is_same = before and after and (before.id, before.answers) == (after.id, after.answers)
        if before and after and is_same:
            stumbled = after.flow
        elif stumbled:
            found.add(stumbled)
            stumbled = ""
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flow_of_workers_has_a_transcript_with_a_wrong_answer_that_recovers(
    language: str, place: Place
) -> None:
    found = [recovered(path, place) for path in paths() if language_of(path) == language]
    assert {*OPENINGS, "correction", "withdrawal"} <= set.union(*found)


@pytest.mark.parametrize("path", paths(), ids=name_of)
def test_a_transcript_reads_back_as_it_was_written(path: Path) -> None:
    script = parse(path.read_text("utf-8"))
    assert printed(script, script.lines) == path.read_text("utf-8")
    assert script.moves


@pytest.mark.parametrize("text", ["", "bot  halo", "# judul\nsiapa ini", "# judul\n     lanjutan tanpa awal"])
def test_a_transcript_that_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        parse(text)
