"""A Telegram group gets counts of the village that an officer has bound it to, and never anything about a person."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.groups import InGroup, hear_group
from bot.hearing import Envelope
from conversations.colleagues import HandingOver
from conversations.facts import Place
from conversations.heard import Heard, Sort, Tap, opening
from conversations.says import Say
from storage.database import Database
from storage.groups import Groups
from storage.handovers import Handovers
from storage.staff import Staff
from storage.tables import audit
from tests.bot.doorstep import shorthand
from tests.bot.office import AGUS, BOT_NAME, BUDI, NEXT_VILLAGE, NOW, RATNA, SITI, VILLAGE, furnish
from tests.conversations.worlds import facts_in
from tests.databases import KINDS, fresh_database
from tests.storage.people import form

GROUP, SUPERGROUP = -4_000_000_001, -1_002_000_000_001


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Six forms wait in Budi's village, and one was sent back."""
    async with fresh_database(request.param, tmp_path) as opened:
        async with opened.unit() as unit:
            await furnish(unit)
        async with opened.unit() as unit:
            await unit.load_contacts([SITI])
            for number in range(1, 7):
                await unit.keep(SITI, form(number, village_code=VILLAGE), update_id=number, now=NOW)
        yield opened


@pytest.fixture
def facts(place: Place) -> "Group":
    return Group(place)


class Group:
    """Says things in one group."""

    def __init__(self, place: Place) -> None:
        self._facts = replace(facts_in(place), now=NOW, cases=())

    async def hears(
        self,
        database: Database,
        who: int,
        text: str = "",
        *,
        chat: int = GROUP,
        tap: str = "",
        leaver: int = 0,
        moves_to: int = 0,
    ) -> tuple[Say, ...]:
        async with database.unit() as unit:
            actor = (await Staff(unit).load_actors([who], NOW))[who]
            heard = Heard(Sort.TAP, tap=Tap.read(tap)) if tap else Heard(Sort.TEXT, text=text)
            moved = (chat, moves_to) if moves_to else None
            envelope = Envelope(1, who, chat, heard, is_private=False, leaver=leaver, moved=moved)
            return await hear_group(
                InGroup(unit, envelope, actor, replace(self._facts, actor=actor), BOT_NAME)
            )


async def bound(database: Database, group: Group) -> None:
    [said] = await group.hears(database, BUDI, "/ringkasan@sasar_contoh_bot hubungkan")
    assert "sekarang bisa bertanya" in said.html


async def test_a_bound_group_gets_counts_and_nothing_small(database: Database, facts: Group) -> None:
    await bound(database, facts)
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "<b>0 dari 100</b>" in said.html
    assert "Terdaftar                  6" in said.html
    assert "Siti" not in said.html
    async with database.unit() as unit:
        await unit.load_contacts([SITI])
        await unit.keep(SITI, form(9, village_code=NEXT_VILLAGE), update_id=9, now=NOW)
    assert await facts.hears(database, SITI, "/summary") == (said,)


@pytest.mark.parametrize(
    "text", ["/status", "/tugas", "/daftar", "/ringkasan lapsing", "/ringkasan orang", "/tidakada"]
)
async def test_whatever_is_about_people_is_refused_with_a_way_to_the_private_chat(
    database: Database, facts: Group, text: str
) -> None:
    await bound(database, facts)
    for who in (BUDI, SITI):
        [said] = await facts.hears(database, who, text)
        assert "obrolan pribadi" in said.html
        assert said.rows[0][0].url == f"https://t.me/{BOT_NAME}"
    assert await facts.hears(database, BUDI, "selamat pagi semua") == ()


async def test_only_an_officer_of_the_village_can_bind_a_group(database: Database, facts: Group) -> None:
    for who, village in ((SITI, ""), (SITI, VILLAGE), (RATNA, VILLAGE), (BUDI, NEXT_VILLAGE)):
        [said] = await facts.hears(database, who, f"/ringkasan hubungkan {village}")
        assert "Hanya petugas" in said.html
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "obrolan pribadi" in said.html
    [said] = await facts.hears(database, BUDI, "/ringkasan")
    assert "belum dihubungkan" in said.html
    await bound(database, facts)


async def test_an_officer_of_several_villages_taps_the_one(database: Database, facts: Group) -> None:
    async with database.unit() as unit:
        await Staff(unit).assign(BUDI, [NEXT_VILLAGE], by=RATNA, now=NOW)
    [asked] = await facts.hears(database, BUDI, "/ringkasan hubungkan")
    tap = asked.rows[0][0].tap
    assert tap == opening("ringkasan", f"hubungkan {VILLAGE}")
    [said] = await facts.hears(database, SITI, tap=tap)
    assert "Hanya petugas" in said.html
    [said] = await facts.hears(database, BUDI, tap=tap)
    assert "sekarang bisa bertanya" in said.html


