"""What a head does with those of the branch: suspend, assign, remind, hand over; and how badges tell it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from conversations.actor import Role
from conversations.conversation import Conversation
from conversations.facts import Place
from storage.recaps import Recaps
from storage.staff import Staff
from storage.tables import registration
from tests.bot.doorstep import shorthand
from tests.bot.office import (
    AGUS,
    BUDI,
    DEWI,
    FAR_HEAD,
    NEXT_VILLAGE,
    RATNA,
    SITI,
    VILLAGE,
    Office,
    opened_office,
)
from tests.databases import KINDS
from tests.storage.people import form

NOT_THERE = "Perintah itu belum ada"
BAD = "Kode itu tidak berlaku"


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def furnished(
    request: pytest.FixtureRequest, tmp_path: Path, place: Place
) -> AsyncIterator[tuple[Office, dict[str, str]]]:
    async with opened_office(request.param, tmp_path, place) as opened:
        yield opened


@pytest.fixture
def office(furnished: tuple[Office, dict[str, str]]) -> Office:
    return furnished[0]


@pytest.fixture
def ids(furnished: tuple[Office, dict[str, str]]) -> dict[str, str]:
    return furnished[1]


async def villages_of(office: Office, contact_id: int) -> frozenset[str]:
    async with office.database.reading() as unit:
        return (await Staff(unit).load_actors([contact_id], office.now))[contact_id].villages


async def badge_of(office: Office, who: int) -> str:
    said = (await office.says(who, "/lencana"))[-1]
    found = re.search(r"PTG-\w{4}-\w{4}", said)
    assert found, said
    return found[0]


async def test_suspending_takes_one_tap_and_every_button_dies_with_it(office: Office) -> None:
    await office.says(BUDI, "/menu")
    old = office.button(BUDI, "Lencana")
    await office.says(RATNA, "/petugas")
    await office.taps(RATNA, "Budi Santoso")
    assert "dihentikan sementara" in (await office.taps(RATNA, "Hentikan"))[0]
    assert NOT_THERE in (await office.forges(BUDI, old))[-1]
    assert NOT_THERE in (await office.says(BUDI, "/lencana"))[-1]
    assert "lencana" not in office.menus[BUDI]
    assert "dihentikan sementara" in office.texts(BUDI)[-3]
    await office.taps(RATNA, "Aktifkan lagi")
    assert "lencana" in office.menus[BUDI]
    assert await villages_of(office, BUDI) == {VILLAGE}
    assert "PTG-" in (await office.says(BUDI, "/lencana"))[-1]


async def test_a_village_is_given_and_taken_and_both_are_told(office: Office) -> None:
    await office.says(RATNA, "/petugas")
    await office.taps(RATNA, "Budi Santoso")
    await office.taps(RATNA, "Tambah desa")
    assert "di luar wilayah" in (await office.says(RATNA, "3273011001"))[-1]
    await office.says(RATNA, NEXT_VILLAGE)
    await office.taps(RATNA, "Sukamantri, Cisaat")
    assert await villages_of(office, BUDI) == {VILLAGE, NEXT_VILLAGE}
    assert "juga bertugas" in office.texts(BUDI)[-1]
    await office.taps(RATNA, "✕")
    assert len(await villages_of(office, BUDI)) == 1
    assert "sudah selesai" in office.texts(BUDI)[-1]


async def test_the_idle_are_reminded_once_a_day(office: Office) -> None:
    office.now += timedelta(days=8)
    await office.says(AGUS, "/menu")
    assert "2 orang lama tidak terlihat" in (await office.says(RATNA, "/petugas"))[-1]
    assert "kepada 2 orang" in (await office.taps(RATNA, "Ingatkan mereka"))[-1]
    await office.taps(RATNA, "Ingatkan mereka")
    assert sum("Lama tidak berjumpa" in one for one in office.texts(BUDI)) == 1
    assert sum("Lama tidak berjumpa" in one for one in office.texts(DEWI)) == 1
    assert "Lama tidak berjumpa" not in office.texts(AGUS)[-1]


async def offered(office: Office) -> None:
    await office.says(RATNA, "/petugas")
    await office.taps(RATNA, "Budi Santoso")
    await office.taps(RATNA, "Serah terima")
    await office.taps(RATNA, "Agus Salim")


async def draft(office: Office, village: str, conversation_id: str, subject: str = "tetangga") -> None:
    """Budi has an open form about somebody else."""
    async with office.database.unit() as unit:
        await unit.load_contacts([BUDI])
        answers = {"village": village, "full_name": "Umar"}
        kept = Conversation(conversation_id, "registration", "1", subject=subject, answers=answers, prompt=3)
        unit.save_conversation(BUDI, kept, revision=0, now=office.now, status="parked")


async def test_a_hand_over_moves_villages_and_drafts_once_the_successor_agrees(office: Office) -> None:
    async with office.database.unit() as unit:
        await unit.load_contacts([BUDI])
        await unit.keep(BUDI, form(1, village_code=VILLAGE), update_id=900, now=office.now)
    await draft(office, VILLAGE, "aaaaaaaa")
    await draft(office, "3273011001", "bbbbbbbb", "saudara")
    await offered(office)
    assert await villages_of(office, BUDI) == {VILLAGE}
    assert "menggantikan Budi Santoso" in office.texts(AGUS)[-1]
    await office.taps(AGUS, "Terima")
    assert await villages_of(office, AGUS) == {VILLAGE}
    assert await villages_of(office, BUDI) == frozenset()
    async with office.database.reading() as unit:
        stored = await unit.load_conversations([AGUS, BUDI])
        assert [one.conversation.answers["village"] for one in stored[AGUS]] == [VILLAGE]
        assert [one.conversation.subject for one in stored[BUDI]] == ["saudara"]
        [case] = (await unit.load_cases([BUDI]))[BUDI]
        assert case.village_code == VILLAGE
    assert "diterima Agus Salim" in office.texts(BUDI)[-1]
    assert "menerima serah terima dari Budi Santoso" in office.texts(RATNA)[-1]
    assert NOT_THERE in (await office.forges(AGUS, office.button(AGUS, "Terima")))[-1]


async def test_what_was_sent_back_goes_to_the_successor_and_stays_its_author_s(office: Office) -> None:
    await office.says(BUDI, shorthand(1))
    async with office.database.unit() as unit:
        sent_back = {"state": "needs_fixing", "reason": "full_name"}
        await unit.connection.execute(update(registration).values(**sent_back))
    await offered(office)
    await office.taps(AGUS, "Terima")
    await office.says(AGUS, "/tugas")
    await office.taps(AGUS, "Perbaiki")
    assert "Nama lengkap" in office.texts(AGUS)[-1]
    await office.says(AGUS, "Siti Aminah")
    assert "Perubahan disimpan" in office.texts(AGUS)[-1]
    assert "Belum ada isian" in (await office.says(BUDI, "/isian"))[-1]
    async with office.database.reading() as unit:
        [kept] = await unit.fetch(select(registration))
        ratna = (await Staff(unit).load_actors([RATNA], office.now))[RATNA]
        counts = await Recaps(unit, ratna).load_by_officer([BUDI, AGUS], office.now.date())
    assert (kept["registered_by"], kept["kept_by"], kept["state"]) == (BUDI, AGUS, "submitted")
    assert [(one, counted.submitted) for one, counted in counts.items()] == [(BUDI, 1)]


async def test_a_successor_may_say_no_and_another_offer_replaces_the_first(office: Office) -> None:
    await offered(office)
    first = office.button(AGUS, "Terima")
    await offered(office)
    assert NOT_THERE in (await office.forges(AGUS, first))[-1]
    await office.taps(AGUS, "Belum bisa")
    assert await villages_of(office, BUDI) == {VILLAGE}
    assert "belum bisa menggantikan" in office.texts(RATNA)[-1]
    assert "Tidak ada serah terima" in (await office.says(AGUS, "/serahterima"))[-1]


async def test_only_the_successor_can_accept(office: Office) -> None:
    await offered(office)
    yes = office.button(AGUS, "Terima")
    for stranger in (BUDI, RATNA, SITI, FAR_HEAD):
        assert NOT_THERE in (await office.forges(stranger, yes))[-1]
    assert await villages_of(office, AGUS) == frozenset()
    await office.forges(AGUS, yes)
    assert await villages_of(office, AGUS) == {VILLAGE}


async def test_what_a_suspended_officer_leaves_can_be_handed_over(office: Office) -> None:
    await office.says(RATNA, "/petugas")
    await office.taps(RATNA, "Budi Santoso")
    await office.taps(RATNA, "Hentikan")
    await office.taps(RATNA, "Serah terima")
    await office.taps(RATNA, "Agus Salim")
    await office.taps(AGUS, "Terima")
    assert await villages_of(office, AGUS) == {VILLAGE}


async def test_a_badge_tells_anybody_the_unit_the_villages_and_that_no_cash_is_taken(office: Office) -> None:
    code = await badge_of(office, BUDI)
    first, second = await office.says(SITI, code.lower().replace("-", " "))
    assert "Babinsa, Kantor Cabang Contoh" in first
    assert "Sukamanah" in first
    assert "10.15 WIB" in first
    assert "Budi" not in first
    assert "tidak pernah menerima uang" in second
    assert "Babinsa" in (await office.says(SITI, f"/start cekpetugas-{code.replace('-', '')[3:]}"))[-2]


async def test_old_suspended_wrong_and_strange_badges_are_refused_alike(office: Office) -> None:
    code = await badge_of(office, BUDI)
    unknown = await office.says(SITI, "PTG-2222-2222")
    assert BAD in unknown[-1]
    async with office.database.unit() as unit:
        await unit.load_contacts([SITI])
        await unit.keep(
            SITI, form(2, village_code=NEXT_VILLAGE, consent=own()), update_id=901, now=office.now
        )
    assert await office.says(SITI, code) == unknown
    assert BAD not in (await office.says(AGUS, code))[-1]
    async with office.database.unit() as unit:
        await Staff(unit).suspend(BUDI, by=RATNA, now=office.now)
    assert await office.says(AGUS, code) == unknown
    async with office.database.unit() as unit:
        await Staff(unit).restore(BUDI, by=RATNA, now=office.now)
    office.now += timedelta(minutes=15)
    assert await office.says(AGUS, code) == unknown
    newer = await badge_of(office, BUDI)
    newest = await badge_of(office, BUDI)
    assert await office.says(AGUS, newer) == unknown
    assert "Babinsa" in (await office.says(AGUS, newest))[0]


def own() -> object:
    return form().consent.model_copy(update={"channel": "own_chat"})


async def test_codes_cannot_be_tried_for_ever(office: Office) -> None:
    code = await badge_of(office, BUDI)
    for number in range(20):
        await office.says(SITI, f"PTG-2222-22{number + 20}")
    assert "terlalu banyak kode" in (await office.says(SITI, code))[-1]
    assert "Babinsa" in (await office.says(AGUS, code))[0]


async def test_a_head_of_another_branch_finds_nobody_here(office: Office, ids: dict[str, str]) -> None:
    post = ids["Budi Santoso"]
    unknown = await office.forges(FAR_HEAD, ":0:petugas.lihat-0000")
    for word in ("lihat", "henti", "pulih", "ingat", "tambah", "serah"):
        assert await office.forges(FAR_HEAD, f":0:petugas.{word}-{post}") == unknown
    assert await office.forges(FAR_HEAD, f":0:petugas.cabut-{post}-{VILLAGE}") == unknown
    assert await office.forges(FAR_HEAD, f":0:petugas.kantor-{ids['near']}") == unknown
    assert await villages_of(office, BUDI) == {VILLAGE}
    async with office.database.reading() as unit:
        actors = await Staff(unit).load_actors([BUDI, RATNA], office.now)
    assert actors[BUDI].roles == {Role.OFFICER}


async def test_a_head_suspends_neither_themselves_nor_another_head(
    office: Office, ids: dict[str, str]
) -> None:
    unknown = await office.forges(RATNA, ":0:petugas.henti-0000")
    for name in ("Ratna Dewi", "Joko Susilo"):
        assert await office.forges(RATNA, f":0:petugas.henti-{ids[name]}") == unknown
    assert "dihentikan" in (await office.forges(RATNA, f":0:petugas.henti-{ids['Dewi Lestari']}"))[0]


async def test_a_menu_comes_with_start_and_with_another_language(office: Office) -> None:
    await office.says(BUDI, "/start")
    assert office.menus[BUDI].index("lencana") < office.menus[BUDI].index("cek")
    await office.says(BUDI, "/bahasa en")
    assert "badge" in office.menus[BUDI]
    await office.says(SITI, "/start")
    assert SITI not in office.menus
