"""The branch clears its queue: one decision for each file, told once to everybody it concerns."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.facts import Place
from conversations.review.reasons import Verdict
from storage.review import Review
from storage.staff import Staff
from storage.step import Step
from storage.tables import audit
from tests.bot.files_waiting import entered, person, row_of
from tests.bot.office import AGUS, BUDI, DEWI, FAR_HEAD, NOW, RATNA, SITI, Office, opened_office
from tests.databases import KINDS

PIN = "482915"


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        yield opened


async def begin(office: Office, who: int) -> str:
    """Open the queue and take the first file; what is seen of it."""
    await office.says(who, "/periksa")
    return (await office.taps(who, "Mulai periksa"))[-1]


async def test_a_file_is_accepted_and_its_worker_told_once(office: Office) -> None:
    one = await entered(office, 1)
    assert "Joko Widarta" in await begin(office, RATNA)
    accept = office.button(RATNA, "Terima")
    said = await office.forges(RATNA, accept)
    assert "Diterima: SSR-TEST-01" in said[0]
    assert (await row_of(office, one))["state"] == "accepted"
    assert [text for text in office.texts(SITI) if "diterima kantor cabang" in text] == office.texts(SITI)
    assert "sudah diputuskan" in (await office.forges(RATNA, accept))[0]
    assert len(office.texts(SITI)) == 1


async def test_the_registrar_gets_the_fix_with_one_tap_to_the_field(office: Office) -> None:
    one = await entered(office, 2, by=BUDI)
    assert "oleh Babinsa" in await begin(office, DEWI)
    await office.taps(DEWI, "Perlu perbaikan")
    await office.taps(DEWI, "Alamat kurang jelas")
    assert (await row_of(office, one))["reason"] == "address_unclear"
    assert "Alamat kurang jelas. Tulis kampung" in office.texts(BUDI)[-1]
    asked = await office.taps(BUDI, "Perbaiki sekarang")
    assert "Alamat" in asked[-1] or "alamat" in asked[-1]
    await office.says(BUDI, "Kampung Baru 12, depan langgar")
    kept = await row_of(office, one)
    assert (kept["state"], kept["reason"]) == ("submitted", "")


async def test_the_promise_is_counted_from_the_first_time_through_fix_and_reject(office: Office) -> None:
    one = await entered(office, 1, at=NOW - timedelta(days=6))
    await entered(office, 2, at=NOW - timedelta(days=3))
    await begin(office, RATNA)
    await office.taps(RATNA, "Tolak")
    await office.taps(RATNA, "Izin tidak ada")
    assert (await row_of(office, one))["state"] == "rejected"
    again = await entered(office, 3, nik=person(1).nik, full_name="Joko Widarta")
    seen = await begin(office, DEWI)
    assert "SSR-TEST-03" in seen
    assert "6 hari" in seen
    await office.taps(DEWI, "Terima")
    assert (await row_of(office, again))["state"] == "accepted"


async def test_a_file_that_somebody_looks_at_is_offered_to_nobody_else(office: Office) -> None:
    await entered(office, 1, at=NOW - timedelta(days=2))
    await entered(office, 2, at=NOW - timedelta(days=1))
    assert "SSR-TEST-01" in await begin(office, RATNA)
    assert "SSR-TEST-02" in await begin(office, DEWI)
    assert "sedang dibuka orang lain" in (await office.forges(DEWI, office.button(RATNA, "Terima")))[0]
    office.now += timedelta(minutes=11)
    assert "SSR-TEST-01" in await begin(office, DEWI)
    assert "sedang dibuka" in (await office.taps(RATNA, "Terima"))[0]
    await office.taps(DEWI, "Terima")
    assert office.texts(DEWI)[-2].startswith("✅ Diterima: SSR-TEST-01")


async def test_two_at_once_make_one_decision(office: Office) -> None:
    one = await entered(office, 1)

    async def decide(who: int, verdict: Verdict, reason: str) -> str:
        async with office.database.unit() as unit:
            actor = (await Staff(unit).load_actors([who], NOW))[who]
            return await Review(unit, actor, NOW).decide(one, verdict, reason, Step("submitted", who, NOW))

    fates = await asyncio.gather(
        decide(RATNA, Verdict.ACCEPT, ""), decide(DEWI, Verdict.REJECT, "not_eligible")
    )
    assert sorted(fates) == ["decided", "decided_before"]
    assert (await row_of(office, one))["state"] in {"accepted", "rejected"}


async def test_nobody_reviews_their_own_entry(office: Office) -> None:
    await entered(office, 1, by=DEWI)
    assert "Tidak ada berkas" in (await office.says(DEWI, "/periksa"))[-1]
    assert "SSR-TEST-01" in await begin(office, RATNA)
    assert "isian Bapak/Ibu sendiri" in (await office.forges(DEWI, office.button(RATNA, "Terima")))[0]
    await office.taps(RATNA, "Terima")
    assert "Diterima" in office.texts(RATNA)[-2]


async def test_another_branch_and_others_see_nothing(office: Office) -> None:
    one = await entered(office, 1)
    await begin(office, RATNA)
    accept = office.button(RATNA, "Terima")
    assert "tidak ada" in (await office.forges(FAR_HEAD, accept))[0]
    for stranger in (SITI, BUDI, AGUS):
        assert "belum ada" in (await office.forges(stranger, accept))[-1]
    assert (await row_of(office, one))["state"] == "submitted"


async def test_clean_files_are_accepted_together_behind_a_pin_and_doubtful_ones_are_not(
    office: Office,
) -> None:
    clean = [await entered(office, number, at=NOW - timedelta(hours=9 - number)) for number in (1, 2)]
    doubtful = await entered(office, 3, flags=("nik_date_differs",))
    twins = [
        await entered(office, number, full_name=name, birth_date=person(4).birth_date)
        for number, name in ((4, "Euis Nurhayati"), (5, "Euis Nur Hayati"), (6, "Euis Nurhayati"))
    ]
    await begin(office, RATNA)
    shown = await office.taps(RATNA, "Yang bersih sekaligus")
    assert "SSR-TEST-03" not in shown[-1]
    assert "SSR-TEST-04" not in shown[-1]
    assert "Pilih PIN" in (await office.taps(RATNA, "ini (PIN)"))[-1]
    assert "mudah ditebak" in (await office.says(RATNA, "123456"))[-1]
    await office.says(RATNA, PIN)
    assert "Belum sama" in (await office.says(RATNA, "482916"))[-1]
    done = await office.says(RATNA, PIN)
    assert any("diterima sekaligus" in one for one in done)
    states = [(await row_of(office, one))["state"] for one in (*clean, doubtful, twins[0], twins[2])]
    assert states == ["accepted", "accepted", "submitted", "submitted", "submitted"]


async def test_who_looks_alike_is_resolved_and_both_stay_to_be_read(office: Office) -> None:
    first = await entered(office, 1, full_name="Euis Nurhayati", at=NOW - timedelta(days=2))
    second = await entered(
        office, 2, full_name="Euis Nurhayatti", birth_date=person(1).birth_date, at=NOW - timedelta(days=3)
    )
    assert "Mirip dengan Euis Nurhayati (SSR-TEST-01)" in await begin(office, RATNA)
    await office.taps(RATNA, "Orang lain")
    assert "Mirip" not in office.texts(RATNA)[-1]
    third = await entered(
        office, 3, full_name="Euis Nurhayati", birth_date=person(1).birth_date, at=NOW - timedelta(days=9)
    )
    await begin(office, RATNA)
    await office.taps(RATNA, "Orang yang sama")
    assert (await row_of(office, third))["reason"] == "duplicate"
    assert {(await row_of(office, one))["state"] for one in (first, second)} == {"submitted"}
    async with office.database.reading() as unit:
        acts = {row["act"] for row in await unit.fetch(select(audit.c.act))}
    assert {"registration.merged", "registration.told_apart"} <= acts


async def test_a_number_is_opened_with_a_pin_that_tires_after_a_quarter_of_an_hour(office: Office) -> None:
    await entered(office, 1)
    nik = person(1).nik
    assert nik not in await begin(office, RATNA)
    await office.taps(RATNA, "Buka nomor")
    await office.says(RATNA, PIN)
    assert nik in (await office.says(RATNA, PIN))[-1]
    office.now += timedelta(minutes=14)
    assert nik in (await office.taps(RATNA, "Buka nomor"))[-1]
    office.now += timedelta(minutes=16)
    assert "Ketik PIN" in (await office.taps(RATNA, "Buka nomor"))[-1]
    for _ in range(4):
        assert "belum cocok" in (await office.says(RATNA, "999998"))[-1]
        await office.taps(RATNA, "Coba lagi")
    assert "dikunci" in (await office.says(RATNA, "999998"))[-1]
    assert "dikunci" in (await office.taps(RATNA, "Buka nomor"))[-1]
    office.now += timedelta(minutes=61)
    await office.taps(RATNA, "Buka nomor")
    assert nik in (await office.says(RATNA, PIN))[-1]


async def test_a_reason_that_is_on_no_list_is_asked_again(office: Office) -> None:
    one = await entered(office, 1)
    await begin(office, RATNA)
    assert "Kenapa" in (await office.forges(RATNA, f":0:periksa.reject-{one}-because"))[-1]
    await office.taps(RATNA, "Belum memenuhi syarat")
    assert (await row_of(office, one))["state"] == "rejected"


async def test_a_forgotten_pin_is_cleared_by_the_head_of_the_own_branch_alone(office: Office) -> None:
    for who in (DEWI, RATNA):
        await office.says(who, "/pin")
        await office.says(who, PIN)
        assert "PIN disimpan" in (await office.says(who, PIN))[-1]
    await entered(office, 1)
    office.now += timedelta(minutes=20)
    await begin(office, DEWI)
    await office.taps(DEWI, "Buka nomor")
    await office.says(DEWI, "999998")
    assert "Kepala cabang" in (await office.taps(DEWI, "Lupa PIN"))[-1]
    assert "Dewi Lestari lupa PIN" in office.texts(RATNA)[-1]
    clear = office.button(RATNA, "Hapus PIN lamanya")
    for stranger in (FAR_HEAD, DEWI):
        assert "bukan rekan" in (await office.forges(stranger, clear))[-1]
    assert "Ketik PIN" in (await office.forges(RATNA, clear))[-1]
    assert "PIN lama dihapus" in (await office.says(RATNA, PIN))[-1]
    assert "PIN lama dihapus" in office.texts(DEWI)[-1]
    await office.says(DEWI, "/pin")
    await office.says(DEWI, "739105")
    assert "PIN disimpan" in (await office.says(DEWI, "739105"))[-1]


async def test_a_pin_is_changed_only_after_the_old_one_was_shown(office: Office) -> None:
    await office.says(RATNA, "/pin")
    await office.says(RATNA, PIN)
    await office.says(RATNA, PIN)
    office.now += timedelta(minutes=16)
    await office.says(RATNA, "/pin")
    assert "Ketik PIN" in (await office.taps(RATNA, "Ganti PIN"))[-1]
    await office.says(RATNA, PIN)
    assert "Pilih PIN" in (await office.taps(RATNA, "Lanjut"))[-1]
    await office.says(RATNA, "739105")
    assert "PIN disimpan" in (await office.says(RATNA, "739105"))[-1]
