"""`Stop` ends an open conversation; said to nothing open, or to a reminder, it ends what we send unasked."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.callers import Caller
from bot.commands.command import Deed
from bot.commands.money import MONEY
from bot.reception import receive, wants
from conversations.facts import Facts, Place
from conversations.flows.registration import REGISTRATION
from conversations.heard import Heard, Sort
from conversations.turn import begin
from conversations.words import asks_for_quiet, may_ask_for_quiet
from storage.database import Database
from storage.reaching import Reaching
from storage.reminders import Reminders
from storage.tables import outbox, unwanted
from storage.wishes import find_addressed
from tests.conversations.worlds import facts_in
from tests.databases import KINDS, fresh_database
from tests.storage.people import meet

NOW = datetime(2027, 3, 24, 3, tzinfo=UTC)
SITI = 5001
WISHES = (
    "jangan kirim lagi",
    "Tolong jangan kirim pesan lagi ya",
    "BERHENTI BERLANGGANAN!",
    "jangan ingatkan saya",
    "stop pengingat",
    "Please stop sending messages",
    "unsubscribe",
    "Don't remind me any more",
)
HALTS = ("stop", "Berhenti", "STOP!", "berhenti ya", "hentikan", "please stop", "quit")
OTHERS = (
    "stop kontak rusak",
    "mau berhenti jadi peserta",
    "ya",
    "jangan",
    "tolong",
    "iuran berhenti",
    "kirim",
)


def heard(text: str) -> Heard:
    return Heard(Sort.TEXT, text)


@pytest.fixture
def facts(place: Place) -> Facts:
    return replace(facts_in(place), now=NOW)


@pytest.fixture
def in_registration(facts: Facts) -> Caller:
    opened = begin(REGISTRATION, facts).conversation
    assert opened is not None
    return Caller("id", replace(opened, answers={"consent": "yes"}, prompt=3))


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_for_quiet_is_understood_however_politely_it_is_put(text: str) -> None:
    assert asks_for_quiet(text)
    assert not may_ask_for_quiet(text)


@pytest.mark.parametrize("text", HALTS)
def test_a_bare_stop_may_mean_either(text: str) -> None:
    assert may_ask_for_quiet(text)
    assert not asks_for_quiet(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_words_stop_nothing(text: str) -> None:
    assert not asks_for_quiet(text)
    assert not may_ask_for_quiet(text)


@pytest.mark.parametrize("text", [*WISHES, *HALTS])
def test_with_nothing_open_every_stop_word_ends_reminders(text: str, facts: Facts) -> None:
    errand = receive(Caller("id"), heard(text), facts).errand
    assert errand is not None
    assert (errand[0].name, errand[1]) == ("pengingat", "stop")


@pytest.mark.parametrize("text", HALTS)
def test_in_an_open_conversation_stop_asks_whether_to_end_it(
    text: str, facts: Facts, in_registration: Caller
) -> None:
    assert wants(in_registration, heard(text)).last_word
    received = receive(in_registration, heard(text), facts)
    assert received.errand is None
    assert "Mau berhenti?" in received.spoken.says[0].html


@pytest.mark.parametrize("text", [*HALTS, *WISHES])
def test_said_to_a_reminder_it_ends_reminders_and_leaves_the_conversation(
    text: str, facts: Facts, in_registration: Caller
) -> None:
    received = receive(in_registration, heard(text), replace(facts, was_unasked=True))
    assert received.errand is not None
    assert received.errand[1] == "stop"
    assert received.caller.active == in_registration.active


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        async with opened.unit() as unit:
            await meet(unit, SITI)
        yield opened


async def sends(database: Database, lane: str, after: int) -> None:
    """A message to Siti that went out so many minutes after the beginning."""
    async with database.unit() as unit:
        unit.say(SITI, f"{lane}:{after}", "sendMessage", {"chat_id": SITI, "text": "-"}, now=NOW)
        await unit.flush()
        went = {"lane": lane, "state": "sent", "sent_at": NOW + timedelta(minutes=after)}
        await unit.connection.execute(update(outbox).where(outbox.c.key == f"{lane}:{after}").values(went))


async def test_our_last_word_is_told_by_what_was_sent_last(database: Database) -> None:
    async with database.reading() as unit:
        assert await find_addressed(unit, [SITI]) == frozenset()
    for lane, minute, is_addressed in (("bulk", 1, True), ("live", 2, False), ("bulk", 3, True)):
        await sends(database, lane, minute)
        async with database.reading() as unit:
            assert (SITI in await find_addressed(unit, [SITI, 99])) is is_addressed


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Pengingat dan siaran tidak kami kirim"), ("en", "No more")]
)
async def test_what_was_stopped_and_what_still_comes_is_said_with_the_way_back(
    database: Database, facts: Facts, language: str, said: str
) -> None:
    command = next(one for one in MONEY if one.name == "pengingat")
    siti = replace(facts, language=language, actor=replace(facts.actor, contact_id=SITI))
    async with database.unit() as unit:
        assert command.act is not None
        [say] = (await command.act(Deed(unit, siti.actor, siti, 1), "stop")).says
    assert said in say.html
    assert say.rows[0][0].tap.endswith("pengingat.start")
    async with database.reading() as unit:
        assert [row["contact_id"] for row in await unit.fetch(select(unwanted))] == [SITI]


async def test_who_wants_quiet_is_no_reader_of_anything_unasked_until_they_come_back(
    database: Database,
) -> None:
    async def readers() -> set[int]:
        async with database.reading() as unit:
            reaching = Reaching(unit, NOW)
            assert SITI in await reaching.awake([SITI])
            assert (await reaching.readers([SITI])).keys() == (await reaching.at_hand([SITI])).keys()
            return set(await reaching.readers([SITI]))

    async with database.unit() as unit:
        await unit.load_contacts([SITI])
        unit.meet(SITI, SITI, language="id", now=NOW)
    for is_wanted, expected in ((True, {SITI}), (False, set()), (True, {SITI})):
        async with database.unit() as unit:
            await Reminders(unit).want(SITI, NOW, is_wanted=is_wanted)
        assert await readers() == expected
