"""The terminal player: a flow from start to end, and the transcript that it writes."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from conversations import __main__ as terminal
from conversations.facts import Place
from conversations.flows import FLOWS, get_flow
from conversations.player import OPENINGS, Play, played
from conversations.transcript import Said
from tests.transcripts.script import parse

Typing = Callable[..., None]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Typing:
    return lambda *lines: monkeypatch.setattr(
        "sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines))
    )


def test_a_flow_is_played_to_its_end(types: Typing, capsys: pytest.CaptureFixture[str]) -> None:
    types("45", "mungkin", "[Ya]", "petani", "1", "belum")
    terminal.main(["eligibility"])
    shown = capsys.readouterr().out
    assert "bot  Umur Bapak/Ibu sekarang berapa? (1 dari 5)" in shown
    assert "     [Ya] [Tidak]" in shown
    assert "bot  ✅ Bapak/Ibu bisa ikut." in shown
    assert "<b>" not in shown


def test_a_play_that_is_left_early_ends_quietly(types: Typing, capsys: pytest.CaptureFixture[str]) -> None:
    types("45")
    terminal.main(["eligibility", "--language", "en"])
    assert "Are you working now?" in capsys.readouterr().out


def test_what_was_played_is_recorded_as_a_transcript(types: Typing, tmp_path: Path) -> None:
    types("3", "Ya, hapus semua")
    path = tmp_path / "id" / "deletion" / "erased.txt"
    terminal.main(["deletion", "--record", str(path), "--shows", "Hapus semua."])
    script = parse(path.read_text("utf-8"))
    assert script.purpose == "Hapus semua."
    assert script.moves == (Said("/hapus"), Said("3"), Said("[Ya, hapus semua]"))


def test_a_flow_over_registrations_is_played_but_not_recorded(
    types: Typing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    types("siti", "tarik")
    terminal.main(["withdrawal"])
    assert "SSR-7K2F-QD sudah ditarik" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        terminal.main(["withdrawal", "--record", str(tmp_path / "x.txt")])


def test_a_button_of_the_bot_alone_says_so_and_the_play_goes_on(place: Place) -> None:
    play = Play(get_flow("registration"), place)
    seen = list(played(play, iter(["Baca lengkap", "tidak"])))
    assert "[Baca lengkap] opens something else; it works in the bot" in seen
    assert play.conversation is None


def test_buttons_of_the_review_may_be_typed_as_numbers(place: Place) -> None:
    play = Play(get_flow("registration"), place)
    answers = (
        "setuju",
        "3201015708850001",
        "sama",
        "Siti Aminah",
        "Sukabumi",
        "(contact)",
        "sukamanah cisaat",
        "1",
    )
    more = ("Kp. Cikole RT 3 RW 5", "petani", "1 juta", "ya", "ya", "(sticker)", "1")
    list(played(play, iter((*answers, *more))))
    assert play.outcome is not None
    assert play.lines[-2] == Said("[Kirim]")


def test_a_secret_is_marked_as_gone(place: Place) -> None:
    play = Play(get_flow("registration"), place)
    list(played(play, iter(["setuju", "3201015708850001"])))
    assert Said("3201015708850001", is_gone=True) in play.lines


def test_only_flows_that_stand_by_themselves_are_recorded() -> None:
    # A deletion looks at cases only for people whom the contact registered: in a recording there are none.
    assert set(OPENINGS) <= {flow.name for flow in FLOWS if not flow.wants_cases} | {"deletion"}
