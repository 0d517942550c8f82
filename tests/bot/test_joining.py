"""Who gets a post: by an invitation that works once, for the right phone, when who gave it says yes."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.actor import Role
from conversations.facts import Place
from storage.staff import Staff
from tests.bot.office import AGUS, FAR_HEAD, PHONES, RATNA, ROOT, SITI, Office, opened_office
from tests.databases import KINDS

NEWCOMER = 7001
PHONES[NEWCOMER] = "+6281200007001"
REFUSED = "Undangan ini tidak bisa dipakai"


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        yield opened


async def invited(office: Office, phone: str = "0812 0000 7001", *, picked: int = 0) -> str:
    """Ratna invites a Babinsa for Sukamanah; gives the word of the link."""
    await office.says(RATNA, "/petugas")
    await office.taps(RATNA, "Undang petugas")
    await office.taps(RATNA, "Babinsa")
    await office.says(RATNA, "Joni Iskandar")
    await office.says(RATNA, "sukamanah cisaat")
    await office.taps(RATNA, "Sukamanah, Cisaat")
    await (office.picks(RATNA, picked) if picked else office.says(RATNA, phone))
    said = await office.taps(RATNA, "Buat undangan")
    found = re.search(r"https://t\.me/sasar_contoh_bot\?start=(gabung-[\w-]{22})(?:\s|$)", "\n".join(said))
    assert found, said
    return found[1]


async def roles_of(office: Office, contact_id: int) -> frozenset[Role]:
    async with office.database.reading() as unit:
        return (await Staff(unit).load_actors([contact_id], office.now))[contact_id].roles


async def test_an_invited_officer_joins_with_their_own_card_once_the_head_says_yes(office: Office) -> None:
    word = await invited(office)
    assert "Bagikan kartu" in (await office.says(NEWCOMER, f"/start {word}"))[-1]
    assert "menunggu" in (await office.shares(NEWCOMER))[-1]
    assert await roles_of(office, NEWCOMER) == frozenset()
    assert "Joni Iskandar" in office.texts(RATNA)[-1]
    await office.taps(RATNA, "Ya, terima")
    assert "sudah bergabung sebagai Babinsa" in office.texts(RATNA)[-1]
    assert await roles_of(office, NEWCOMER) == {Role.OFFICER}
    assert "Selamat bergabung" in office.texts(NEWCOMER)[-1]
    assert "lencana" in office.menus[NEWCOMER]
    assert "petugas" not in office.menus[NEWCOMER]


async def test_a_link_works_once(office: Office) -> None:
    word = await invited(office)
    await office.says(NEWCOMER, f"/start {word}")
    await office.shares(NEWCOMER)
    assert REFUSED in (await office.says(SITI, f"/start {word}"))[-1]
    await office.taps(RATNA, "Ya, terima")
    assert REFUSED in (await office.says(NEWCOMER, f"/start {word}"))[-1]
    await office.forges(RATNA, office.button(RATNA, "Ya, terima"))
    assert "belum ada" in office.texts(RATNA)[-1]


async def test_somebody_else_with_the_link_is_refused_and_the_right_person_still_joins(
    office: Office,
) -> None:
    word = await invited(office)
    await office.says(SITI, f"/start {word}")
    assert "kartu orang lain" in (await office.shares(SITI, phone=PHONES[NEWCOMER], of=NEWCOMER))[-1]
    assert "belum cukup" in (await office.says(SITI, "0812 0000 7001"))[-1]
    assert REFUSED in (await office.shares(SITI))[-1]
    await office.says(NEWCOMER, f"/start {word}")
    assert "menunggu" in (await office.shares(NEWCOMER))[-1]


async def test_after_three_days_a_link_is_as_unknown_as_a_wrong_one(office: Office) -> None:
    word = await invited(office)
    office.now += timedelta(hours=72)
    late = await office.says(NEWCOMER, f"/start {word}")
    assert late == await office.says(NEWCOMER, "/start gabung-AAAAAAAAAAAAAAAAAAAAAA")
    assert REFUSED in late[-1]
    office.now += timedelta(hours=1)
    word = await invited(office)
    await office.says(NEWCOMER, f"/start {word}")
    assert "menunggu" in (await office.shares(NEWCOMER))[-1]


async def test_after_five_wrong_words_no_word_is_looked_at_for_an_hour(office: Office) -> None:
    word = await invited(office)
    for number in range(5):
        await office.says(NEWCOMER, f"/start gabung-{number}")
    assert REFUSED in (await office.says(NEWCOMER, f"/start {word}"))[-1]
    office.now += timedelta(hours=1)
    assert "Bagikan kartu" in (await office.says(NEWCOMER, f"/start {word}"))[-1]


async def test_a_refused_candidate_gets_no_post_and_can_be_invited_again(office: Office) -> None:
    await office.says(NEWCOMER, f"/start {await invited(office)}")
    await office.shares(NEWCOMER)
    await office.taps(RATNA, "Bukan dia")
    assert "belum disetujui" in office.texts(NEWCOMER)[-1]
    assert await roles_of(office, NEWCOMER) == frozenset()
    await office.says(NEWCOMER, f"/start {await invited(office)}")
    await office.shares(NEWCOMER)
    await office.taps(RATNA, "Ya, terima")
    assert await roles_of(office, NEWCOMER) == {Role.OFFICER}


async def test_only_who_leads_the_branch_can_confirm(office: Office) -> None:
    await office.says(NEWCOMER, f"/start {await invited(office)}")
    await office.shares(NEWCOMER)
    yes = office.button(RATNA, "Ya, terima")
    for stranger in (FAR_HEAD, AGUS, NEWCOMER, SITI):
        assert "belum ada" in (await office.forges(stranger, yes))[-1]
    assert await roles_of(office, NEWCOMER) == frozenset()
    await office.forges(ROOT, yes)
    assert await roles_of(office, NEWCOMER) == {Role.OFFICER}


async def test_a_village_of_another_branch_cannot_be_given(office: Office) -> None:
    await office.says(RATNA, "/petugas undang")
    await office.taps(RATNA, "Babinsa")
    await office.says(RATNA, "Joni Iskandar")
    assert "di luar wilayah" in (await office.says(RATNA, "3273011001"))[-1]
    await office.says(RATNA, "sukamanah cisaat")
    assert "HP" in (await office.taps(RATNA, "Sukamanah, Cisaat"))[-1]


async def test_an_administrator_opens_a_branch_and_invites_its_first_head(office: Office) -> None:
    assert "kantor cabang" in (await office.says(ROOT, "/cabang"))[-1]
    await office.taps(ROOT, "Buka kantor baru")
    await office.says(ROOT, "Kantor Cabang Cianjur")
    said = await office.says(ROOT, "cianjur")
    assert any("sudah dibuka" in one for one in said)
    await office.taps(ROOT, "Undang kepala cabang")
    await office.says(ROOT, "Wati Lestari")
    await office.says(ROOT, "081200007001")
    said = await office.taps(ROOT, "Buat undangan")
    found = re.search(r"start=(\S+)", "\n".join(said))
    assert found
    await office.says(NEWCOMER, f"/start {found[1]}")
    await office.shares(NEWCOMER)
    await office.taps(ROOT, "Ya, terima")
    assert await roles_of(office, NEWCOMER) == {Role.BRANCH_HEAD}
    assert "Kantor Cabang Cianjur" in (await office.says(NEWCOMER, "/petugas"))[-1]


async def test_the_first_administrator_comes_from_the_settings_and_stays_suspended(office: Office) -> None:
    assert await roles_of(office, ROOT) == frozenset()
    await office.says(ROOT, "/start")
    assert await roles_of(office, ROOT) == {Role.ADMINISTRATOR}
    assert "cabang" in office.menus[ROOT]
    async with office.database.unit() as unit:
        await Staff(unit).suspend(ROOT, by=0, now=office.now)
    assert "belum ada" in (await office.says(ROOT, "/cabang"))[-1]


async def test_who_was_picked_joins_by_account_alone_and_nobody_else_does(office: Office) -> None:
    word = await invited(office, picked=NEWCOMER)
    assert REFUSED in (await office.says(SITI, f"/start {word}"))[-1]
    assert "Selamat bergabung" in (await office.says(NEWCOMER, f"/start {word}"))[-1]
    assert await roles_of(office, NEWCOMER) == {Role.OFFICER}
    assert "sudah bergabung" in office.texts(RATNA)[-1]
    assert REFUSED in (await office.says(NEWCOMER, f"/start {word}"))[-1]


async def test_nobody_can_pick_themselves_or_pick_where_no_person_is_asked_for(office: Office) -> None:
    assert await office.picks(SITI, NEWCOMER)
    await office.says(RATNA, "/petugas undang")
    assert "tidak diperlukan" in (await office.picks(RATNA, NEWCOMER))[-1]
    await office.taps(RATNA, "Staf cabang")
    await office.says(RATNA, "Joni Iskandar")
    assert "sendiri" in (await office.picks(RATNA, RATNA))[-1]
    assert "akun Telegram" in (await office.picks(RATNA, NEWCOMER))[-1]
