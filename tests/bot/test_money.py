"""The commands of money: it is paid already, no reminders, words to read aloud, and a village's list of names."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import load_workbook
from sqlalchemy import select, update

from bot.commands.command import Command, Deed, Reply
from bot.commands.funding import FUNDS, keep_funding
from bot.commands.money import MONEY
from bot.reminding.rounds import remind
from conversations.actor import Actor, Pillar, Role
from conversations.facts import Place
from conversations.funding.outcomes import FundingTold
from conversations.says import Say
from storage.coverage import Coverage
from storage.database import Database
from storage.staff import Staff
from storage.step import Step
from storage.tables import audit, contact, payer, proposal, registration, reminder, unwanted
from tests.bot.printed import words_of
from tests.conversations.worlds import facts_in
from tests.databases import KINDS, fresh_database
from tests.storage.people import VILLAGE, form, meet, register

NOW = datetime(2027, 3, 24, 3, tzinfo=UTC)
MARCH = date(2027, 3, 31)
COMMANDS: dict[str, Command] = {command.name: command for command in (*MONEY, *FUNDS)}
OFFICER = Actor(71, frozenset({Role.OFFICER}), Pillar.VILLAGE_NCO, frozenset({VILLAGE}))
HEAD = Actor(72, frozenset({Role.OFFICER}), Pillar.VILLAGE_HEAD, frozenset({VILLAGE}))
BRANCH = Actor(73, frozenset({Role.BRANCH_HEAD}), branch_id="b", areas=frozenset({VILLAGE[:4]}))
STRANGER = replace(OFFICER, contact_id=74, villages=frozenset({"3273011002"}))
SITI = 5001


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        yield opened


class Desk:
    """Gives commands as an actor, each in a unit of its own; the last reply stays on the screen."""

    def __init__(self, database: Database, place: Place) -> None:
        self.database, self.place, self.reply = database, place, Reply()

    async def gives(self, actor: Actor, name: str, argument: str = "") -> str:
        facts = replace(facts_in(self.place), now=NOW, actor=actor)
        async with self.database.unit() as unit:
            command = COMMANDS[name]
            assert command.is_for(actor)
            assert command.act
            self.reply = await command.act(Deed(unit, actor, facts, 1), argument)
        return "\n".join(say.html for say in self.reply.says)

    async def taps(self, actor: Actor, label: str) -> str:
        order = next(button.tap for button in buttons(self.reply.says) if label in button.label)
        name, _, argument = order.removeprefix(":0:").partition(".")
        return await self.gives(actor, name, argument)

    async def tells(self, actor: Actor, told: FundingTold) -> Reply:
        facts = replace(facts_in(self.place), now=NOW, actor=actor)
        async with self.database.unit() as unit:
            return await keep_funding(Deed(unit, actor, facts, 1), told)


def buttons(says: tuple[Say, ...]) -> list:  # type: ignore[type-arg] # buttons of any kind
    return [button for say in says for row in say.rows for button in row]


@pytest.fixture
async def desk(database: Database, place: Place) -> Desk:
    return Desk(database, place)


async def member(database: Database, number: int = 1, *, paid_until: date | None = MARCH) -> str:
    async with database.unit() as unit:
        await register(
            unit, SITI + number, form(number, sector="other", full_name=f"Siti Melati {'I' * number}")
        )
        await unit.flush()
        [row] = await unit.fetch(select(registration).where(registration.c.contact_id == SITI + number))
        await unit.move_case(row["id"], Step("accepted", 1, NOW))
        if paid_until:
            await Coverage(unit).record_payment(row["id"], paid_until, "", NOW)
    return str(row["id"])


async def count(database: Database, table: object) -> int:
    async with database.reading() as unit:
        return len(await unit.fetch(select(table)))  # type: ignore[call-overload] # any table


async def test_a_worker_says_that_it_is_paid_and_is_left_alone(database: Database, desk: Desk) -> None:
    case_id = await member(database)
    siti = Actor(SITI + 1)
    assert "14 April 2027" in await desk.gives(siti, "sudahbayar", case_id)
    assert "Yang mana" in await desk.gives(siti, "sudahbayar")
    assert "14 April 2027" in await desk.taps(siti, "SR-000001")
    async with database.reading() as unit:
        [row] = await unit.fetch(select(registration.c.flags))
    assert row["flags"] == ["says_paid"]


async def test_nobody_speaks_for_a_person_who_is_not_theirs(database: Database, desk: Desk) -> None:
    case_id = await member(database)
    assert "Tidak ada yang perlu dicatat" in await desk.gives(Actor(99), "sudahbayar", case_id)
    assert "Tidak ada yang perlu dicatat" in await desk.gives(STRANGER, "sudahbayar", case_id)
    assert "Terima kasih" in await desk.gives(OFFICER, "sudahbayar", case_id)


async def test_whose_payment_is_not_due_has_nothing_to_say(database: Database, desk: Desk) -> None:
    case_id = await member(database, paid_until=date(2027, 12, 31))
    assert "Tidak ada yang perlu dicatat" in await desk.gives(Actor(SITI + 1), "sudahbayar", case_id)


async def test_who_lapsed_or_never_paid_may_say_that_it_is_paid(database: Database, desk: Desk) -> None:
    for number, until in ((1, date(2026, 6, 30)), (2, None)):
        case_id = await member(database, number, paid_until=until)
        assert "Terima kasih" in await desk.gives(Actor(SITI + number), "sudahbayar", case_id)


async def test_reminders_are_stopped_and_wanted_again_by_a_tap(database: Database, desk: Desk) -> None:
    await member(database)
    siti = Actor(SITI + 1)
    await desk.gives(siti, "pengingat")
    assert "Pengingat dan siaran tidak kami kirim lagi" in await desk.taps(siti, "Jangan ingatkan")
    assert await count(database, unwanted) == 1
    await desk.gives(siti, "pengingat")
    assert "kami kirim lagi" in await desk.taps(siti, "Boleh ingatkan")
    assert await count(database, unwanted) == 0


async def tasks(database: Database, people: int) -> list[str]:
    """People whom only an officer reaches, and a round that makes them tasks."""
    async with database.unit() as unit:
        await meet(unit, OFFICER.contact_id)
        await unit.flush()
        await Staff(unit).open_branch("Bandung", [VILLAGE[:4]], by=1, now=NOW)
        await Staff(unit).give_post(
            OFFICER.contact_id, Role.OFFICER, by=1, now=NOW, pillar=Pillar.VILLAGE_NCO
        )
        await Staff(unit).assign(OFFICER.contact_id, [VILLAGE], by=1, now=NOW)
        seen = update(contact).where(contact.c.id == OFFICER.contact_id).values(seen_at=NOW)
        await unit.connection.execute(seen)
    found = [await member(database, number) for number in range(1, people + 1)]
    async with database.unit() as unit:
        await unit.set_contact_state([SITI + number for number in range(1, people + 1)], "blocked")
    await remind(database, NOW)
    return found


async def test_an_officer_reads_to_everybody_once_and_every_reading_is_written_down(
    database: Database, desk: Desk
) -> None:
    await tasks(database, 3)
    words = await desk.gives(OFFICER, "ingatkan")
    assert "Bacakan untuk <b>Siti Melati" in words
    assert "terlindungi sampai 31 Maret 2027" in words
    assert "Rp16.800" in words
    first = words
    second = await desk.taps(OFFICER, "Berikutnya")
    assert second != first
    for _ in range(2):
        assert "Dicatat" in await desk.taps(OFFICER, "Sudah dibacakan")
    assert "Sampai" in await desk.taps(OFFICER, "Sudah bayar")
    assert "Tidak ada lagi" in await desk.gives(OFFICER, "ingatkan")
    async with database.reading() as unit:
        reads = await unit.fetch(select(audit).where(audit.c.act == "person.read"))
        open_tasks = await unit.fetch(select(reminder).where(reminder.c.done_at.is_(None)))
    assert len(reads) >= 4
    assert open_tasks == []


async def test_a_task_is_not_there_for_others_and_is_gone_after_a_payment(
    database: Database, desk: Desk
) -> None:
    [case_id] = await tasks(database, 1)
    assert "Tidak ada lagi" in await desk.gives(STRANGER, "ingatkan")
    assert "Tidak ada lagi" in await desk.gives(STRANGER, "ingatkan", f"sudah-{case_id}")
    assert "Siti" in await desk.gives(OFFICER, "ingatkan")
    async with database.unit() as unit:
        await Coverage(unit).record_payment(case_id, date(2027, 6, 30), "", NOW)
    assert "Tidak ada lagi" in await desk.gives(OFFICER, "ingatkan")


TOLD = FundingTold(
    kind="village",
    name="Dana Desa 2027",
    area_code=VILLAGE,
    source="village_fund",
    decree_number="141/05/2027",
    decree_on=date(2027, 1, 5),
    first_month="2027-04",
    last_month="2027-12",
    quota=2,
)


async def test_a_village_head_proposes_names_up_to_the_quota(database: Database, desk: Desk) -> None:
    for number in (1, 2, 3):
        await member(database, number)
    assert (await desk.tells(HEAD, TOLD)).says == ()
    assert "Dana di wilayah" in await desk.gives(HEAD, "dana")
    shown = await desk.taps(HEAD, "Dana Desa 2027")
    assert "141/05/2027, 5 Januari 2027. Sah tidaknya tidak kami nilai." in shown
    await desk.taps(HEAD, "Usulkan nama")
    for name in ("Siti Melati I ", "Siti Melati II "):
        await desk.taps(HEAD, name)
    assert "Kuota sudah penuh" in await desk.taps(HEAD, "Siti Melati III ")
    assert await count(database, proposal) == 2
    await desk.gives(HEAD, "dana")
    cost = await desk.taps(HEAD, "Dana Desa 2027")
    assert "Perkiraan biaya: Rp302.400" in cost
    await desk.taps(HEAD, "Usulkan nama")
    await desk.taps(HEAD, "✅ Siti Melati I ")
    assert await count(database, proposal) == 1


async def test_the_papers_hold_one_list_twice_with_one_total(database: Database, desk: Desk) -> None:
    cases = [await member(database, number) for number in (1, 2, 3)]
    await desk.tells(HEAD, TOLD)
    async with database.reading() as unit:
        [row] = await unit.fetch(select(payer.c.id))
    for case_id in cases[:2]:
        await desk.gives(HEAD, "dana", f"in-{row['id']}-{case_id}")
    assert "2 nama" in await desk.gives(HEAD, "dana", f"berkas-{row['id']}")
    asked = desk.reply
    await desk.taps(HEAD, "Berkas Excel")
    [say] = desk.reply.says
    assert say.file is not None
    book = load_workbook(BytesIO(say.file.content))
    ranked, minutes, board, branch = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert len(ranked) == 4
    assert any("141/05/2027" in str(line) for line in minutes)
    assert [line[1] for line in board[1:3]] == ["Siti M. I.", "Siti M. I."]
    assert sorted(line[1] for line in branch[1:3]) == ["Siti Melati I", "Siti Melati II"]
    totals = [
        [line[-1] for line in sheet if line[1] in {"Jumlah", "Jumlah orang"}] for sheet in (board, branch)
    ]
    assert totals == [[2, 302_400], [2, 302_400]]
    assert "Siti Melati" not in str(board)
    desk.reply = asked
    await desk.taps(HEAD, "Untuk dicetak")
    printed = {say.file.name: words_of(say.file.content) for say in desk.reply.says if say.file}
    assert list(printed) == ["musyawarah-2027-04.pdf", "papan-2027-04.pdf", "cabang-2027-04.pdf"]
    assert all(printed[name].count("Rp302.400") == 1 for name in printed)
    assert "Siti Melati" not in printed["papan-2027-04.pdf"]
    assert "Siti Melati II" in printed["cabang-2027-04.pdf"]


async def test_who_is_paid_for_already_is_not_added_and_the_saving_is_said(
    database: Database, desk: Desk
) -> None:
    case_id = await member(database)
    donor = TOLD.model_copy(
        update={"kind": "donor", "name": "Pabrik Teh", "source": "", "last_month": "2027-06"}
    )
    for told in (TOLD, donor):
        await desk.tells(BRANCH, told)
    async with database.reading() as unit:
        ids = {row["name"]: row["id"] for row in await unit.fetch(select(payer.c.id, payer.c.name))}
    await desk.gives(BRANCH, "dana", f"in-{ids['Pabrik Teh']}-{case_id}")
    words = await desk.gives(HEAD, "dana", f"in-{ids['Dana Desa 2027']}-{case_id}")
    assert "sudah dibayari Pabrik Teh" in words
    shown = await desk.gives(HEAD, "dana", f"lihat-{ids['Dana Desa 2027']}")
    assert "1 orang sudah dibayari pihak lain" in shown
    assert "Hemat Rp50.400." in shown
    await desk.gives(BRANCH, "dana", f"out-{ids['Pabrik Teh']}-{case_id}")
    await desk.gives(HEAD, "dana", f"in-{ids['Dana Desa 2027']}-{case_id}")
    assert await count(database, proposal) == 1


async def test_other_pillars_and_other_villages_have_no_part_in_it(database: Database, desk: Desk) -> None:
    await desk.tells(HEAD, TOLD)
    async with database.reading() as unit:
        [row] = await unit.fetch(select(payer.c.id))
    assert "kepala desa" in await desk.gives(OFFICER, "dana")
    strange_head = replace(HEAD, contact_id=75, villages=STRANGER.villages)
    for word in ("lihat", "usul", "berkas", "cetak", "excel", "in", "out"):
        for actor in (OFFICER, strange_head):
            assert "tidak ada di wilayah" in await desk.gives(actor, "dana", f"{word}-{row['id']}-nobody")
    for actor in (OFFICER, strange_head):
        assert (await desk.tells(actor, TOLD)).says
    assert (await desk.tells(HEAD, TOLD.model_copy(update={"kind": "regency"}))).says
    assert await count(database, payer) == 1


async def test_money_of_a_regency_is_the_branch_s_business_alone(database: Database, desk: Desk) -> None:
    await desk.tells(BRANCH, TOLD.model_copy(update={"kind": "company", "area_code": VILLAGE[:4]}))
    async with database.reading() as unit:
        [row] = await unit.fetch(select(payer.c.id))
    of_the_branch = replace(HEAD, branch_id="b", areas=BRANCH.areas)
    assert "Belum ada dana" in await desk.gives(of_the_branch, "dana")
    for word in ("lihat", "usul", "berkas", "in"):
        assert "tidak ada di wilayah" in await desk.gives(of_the_branch, "dana", f"{word}-{row['id']}-nobody")
    assert "Dana di wilayah" in await desk.gives(BRANCH, "dana")


async def test_new_money_is_asked_about_for_the_own_village(desk: Desk) -> None:
    await desk.gives(HEAD, "dana", "baru")
    assert dict(desk.reply.given) == {"area_code": VILLAGE, "kind": "village"}
    two = replace(HEAD, villages=frozenset({VILLAGE, "3273011002"}))
    assert "Untuk desa mana" in await desk.gives(two, "dana", "baru")
    await desk.gives(two, "dana", "baru-3273011002")
    assert dict(desk.reply.given)["area_code"] == "3273011002"