async def test_the_binding_ends_when_the_officer_loses_the_village(database: Database, facts: Group) -> None:
    await bound(database, facts)
    async with database.unit() as unit:
        await Staff(unit).unassign(BUDI, [VILLAGE], by=RATNA, now=NOW)
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "obrolan pribadi" in said.html
    async with database.unit() as unit:
        await Staff(unit).assign(BUDI, [VILLAGE], by=RATNA, now=NOW)
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "obrolan pribadi" in said.html


async def test_a_binding_that_ended_comes_back_by_nobody_but_the_officer(
    database: Database, facts: Group
) -> None:
    """Suspended and restored, or out of the village and back, before anybody asked."""
    for turn in range(2):
        await bound(database, facts)
        async with database.unit() as unit:
            staff = Staff(unit)
            if turn:
                await staff.unassign(BUDI, [VILLAGE], by=RATNA, now=NOW)
                await staff.assign(BUDI, [VILLAGE], by=RATNA, now=NOW)
            else:
                await staff.suspend(BUDI, by=RATNA, now=NOW)
                await staff.restore(BUDI, by=RATNA, now=NOW)
        [said] = await facts.hears(database, SITI, "/ringkasan")
        assert "obrolan pribadi" in said.html
    async with database.reading() as unit:
        noted = await unit.fetch(select(audit).where(audit.c.act == "group.unbind"))
    assert [(row["actor"], row["scope"], row["object"]) for row in noted] == [
        (RATNA, VILLAGE, str(GROUP))
    ] * 2


async def test_another_village_that_the_officer_loses_ends_nothing(database: Database, facts: Group) -> None:
    async with database.unit() as unit:
        await Staff(unit).assign(BUDI, [NEXT_VILLAGE], by=RATNA, now=NOW)
    await facts.hears(database, BUDI, f"/ringkasan hubungkan {VILLAGE}")
    await facts.hears(database, BUDI, f"/ringkasan hubungkan {NEXT_VILLAGE}", chat=SUPERGROUP)
    async with database.unit() as unit:
        await Staff(unit).unassign(BUDI, [NEXT_VILLAGE], by=RATNA, now=NOW)
    [said] = await facts.hears(database, SITI, "/ringkasan", chat=SUPERGROUP)
    assert "obrolan pribadi" in said.html
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "dari 100" in said.html


async def test_who_takes_over_the_villages_binds_anew(database: Database, facts: Group) -> None:
    await bound(database, facts)
    async with database.unit() as unit:
        moving = HandingOver("1", BUDI, AGUS, (VILLAGE,), RATNA)
        assert await Handovers(unit, NOW).move(moving) == (VILLAGE,)
    [said] = await facts.hears(database, BUDI, "/ringkasan")
    assert "obrolan pribadi" not in said.html
    [said] = await facts.hears(database, AGUS, "/ringkasan hubungkan")
    assert "sekarang bisa bertanya" in said.html


async def test_a_number_of_a_card_in_a_group_is_answered_with_the_way_to_the_private_chat(
    database: Database, facts: Group
) -> None:
    for text in ("NIK 3201015708850001 tolong daftarkan", shorthand(1)):
        [said] = await facts.hears(database, SITI, text)
        assert "obrolan pribadi" in said.html


async def test_what_is_said_to_another_bot_is_not_ours(database: Database, facts: Group) -> None:
    await bound(database, facts)
    assert await facts.hears(database, BUDI, "/ringkasan@lain_bot") == ()
    assert await facts.hears(database, BUDI, "/start@lain_bot") == ()
    [said] = await facts.hears(database, BUDI, f"/ringkasan@{BOT_NAME.upper()}")
    assert "dari 100" in said.html


async def test_the_binding_ends_when_the_officer_leaves_the_group_and_only_then(
    database: Database, facts: Group
) -> None:
    await bound(database, facts)
    assert await facts.hears(database, SITI, leaver=SITI) == ()
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "dari 100" in said.html
    await facts.hears(database, BUDI, leaver=BUDI)
    [said] = await facts.hears(database, SITI, "/ringkasan")
    assert "obrolan pribadi" in said.html


async def test_the_binding_follows_the_group_to_its_supergroup(database: Database, facts: Group) -> None:
    await bound(database, facts)
    for _ in range(2):
        await facts.hears(database, SITI, moves_to=SUPERGROUP)
    [said] = await facts.hears(database, SITI, "/ringkasan", chat=SUPERGROUP)
    assert "dari 100" in said.html
    async with database.unit() as unit:
        assert await Groups(unit, NOW).find(GROUP) is None
