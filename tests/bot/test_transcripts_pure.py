"""Every transcript, played through the reception without a network or a store."""

from pathlib import Path

import pytest

from conversations.facts import Place
from conversations.transcript import Line
from tests.bot.chatting import Chat
from tests.transcripts.script import Script, language_of, name_of, parse, paths, printed, read

REGISTRATION = "registration/plain"
MOST_ANSWERS = 14
MOST_TYPED = 40
"""Letters beyond name, NIK and address."""


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
