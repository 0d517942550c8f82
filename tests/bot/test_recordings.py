"""What the terminal player records is what the bot says."""

import pytest

from conversations.facts import Place
from conversations.flows import get_flow
from conversations.player import OPENINGS, Play
from conversations.texts import LANGUAGES
from conversations.transcript import Said
from tests.bot.chatting import Chat


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPENINGS)
def test_a_recording_begins_as_the_bot_does(name: str, language: str, place: Place) -> None:
    play, chat = Play(get_flow(name), place, language), Chat(place, language)
    recorded = play.open()
    assert isinstance(recorded[0], Said)
    assert chat.act(recorded[0]) == recorded


def test_a_recording_goes_on_as_the_bot_does(place: Place) -> None:
    play, chat = Play(get_flow("registration"), place), Chat(place)
    play.open()
    typed = (
        "setuju",
        "(sticker)",
        "3201015708850001",
        "sama",
        "Siti Aminah",
        "Sukabumi",
        "(contact)",
        "sukamanah cisaat",
    )
    for words in (
        *typed,
        "1",
        "Kp. Cikole RT 3 RW 5",
        "petani",
        "1 juta",
        "ya",
        "ya",
        "Ubah",
        "Nama",
        "Siti",
        "kirim",
    ):
        play.hear(words)
    said = [line for line in play.lines if isinstance(line, Said)]
    assert [line for each in said for line in chat.act(each)] == play.lines
    assert chat.kept == [play.outcome]
