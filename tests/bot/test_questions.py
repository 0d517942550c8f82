"""A worker's question: to their officer, on to the branch, and back, however long it takes."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.broadcasts.questions import tell_again
from conversations.facts import Place
from storage.staff import Staff
from tests.bot.office import (
    AGUS,
    BUDI,
    DEWI,
    FAR_HEAD,
    RATNA,
    ROOT,
    SITI,
    VILLAGE,
    Office,
    opened_office,
)
from tests.databases import KINDS
from tests.storage.people import form, register

ASKED = "Kartu saya kapan jadi? HP saya 0812 3456 7890."


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        async with opened.database.unit() as unit:
            await register(unit, SITI, form(village_code=VILLAGE))
        yield opened


async def asks(office: Office, words: str = ASKED) -> list[str]:
    await office.says(SITI, "/orang")
    return await office.says(SITI, words)


async def later(office: Office, **span: float) -> None:
    """Let time pass, and whoever is due be told."""
    office.now += timedelta(**span)
    await tell_again(office.database, office.desk._household, office.now)
    await office._deliver([])


def heard(office: Office, who: int, words: str = "Kartu saya") -> int:
    """How many messages with these words somebody got."""
    return sum(words in text for text in office.texts(who))


async def test_a_question_reaches_the_officer_of_the_village_alone_and_the_answer_comes_back(
    office: Office,
) -> None:
    said = await asks(office)
    assert "Senin sampai Jumat" in said[-1]
    assert [heard(office, one) for one in (BUDI, AGUS, RATNA, DEWI)] == [1, 0, 0, 0]
    assert "Sukamanah" in office.texts(BUDI)[-1]
    await office.taps(BUDI, "Jawab")
    await office.says(BUDI, "Paling lama 5 hari kerja, Bu.")
    seen = office.texts(SITI)[-1]
    assert "Paling lama 5 hari kerja, Bu." in seen
    assert "petugas desa" in seen
    assert "Budi" not in seen


async def test_nobody_sees_the_number_of_another(office: Office) -> None:
    await asks(office)
    assert "3456" not in office.texts(BUDI)[-1]
    await office.taps(BUDI, "Jawab")
    await office.says(BUDI, "Telepon saya di +62 813-1111-2222 atau 175.")
    assert "1111" not in office.texts(SITI)[-1]
    assert "175" in office.texts(SITI)[-1]


async def test_what_the_officer_leaves_goes_to_the_branch_and_is_told_until_it_is_answered(
    office: Office,
) -> None:
    await asks(office)
    await later(office, hours=2)
    assert heard(office, RATNA) == 0
    await later(office, days=1, hours=1)
    assert heard(office, RATNA) == heard(office, DEWI) == 1
    assert heard(office, FAR_HEAD) == 0
    for _ in range(4):
        await later(office, days=2)
    before = heard(office, RATNA)
    assert before >= 4
    await office.taps(DEWI, "Jawab")
    await office.says(DEWI, "Sudah jadi, silakan diambil.")
    assert "kantor cabang" in office.texts(SITI)[-1]
    await later(office, days=9)
    assert heard(office, RATNA) == before


async def test_asking_on_stays_in_the_thread_and_goes_to_who_answered(office: Office) -> None:
    await asks(office)
    await later(office, days=1, hours=3)
    await office.taps(DEWI, "Jawab")
    await office.says(DEWI, "Tunggu lima hari.")
    await later(office, days=90)
    await office.taps(SITI, "Tanya lagi")
    await office.says(SITI, "Sudah tiga bulan.")
    seen = office.texts(DEWI)[-1]
    assert "Sudah tiga bulan." in seen
    assert "Tunggu lima hari." in seen
    assert "Pertanyaan yang menunggu: 1" in (await office.says(DEWI, "/jawab"))[-1]


async def test_two_who_answer_are_both_heard_and_the_second_is_told(office: Office) -> None:
    await asks(office)
    await later(office, days=1, hours=3)
    await office.taps(BUDI, "Jawab")
    await office.taps(DEWI, "Jawab")
    await office.says(BUDI, "Besok.")
    said = await office.says(DEWI, "Lusa.")
    assert any("sudah dijawab" in one for one in said)
    assert heard(office, SITI, "Besok.") == heard(office, SITI, "Lusa.") == 1


async def test_who_is_not_asked_cannot_look_or_answer(office: Office) -> None:
    await asks(office)
    answer = office.button(BUDI, "Jawab")
    for stranger in (AGUS, FAR_HEAD, 7777):
        assert "tidak ada" in (await office.forges(stranger, answer))[-1]
    assert "Tidak ada pertanyaan" in (await office.says(AGUS, "/jawab"))[-1]
    assert "Pertanyaan yang menunggu: 1" in (await office.says(BUDI, "/jawab"))[-1]


async def test_an_officer_who_lost_the_village_between_question_and_answer_is_refused(office: Office) -> None:
    await asks(office)
    await office.taps(BUDI, "Jawab")
    async with office.database.unit() as unit:
        await Staff(unit).unassign(BUDI, [VILLAGE], by=RATNA, now=office.now)
    assert "tidak ada" in (await office.says(BUDI, "Halo."))[-1]
    assert heard(office, SITI, "Halo.") == 0


async def test_a_question_by_night_reaches_the_officer_in_the_morning(office: Office) -> None:
    office.now += timedelta(hours=12)  # 22.00 in the village
    said = await asks(office)
    assert "Kantor sedang tutup" in said[-1]
    await office._deliver([])
    assert heard(office, BUDI) == 0
    await later(office, hours=9, minutes=5)
    assert heard(office, BUDI) == 1


async def test_somebody_of_no_known_village_is_not_left_alone(office: Office) -> None:
    await office.says(ROOT, "/start")
    await office.says(7777, "/orang")
    await office.says(7777, "Apa syaratnya?")
    assert heard(office, ROOT, "Apa syaratnya?") == 1
