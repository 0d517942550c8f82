"""An officer looks for a person: by name in the own village, by exact numbers a few times an hour."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.finding import MISSES_AN_HOUR
from conversations.facts import Place
from tests.bot.doorstep import BABINSA, BHABIN, NIK, SITI, STRANGER, Doorstep, doorstep, registers
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0]])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


async def test_a_person_is_found_by_name_and_by_number_by_officers_of_the_village(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    other = door.phone(BABINSA)
    for words in ("siti", "bu aminah", "3202292003 siti", NIK):
        await other.says(f"/cari {words}")
        assert "Siti Aminah" in other.seen[-1], words
        assert NIK not in other.seen[-1]


async def test_not_there_and_not_yours_read_alike(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    stranger = door.phone(STRANGER)
    for words in ("siti", NIK, "3202015708850009", "3202292003 siti"):
        await stranger.says(f"/cari {words}")
        assert stranger.seen[-1] == "Tidak ada yang cocok.", words
    worker = door.phone(SITI)
    await worker.says("/cari siti")
    assert "Aminah" not in "".join(worker.seen)


async def test_numbers_cannot_be_tried_out(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    officer = door.phone(BABINSA)
    for number in range(MISSES_AN_HOUR):
        await officer.says(f"/cari 32020157088511{number:02}")
        assert officer.seen[-1] == "Tidak ada yang cocok."
    await officer.says(f"/cari {NIK}")
    assert "Terlalu banyak" in officer.seen[-1]
    await officer.says("/cari siti")
    assert "Siti Aminah" in officer.seen[-1]


async def test_a_search_for_nothing_says_how_to_search(door: Doorstep) -> None:
    officer = door.phone(BABINSA)
    for words in ("", "pak", "!!"):
        await officer.says(f"/cari {words}".strip())
        assert "/cari siti" in officer.seen[-1]
