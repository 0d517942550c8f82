"""Every button that carries a record, forged by all whom the record is not for: not there and not yours are alike."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands import COMMANDS
from conversations.facts import Place
from storage.tables import metadata
from tests.bot.office import AGUS, DEWI, RATNA, ROOT, SITI, Office
from tests.bot.peopled import peopled_office
from tests.bot.records import FINDER, Carried, furnish_records, nobody_s
from tests.bot.test_roles import ACTORS, TABLE

WHO = {**ACTORS, "officer without villages yet": AGUS, "finder": FINDER}
NEAR = ("branch head", "branch staff")
OFFICER = ("officer",)
OWNER = ("worker",)
AT_BRANCH = (*NEAR, "administrator")
REACHING = ("officer", *NEAR, "administrator")


def carried(command: str, who: tuple[str, ...], *arguments: str, alike: bool = False) -> tuple[Carried, ...]:
    return tuple(Carried(command, one, who, tells_alike=alike) for one in arguments)


BUTTONS: tuple[Carried, ...] = (
    *carried("kunjungan", OFFICER, "back.{visit}", "late.{visit}", "done.{visit}.met", "persons.{visit}"),
    *carried("kunjungan", OFFICER, "persons.{visit}.3", "topic.{visit}.price", "noted.{visit}"),
    *carried("kunjungan", OFFICER, "undo.{door}.{back}", "door.{door}", "invited.{door}", "wish.{door}"),
    *carried("kunjungan", OFFICER, "{village}", "{village}.003/005", "other.{village}"),
    *carried("daftarkan", OFFICER, "{village}", "{door}", alike=True),
    *carried("isian", OFFICER, "{entry}", "{entry}.ubah", "{entry}.full_name", "{entry}.batal"),
    *carried("isian", OFFICER, "{entry}.yakin"),
    *carried("tugas", OFFICER, "{fix_reference}"),
    *carried("cari", (*NEAR, "officer"), "{village} siti"),
    *carried("slip", ("finder",), "tolak.{slip}"),
    *carried("slip", OFFICER, "hilang.{slip}", "ganti.{slip}"),
    *carried("ambil", ("finder",), "{slip}"),
    *carried("periksa", NEAR, "one-{fix}", "nik-{fix}", "fix-{fix}"),
    *carried("periksa", NEAR, "v-{village}", "clean-{village}", alike=True),
    *carried("periksa", NEAR, "reject-{fix}", "is-{fix}-{own}", "no-{fix}-{own}", "fix-{fix}-full_name"),
    *carried("periksa", NEAR, "next-{fix}", "yes-{fix}", "all-{fix}", "recalled-{own}", alike=True),
    *carried("ekspor", NEAR, "b-{batch}", "masked-{batch}", "csv-{batch}", "full-{batch}"),
    *carried("impor", NEAR, "drop-{answer}"),
    *carried("impor", NEAR, "load-{answer}", "col-{answer}-card_number-0", alike=True),
    *carried("siaran", AT_BRANCH, *(f"{word}-{{broadcast}}" for word in ("lihat", "uji", "waktu", "belum"))),
    *carried("siaran", AT_BRANCH, *(f"{word}-{{broadcast}}" for word in ("laporan", "csv", "ulang", "jeda"))),
    *carried("siaran", AT_BRANCH, *(f"{word}-{{broadcast}}" for word in ("lanjut", "ingatkan", "setuju"))),
    *carried("siaran", AT_BRANCH, *(f"{word}-{{broadcast}}" for word in ("tolak", "batal", "kirim"))),
    *carried("dibaca", OFFICER, "{broadcast}", alike=True),
    *carried("balas", OFFICER, "{broadcast}", alike=True),
    *carried("jawab", REACHING, "{thread}"),
    *carried("sambung", (*REACHING, "worker"), "{thread}"),
    *carried("dana", NEAR, "baru-{village}", alike=True),
    *carried("dana", NEAR, "lihat-{funding}", "usul-{funding}", "usul-{funding}-1", "berkas-{funding}"),
    *carried("dana", NEAR, "cetak-{funding}", "excel-{funding}"),
    *carried("dana", NEAR, "in-{funding}-{own}", "out-{funding}-{own}"),
    *carried("sudahbayar", ("worker", *REACHING), "{own}"),
    *carried("ingatkan", ("officer", *NEAR), "lain-{own}", "sudah-{own}", alike=True),
    *carried("pin", ("branch head", "administrator"), "hapus-{contact}"),
    *carried("ringkasan", REACHING, "{village}", "{village} desa", "{village} orang", "{village} submitted"),
    *carried("sasaran", ("branch head", "administrator"), "{village} 120 2026-01-01 2026-12-31"),
    *carried("dataku", OWNER, "{own_reference}", alike=True),
    *carried("status", OWNER, "{own_reference}", alike=True),
    *carried("bukti", OWNER, "{own_reference}", alike=True),
    *carried("salinan", OWNER, "{own_reference}", alike=True),
    *carried("perbaiki", OWNER, "{own_reference}", alike=True),
    *carried("tarik", OWNER, "{own_reference}", alike=True),
    *carried("lanjut", OFFICER, "{conversation}", alike=True),
)
"""Every kind of button with a record in it, and whom the one of `records` is for."""
ELSEWHERE = {"petugas", "cabang", "serahterima", "gabung"}
"""Commands whose records `test_roles` and `test_joining` forge."""
WORDS_ALONE: dict[str, set[str]] = {
    "kunjungan": {"villages", "here"},
    "daftarkan": {"lagi", "cepat"},
    "periksa": {"on", "villages", "recalls", "slips"},
    "ekspor": {"new"},
    "siaran": {"baru"},
    "pengingat": {"stop", "start"},
    "pin": {"ganti", "lupa"},
    "ringkasan": {"desa", "semua"},
    "rekap": {"wilayah", "desa", "petugas", "berkas"},
}
"""Words of buttons that carry nothing."""
COMING_AND_GOING = {
    "audit",
    "audit_link",
    "contact",
    "conversation",
    "fading",
    "guess",
    "lease",
    "nik_lookup",
    "outbox",
    "pin",
    "salt",
    "seen_update",
    "tombstone",
    "tried_update",
}
"""What changes whenever somebody says anything; all else is a record."""


def test_every_word_of_a_button_is_here_or_carries_nothing() -> None:
    for command in COMMANDS:
        here = {one.word for one in BUTTONS if one.command == command.name}
        words = {word for word in command.arguments if word} - WORDS_ALONE.get(command.name, set())
        if command.name not in ELSEWHERE:
            assert words <= here, command.name


@pytest.fixture
async def office(tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with peopled_office(tmp_path, place) as (ready, _):
        yield ready


async def test_a_forged_button_tells_nobody_anything_and_changes_nothing(office: Office) -> None:
    records = await furnish_records(office)
    nothing = nobody_s(records)
    before = await kept(office)
    forged = 0
    for one in BUTTONS:
        for name in (name for name, who in WHO.items() if may_give(name, one) and not is_for(name, one)):
            unknown = await shown(office, WHO[name], one.tap(nothing))
            real = await shown(office, WHO[name], one.tap(records))
            if real != unknown:
                # The first of two taps may have set something aside, and said so.
                unknown = await shown(office, WHO[name], one.tap(nothing))
            assert real == unknown, (one.command, one.argument, name)
            forged += 1
    after = await kept(office)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert forged > 2 * len(BUTTONS)
    await everybody_meant_is_answered(office, records)


async def everybody_meant_is_answered(office: Office, records: dict[str, str]) -> None:
    """The same buttons do tell those whom they are for: what was compared above is not the same for all."""
    nothing, silent = nobody_s(records), []
    for one in (one for one in BUTTONS if not one.tells_alike):
        who = WHO[one.by[0]]
        unknown = await shown(office, who, one.tap(nothing))
        if await shown(office, who, one.tap(records)) == unknown:
            silent.append((one.command, one.argument))
    assert not silent, "\n".join(map(str, silent))


def may_give(name: str, one: Carried) -> bool:
    """Whom the command is for at all; all others are refused before, as `test_roles` shows."""
    known = {"officer without villages yet": "officer without villages", "finder": "stranger"}
    return known.get(name, name) in TABLE[one.command]


def is_for(name: str, one: Carried) -> bool:
    return name in one.by


async def shown(office: Office, who: int, tap: str) -> tuple[object, ...]:
    """Everything that somebody sees after a tap: words, labels of buttons, and the word over the tap."""
    before, noticed = len(office.screens.get(who, [])), len(office.notices.get(who, []))
    await office.forges(who, tap)
    screens = office.screens.get(who, [])[before:]
    labels = [office.labels(who)] if screens else []
    return ([screen["text"] for screen in screens], labels, office.notices.get(who, [])[noticed:])


async def kept(office: Office) -> dict[str, list[object]]:
    async with office.database.reading() as unit:
        return {
            table.name: [dict(row) for row in await unit.fetch(select(table))]
            for table in metadata.sorted_tables
            if table.name not in COMING_AND_GOING
        }


async def test_a_button_of_somebody_else_s_conversation_is_an_old_button(office: Office) -> None:
    records = await furnish_records(office)
    for who in (SITI, DEWI, RATNA, ROOT, AGUS, FINDER):
        for value in ("send", "skip", "yes", "~erase"):
            unknown = await shown(office, who, f"00000000:2:{value}")
            assert await shown(office, who, f"{records['conversation']}:2:{value}") == unknown
