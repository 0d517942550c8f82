"""Payments: a line of months, what moves with it, and payers who are never paid twice without a word."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from conversations.actor import Actor, Pillar, Role
from conversations.funding.payers import Funding, PayerKind
from storage.coverage import Coverage, count_said_paid
from storage.database import Database
from storage.errors import CaseNotFound
from storage.payers import Payers, QuotaFull
from storage.staff import Staff
from storage.step import Step
from storage.tables import audit, registration
from storage.tallies import Heap
from storage.unit import Unit
from tests.storage.people import NOW, VILLAGE, form, meet, register

DECEMBER, FEBRUARY = date(2026, 12, 31), date(2027, 2, 28)
HEAD = Actor(31, frozenset({Role.OFFICER}), Pillar.VILLAGE_HEAD, frozenset({VILLAGE}))
BRANCH = Actor(32, frozenset({Role.BRANCH_HEAD}), branch_id="b", areas=frozenset({VILLAGE[:4]}))
STRANGER = replace(HEAD, contact_id=33, villages=frozenset({"3273011002"}))
MONEY = Funding(PayerKind.VILLAGE, "Dana Desa", VILLAGE, date(2027, 1, 1), date(2027, 12, 1), 2)


async def accepted(database: Database, number: int = 1) -> str:
    async with database.unit() as unit:
        await register(unit, 500 + number, form(number, sector="other"))
        await unit.flush()
        [row] = await unit.fetch(select(registration).where(registration.c.contact_id == 500 + number))
        await unit.move_case(row["id"], Step("accepted", 1, NOW))
    return str(row["id"])


async def pay(database: Database, case_id: str, until: date, payer_id: str = "", days: int = 0) -> None:
    async with database.unit() as unit:
        await Coverage(unit).record_payment(case_id, until, payer_id, NOW + timedelta(days))


async def line(database: Database, case_id: str) -> list[str]:
    async with database.reading() as unit:
        return [
            f"{paid.month:%Y-%m} {paid.payer_id}".strip() for paid in await Coverage(unit).load_line(case_id)
        ]


async def test_a_payment_moves_the_line_the_registration_and_the_tally_together(database: Database) -> None:
    case_id = await accepted(database)
    await pay(database, case_id, DECEMBER)
    await pay(database, case_id, FEBRUARY, "donor")
    assert await line(database, case_id) == ["2026-11", "2026-12", "2027-01 donor", "2027-02 donor"]
    async with database.reading() as unit:
        assert await unit.load_tallies([VILLAGE]) == {Heap(VILLAGE, "accepted", "2027-02"): 1}
        assert await unit.recount() == await unit.load_tallies([VILLAGE])
        events = await unit.load_events([VILLAGE], NOW.date(), NOW.date())
        assert events == {(VILLAGE, "submitted"): 1, (VILLAGE, "accepted"): 1, (VILLAGE, "paid"): 2}


async def test_the_same_payment_again_and_an_older_one_change_nothing(database: Database) -> None:
    case_id = await accepted(database)
    for until in (FEBRUARY, FEBRUARY, DECEMBER):
        await pay(database, case_id, until)
    async with database.reading() as unit:
        rows = await unit.fetch(select(audit).where(audit.c.act == "registration.paid"))
        [row] = await unit.fetch(select(registration.c.paid_until))
    assert len(rows) == 1
    assert row["paid_until"] == FEBRUARY


async def test_a_payment_after_a_lapse_begins_anew_and_leaves_the_hole(database: Database) -> None:
    case_id = await accepted(database)
    await pay(database, case_id, date(2026, 11, 30))
    async with database.unit() as unit:
        added = await Coverage(unit).record_payment(
            case_id, date(2027, 4, 30), "", NOW + timedelta(150), paid_on=date(2027, 4, 5)
        )
    assert added.is_restart
    assert await line(database, case_id) == ["2026-11", "2027-04"]


async def test_two_payments_at_once_are_both_told_and_the_later_month_stays(database: Database) -> None:
    case_id = await accepted(database)
    await asyncio.gather(pay(database, case_id, DECEMBER), pay(database, case_id, FEBRUARY))
    async with database.reading() as unit:
        [row] = await unit.fetch(select(registration.c.paid_until))
        assert await unit.load_tallies([VILLAGE]) == {Heap(VILLAGE, "accepted", "2027-02"): 1}
    assert row["paid_until"] == FEBRUARY
    assert len(await line(database, case_id)) == 4


async def test_only_an_accepted_registration_is_paid(database: Database) -> None:
    with pytest.raises(CaseNotFound):
        await pay(database, "nobody", DECEMBER)
    async with database.unit() as unit:
        await register(unit, 501, form(1))
        await unit.flush()
        [row] = await unit.fetch(select(registration.c.id))
    with pytest.raises(CaseNotFound):
        await pay(database, row["id"], DECEMBER)
    async with database.unit() as unit:
        await unit.move_case(row["id"], Step("accepted", 1, NOW))
    await pay(database, row["id"], DECEMBER)
    assert await line(database, row["id"]) == ["2026-11", "2026-12"]


async def test_who_says_it_is_paid_is_counted_until_it_is_seen(database: Database) -> None:
    case_id = await accepted(database)
    async with database.unit() as unit:
        first = await Coverage(unit).say_paid(case_id, by=501, now=NOW)
        again = await Coverage(unit).say_paid(case_id, by=501, now=NOW + timedelta(days=3))
    assert first == again
    async with database.reading() as unit:
        assert await count_said_paid(unit, frozenset({VILLAGE}), NOW) == 1
    await pay(database, case_id, DECEMBER)
    async with database.reading() as unit:
        assert await count_said_paid(unit, frozenset({VILLAGE}), NOW) == 0


async def test_payments_are_known_as_of_the_newest_news(database: Database) -> None:
    async with database.unit() as unit:
        branch_id = await Staff(unit).open_branch("Bandung", [VILLAGE[:4]], by=1, now=NOW)
        assert await Coverage(unit).find_as_of(branch_id) is None
        for day in (20, 18):
            await Coverage(unit).note_import(branch_id, date(2026, 11, day), NOW)
        assert await Coverage(unit).find_as_of_village(VILLAGE) == date(2026, 11, 20)
    case_id = await accepted(database)
    await pay(database, case_id, DECEMBER, days=2)
    async with database.reading() as unit:
        assert await Coverage(unit).find_as_of_village(VILLAGE) == date(2026, 11, 25)


async def funds(database: Database, *money: Funding) -> list[str]:
    async with database.unit() as unit:
        await meet(unit, HEAD.contact_id, BRANCH.contact_id)
        made = [await Payers(unit, BRANCH, NOW).make(each) for each in money]
    assert all(made)
    return [each or "" for each in made]


async def propose(database: Database, payer_id: str, *case_ids: str, by: Actor = HEAD) -> int:
    async with database.unit() as unit:
        return await Payers(unit, by, NOW).propose(payer_id, case_ids)


async def test_a_list_never_grows_beyond_its_quota_however_many_propose_at_once(database: Database) -> None:
    [payer_id] = await funds(database, MONEY)
    cases = [await accepted(database, number) for number in range(1, 6)]
    tries = await asyncio.gather(
        *(propose(database, payer_id, case_id) for case_id in cases), return_exceptions=True
    )
    assert sum(isinstance(each, QuotaFull) for each in tries) == 3
    async with database.reading() as unit:
        assert await _listed(unit, payer_id) == 2
    first = next(case for case, each in zip(cases, tries, strict=True) if isinstance(each, int))
    async with database.unit() as unit:
        await Payers(unit, HEAD, NOW).take_off(payer_id, [first])
    assert await propose(database, payer_id, first) == 2
    assert await propose(database, payer_id, first) == 2


async def _listed(unit: Unit, payer_id: str) -> int:
    funding = await Payers(unit, HEAD, NOW).find(payer_id)
    assert funding is not None
    return sum(one.is_proposed for one in await Payers(unit, HEAD, NOW).load_people(funding))


async def test_money_out_of_reach_is_as_if_it_were_not_there(database: Database) -> None:
    [payer_id] = await funds(database, MONEY)
    case_id = await accepted(database)
    async with database.unit() as unit:
        strange = Payers(unit, STRANGER, NOW)
        assert await strange.find(payer_id) is None
        assert await strange.list_all(NOW.date()) == ()
        assert await strange.make(MONEY) is None
    with pytest.raises(LookupError):
        await propose(database, payer_id, case_id, by=STRANGER)
    with pytest.raises(LookupError):
        await propose(database, payer_id, "somebody from elsewhere")
    assert await propose(database, payer_id, case_id) == 1


async def test_an_officer_cannot_write_down_money_of_a_whole_regency(database: Database) -> None:
    async with database.unit() as unit:
        assert await Payers(unit, HEAD, NOW).make(replace(MONEY, area_code=VILLAGE[:4])) is None
        assert await Payers(unit, BRANCH, NOW).make(replace(MONEY, area_code=VILLAGE[:4]))


async def test_two_payers_of_the_same_months_are_seen_before_money_flows(database: Database) -> None:
    regency = replace(
        MONEY, kind=PayerKind.REGENCY, name="Kabupaten", area_code=VILLAGE[:4], last_month=date(2027, 3, 1)
    )
    village_id, regency_id = await funds(database, MONEY, regency)
    listed, covered, free = [await accepted(database, number) for number in (1, 2, 3)]
    await propose(database, regency_id, listed, by=BRANCH)
    await pay(database, covered, date(2027, 1, 31), "old donor")
    async with database.reading() as unit:
        payers = Payers(unit, HEAD, NOW)
        village = await payers.find(village_id)
        assert village is not None
        doubles = await payers.find_doubles(village, await payers.load_people(village))
    assert {(each.registration_id, each.by, len(each.months)) for each in doubles} == {
        (listed, "Kabupaten", 3),
        (covered, "", 1),
    }
    assert free not in {each.registration_id for each in doubles}


async def test_own_money_for_the_same_month_is_a_double_payment_too(database: Database) -> None:
    [village_id] = await funds(database, MONEY)
    case_id = await accepted(database)
    await pay(database, case_id, date(2027, 1, 31))
    async with database.reading() as unit:
        payers = Payers(unit, HEAD, NOW)
        village = await payers.find(village_id)
        assert village is not None
        [double] = await payers.find_doubles(village, await payers.load_people(village))
    assert double.months == (date(2027, 1, 1),)


async def test_a_month_of_nobody_named_belongs_to_the_one_payer_who_lists_the_person(
    database: Database,
) -> None:
    short = replace(MONEY, name="Donatur", kind=PayerKind.DONOR, last_month=date(2027, 1, 1))
    first_id, second_id = await funds(database, MONEY, short)
    case_id = await accepted(database)
    await propose(database, first_id, case_id)
    await propose(database, second_id, case_id)
    await pay(database, case_id, FEBRUARY)
    assert await line(database, case_id) == ["2026-11", "2026-12", "2027-01", f"2027-02 {first_id}"]
