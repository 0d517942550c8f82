"""`/siaran` from the first question to the last recipient, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue

from bot.delivery.marks import Sent
from conversations.actor import Pillar, Role
from conversations.facts import Place
from conversations.ledger import BroadcastState
from storage.pins import Pins
from storage.staff import Staff
from tests.bot.broadcasting import (
    ledger,
    officers,
    outcomes,
    send,
    work,
    written,
)
from tests.bot.office import (
    AGUS,
    BUDI,
    DEWI,
    FAR_HEAD,
    RATNA,
    SITI,
    VILLAGE,
    Office,
    opened_office,
)
from tests.databases import KINDS

ADDRESS = "[Panduan](https://contoh.go.id/panduan)"


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        async with opened.database.unit() as unit:
            await Staff(unit).assign(AGUS, [VILLAGE], by=RATNA, now=opened.now)
            for one in (RATNA, DEWI, FAR_HEAD):
                await Pins(unit, opened.now).choose(one, "482913")
        yield opened


async def test_a_broadcast_is_counted_shown_tried_and_sent_to_everybody_once(office: Office) -> None:
    said = await written(office, f"Rapat besok, [nama].\n{ADDRESS}")
    assert any("2 orang" in one and "Semua petugas" in one for one in said)
    assert "Rapat besok, Ratna Dewi." in said
    assert "Panduan" in str(office.screens[RATNA])
    await office.taps(RATNA, "Kirim ke saya dulu")
    assert office.texts(RATNA).count("Rapat besok, Ratna Dewi.") == 2
    assert office.texts(BUDI) == office.texts(AGUS) == []
    await send(office)
    await work(office)
    assert office.texts(BUDI) == ["Rapat besok, Budi Santoso."]
    assert office.texts(AGUS) == ["Rapat besok, Agus Salim."]
    now_is = await ledger(office)
    assert (now_is.state, now_is.sent, now_is.total) == (BroadcastState.DONE, 2, 2)


async def test_tapping_send_twice_sends_once(office: Office) -> None:
    await written(office)
    await send(office)
    assert "sedang dikirim" in (await send(office))[-1]
    await work(office)
    assert len(office.texts(BUDI)) == 1


async def test_who_is_meant_is_settled_before_it_is_sent(office: Office) -> None:
    await written(office)
    await officers(office, 3)
    await send(office)
    await work(office)
    assert set(await outcomes(office)) == {BUDI, AGUS}


async def test_an_officer_with_two_posts_and_two_villages_gets_it_once(office: Office) -> None:
    async with office.database.unit() as unit:
        await Staff(unit).assign(BUDI, ["3202292007"], by=RATNA, now=office.now)
        await Staff(unit).give_post(BUDI, Role.OFFICER, by=RATNA, now=office.now, pillar=Pillar.VILLAGE_HEAD)
    await written(office)
    await send(office)
    await work(office)
    assert len(office.texts(BUDI)) == 1


async def test_whoever_blocked_us_is_out_of_reach_and_listed(office: Office) -> None:
    async with office.database.unit() as unit:
        await unit.set_contact_state([AGUS], "blocked")
    said = await written(office)
    assert any("1 orang. Tidak terjangkau: 1" in one for one in said)
    await send(office)
    await work(office)
    assert await outcomes(office) == {BUDI: "sent", AGUS: "unreachable"}


async def test_another_branch_sees_no_broadcast_of_ours(office: Office) -> None:
    await written(office)
    for stranger in (FAR_HEAD, BUDI, SITI):
        await office.forges(stranger, f":0:siaran.kirim-{(await ledger(office)).id}")
    assert (await ledger(office)).state is BroadcastState.DRAFT
    await send(office)
    assert (await ledger(office)).state is BroadcastState.RUNNING


async def test_a_pause_lets_nobody_more_be_claimed_and_going_on_sends_it(office: Office) -> None:
    people = await officers(office, 60)
    await written(office)
    await send(office)
    one = await ledger(office)
    await office.forges(RATNA, f":0:siaran.jeda-{one.id}")
    await work(office, 2)
    assert set((await outcomes(office)).values()) == {"waiting"}
    assert office.texts(people[0]) == []
    await office.forges(RATNA, f":0:siaran.lanjut-{one.id}")
    await work(office)
    assert set((await outcomes(office)).values()) == {"sent"}
    assert len(office.texts(people[0])) == 1


async def test_a_cancelled_broadcast_reaches_nobody_more(office: Office) -> None:
    people = await officers(office, 5)
    await written(office)
    await send(office)
    one = await ledger(office)
    await office.forges(RATNA, f":0:siaran.batal-{one.id}")
    await work(office)
    assert set((await outcomes(office)).values()) == {"cancelled"}
    assert (await ledger(office)).cancelled == len(people) + 2
    assert office.texts(people[0]) == []


async def test_too_many_refusals_among_the_first_freeze_it_until_a_person_has_looked(office: Office) -> None:
    await officers(office, 120)
    await written(office)
    await send(office)
    await work(office, 4, become=(Sent.SENT, Sent.FAILED))
    frozen = await ledger(office)
    assert frozen.state is BroadcastState.FROZEN
    assert frozen.settled == 30
    assert any("berhenti sendiri" in one for one in office.texts(RATNA))
    await office.taps(RATNA, "Lanjutkan")
    await work(office, 6)
    assert (await ledger(office)).state is BroadcastState.DONE


async def test_the_uncertain_are_listed_and_sent_again_only_when_somebody_says_so(office: Office) -> None:
    await written(office)
    await send(office)
    await work(office, 3, become=(Sent.UNCERTAIN, Sent.SENT))
    assert sorted((await outcomes(office)).values()) == ["sent", "uncertain"]
    await work(office, 3)
    assert (await ledger(office)).uncertain == 1
    one = await ledger(office)
    await office.forges(RATNA, f":0:siaran.ulang-{one.id}")
    await work(office)
    assert set((await outcomes(office)).values()) == {"sent"}
    assert (await ledger(office)).state is BroadcastState.DONE


async def test_the_author_sees_it_move_in_one_message(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits: list[JsonValue] = []
    shown = Office._shown

    def watch(self: Office, chat_id: int, method: str, payload: dict[str, JsonValue]) -> None:
        if method == "editMessageText":
            edits.append(payload["text"])
        shown(self, chat_id, method, payload)

    monkeypatch.setattr(Office, "_shown", watch)
    await officers(office, 200)
    await written(office)
    await send(office)
    await work(office, 8)
    assert any("30/202" in str(text) for text in edits), edits
    assert any("202/202" in str(text) for text in edits)


async def test_who_has_not_read_it_is_known_and_reminded(office: Office) -> None:
    await written(office, "Mohon dibaca.", word="Ya")
    await send(office)
    await work(office)
    await office.taps(BUDI, "Sudah saya baca")
    await office.taps(BUDI, "Sudah saya baca")
    one = await ledger(office)
    assert one.acknowledged == 1
    said = await office.forges(RATNA, f":0:siaran.belum-{one.id}")
    assert "Agus Salim" in said[-1]
    assert "Budi" not in said[-1]
    await office.taps(RATNA, "Kirim lagi ke mereka")
    await work(office)
    assert len(office.texts(AGUS)) == 2
    assert len([text for text in office.texts(BUDI) if "Mohon" in text]) == 1


async def test_somebody_who_was_not_meant_cannot_acknowledge(office: Office) -> None:
    await written(office, "Mohon dibaca.", word="Ya")
    await send(office)
    await work(office)
    word = office.button(BUDI, "Sudah saya baca")
    assert "tidak ada" in (await office.forges(SITI, word))[-1]
    assert (await ledger(office)).acknowledged == 0
    await office.forges(BUDI, word)
    assert (await ledger(office)).acknowledged == 1


async def test_a_reply_reaches_the_author_and_the_answer_comes_back_without_any_number(
    office: Office,
) -> None:
    await written(office)
    await send(office)
    await work(office)
    await office.taps(BUDI, "Balas")
    await office.says(BUDI, "Saya tidak bisa, HP saya 0812-3456-7890.")
    seen = office.texts(RATNA)[-1]
    assert "Budi Santoso" in seen
    assert "3456" not in seen
    await office.taps(RATNA, "Jawab")
    await office.says(RATNA, "Baik, lain kali.")
    assert "Baik, lain kali." in office.texts(BUDI)[-1]
    assert "Saya tidak bisa" in office.texts(BUDI)[-1]
    await office.taps(BUDI, "Tanya lagi")
    await office.says(BUDI, "Kapan berikutnya?")
    assert "Kapan berikutnya?" in office.texts(RATNA)[-1]
    assert "Baik, lain kali." in office.texts(RATNA)[-1]


async def test_a_large_one_needs_a_second_person_who_is_not_the_author(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conversations.answers.broadcasts.needs_second", lambda one: one.reachable > 1)
    await written(office)
    await office.taps(RATNA, "Minta persetujuan")
    assert (await ledger(office)).state is BroadcastState.ASKING
    yes = office.button(DEWI, "Setuju kirim")
    assert any("Rapat besok" in text for text in office.texts(DEWI))
    await office.forges(RATNA, yes)
    assert (await ledger(office)).state is BroadcastState.ASKING
    await office.forges(DEWI, yes)
    assert (await ledger(office)).state is BroadcastState.RUNNING
    await work(office)
    assert (await ledger(office)).approved_by == DEWI
    assert len(office.texts(BUDI)) == 1


async def test_it_waits_for_its_time_and_for_the_end_of_the_night(office: Office) -> None:
    await written(office)
    await office.taps(RATNA, "Jadwalkan")
    await office.says(RATNA, "besok")
    await office.taps(RATNA, "18.00")
    await send(office)
    await work(office, 2)
    assert (await ledger(office)).state is BroadcastState.SCHEDULED
    office.now += timedelta(days=1, hours=11)  # 21.00 of the next day
    await work(office, 2)
    assert (await ledger(office)).state is BroadcastState.RUNNING
    assert office.texts(BUDI) == []
    office.now += timedelta(hours=10, minutes=30)
    await work(office, 3)
    assert len(office.texts(BUDI)) == 1


async def test_the_area_can_be_one_district(office: Office) -> None:
    await office.says(RATNA, "/siaran baru")
    await office.taps(RATNA, "Babinsa")
    await office.taps(RATNA, "Satu kecamatan")
    await office.says(RATNA, VILLAGE)
    await office.taps(RATNA, "Sukamanah")
    await office.taps(RATNA, "Bahasa Indonesia")
    await office.says(RATNA, "Halo.")
    said = await office.taps(RATNA, "Tidak")
    assert any("1 orang" in one for one in said)
    assert set(await outcomes(office)) == {BUDI}
    assert (await ledger(office)).audience.area == VILLAGE[:6]


async def test_what_may_mislead_is_refused_and_can_be_put_right(office: Office) -> None:
    await office.says(RATNA, "/siaran baru")
    await office.taps(RATNA, "Semua petugas")
    await office.taps(RATNA, "Semua wilayah")
    await office.taps(RATNA, "Semua bahasa")
    assert "Alamat ini" in (await office.says(RATNA, "Buka http://contoh.go.id"))[-1]
    assert "berbeda" in (await office.says(RATNA, "Buka\n[bpjs.go.id](https://contoh.com/x)"))[-1]
    assert "16 angka" in (await office.says(RATNA, "NIK 3201015708850001"))[-1]
    assert "[kode]" in (await office.says(RATNA, "Halo [kode]"))[-1]
    assert "Sudah saya baca" in (await office.says(RATNA, "Halo [nama]"))[-1]
