"""The role x act table: who may give which command by which way, and that nobody reaches what is not theirs.

A new command must be written into `TABLE`; what does not exist and what is not yours are answered in the same words.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.callers import Caller
from bot.commands import COMMANDS
from bot.commands.command import Command
from bot.menus import menu_of
from bot.reception import Received, receive
from conversations.actor import Actor, Pillar, Role
from conversations.answers.front import menu_rows, unknown_command, welcome
from conversations.conversation import Conversation
from conversations.facts import Facts, Place
from conversations.flow import Flow
from conversations.flows import FLOWS
from conversations.heard import Heard, Sort, Tap, opening
from conversations.texts import LANGUAGES
from storage import tables
from storage.colleagues import Colleagues
from storage.handovers import Handovers
from storage.invitations import Invitations, Wanted
from storage.staff import Staff
from tests.bot.office import (
    AGUS,
    BUDI,
    DEWI,
    FAR_HEAD,
    NOW,
    RATNA,
    ROOT,
    SITI,
    VILLAGE,
    Office,
)
from tests.bot.peopled import FAR_OFFICER, MOVED, STRANGER, SUSPENDED, peopled_office
from tests.conversations.worlds import facts_in

ACTORS = {
    "stranger": STRANGER,
    "worker": SITI,
    "officer": BUDI,
    "officer elsewhere": FAR_OFFICER,
    "officer without villages": MOVED,
    "suspended officer": SUSPENDED,
    "branch staff": DEWI,
    "branch head": RATNA,
    "head elsewhere": FAR_HEAD,
    "administrator": ROOT,
}
EVERYBODY = frozenset(ACTORS)
OFFICERS = frozenset({"officer", "officer elsewhere", "officer without villages"})
HEADS = frozenset({"branch head", "head elsewhere"})
BRANCH = HEADS | {"branch staff"}
ADMINISTRATOR = frozenset({"administrator"})

TABLE: dict[str, frozenset[str]] = {
    **dict.fromkeys(("start", "menu", "bantuan", "batal", "lanjut"), EVERYBODY),
    **dict.fromkeys(("cek", "iuran", "manfaat", "sumber", "daftar", "status", "bukti"), EVERYBODY),
    **dict.fromkeys(("tanya", "klaim", "orang", "bahasa", "latihan", "privasi"), EVERYBODY),
    **dict.fromkeys(("dataku", "perbaiki", "salinan", "tarik", "hapus"), EVERYBODY),
    **dict.fromkeys(("slip", "ambil", "gabung", "cekpetugas"), EVERYBODY),
    **dict.fromkeys(("dibaca", "sambung", "balas"), EVERYBODY),
    **dict.fromkeys(("kunjungan", "daftarkan", "isian", "desa", "tugas"), OFFICERS),
    **dict.fromkeys(("panduan", "lencana", "serahterima"), OFFICERS),
    "cari": OFFICERS | BRANCH,
    "periksa": BRANCH,
    "ekspor": BRANCH,
    "impor": BRANCH,
    "pin": BRANCH | ADMINISTRATOR,
    "ringkasan": OFFICERS | BRANCH | ADMINISTRATOR,
    "sasaran": HEADS | ADMINISTRATOR,
    "rekap": BRANCH | ADMINISTRATOR,
    **dict.fromkeys(("sudahbayar", "pengingat"), EVERYBODY),
    "ingatkan": OFFICERS | BRANCH,
    "dana": OFFICERS | BRANCH,
    "jawab": OFFICERS | BRANCH | ADMINISTRATOR,
    "siaran": BRANCH | ADMINISTRATOR,
    "petugas": HEADS | ADMINISTRATOR,
    "cabang": ADMINISTRATOR,
}
"""Every command, and which of `ACTORS` may give it."""

WAYS: dict[str, Callable[[str, str], Heard]] = {
    "typed": lambda name, argument: written(f"/{name} {argument}".strip()),
    "typed to us by name": lambda name, argument: written(f"/{name.upper()}@contoh_bot {argument}".strip()),
    "tapped or forged": lambda name, argument: Heard(Sort.TAP, tap=Tap.read(opening(name, argument))),
}
NOBODY_S = "0" * 24
"""An id that nothing has."""
ID = re.compile(r"[0-9a-f]{24}")
KEPT = (tables.post, tables.assignment, tables.invitation, tables.handover, tables.branch, tables.branch_area)


def written(text: str) -> Heard:
    return Heard(Sort.TEXT, text=text)


@pytest.fixture
async def furnished(tmp_path: Path, place: Place) -> AsyncIterator[tuple[Office, dict[str, str]]]:
    async with peopled_office(tmp_path, place) as ready:
        yield ready


@pytest.fixture
async def actors(furnished: tuple[Office, dict[str, str]]) -> dict[str, Actor]:
    """Everybody as the store knows them at the moment of the act."""
    async with furnished[0].database.reading() as unit:
        loaded = await Staff(unit).load_actors(ACTORS.values(), NOW)
    return {name: loaded[contact_id] for name, contact_id in ACTORS.items()}


def test_every_command_is_in_the_table() -> None:
    assert {command.name for command in COMMANDS} <= set(TABLE)


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in COMMANDS for name in {command.name, command.alias} if name]
    assert len(set(names)) == len(names)


def ways_to(command: Command) -> Iterator[Heard]:
    """Every way of giving a command by its name and alias, with each argument that it declares."""
    for name in {command.name, command.alias} - {""}:
        for argument in ("", *command.arguments, *(f"{one}-{NOBODY_S}" for one in command.arguments if one)):
            yield from (way(name, argument) for way in WAYS.values())


def heard_by(actor: Actor, heard: Heard, facts: Facts) -> Received:
    return receive(Caller("id"), heard, replace(facts, actor=actor))


def test_each_command_opens_for_whom_the_table_says_by_every_way(
    actors: dict[str, Actor], place: Place
) -> None:
    facts = facts_in(place)
    for command in COMMANDS:
        for name, actor in actors.items():
            refused = unknown_command(replace(facts, actor=actor))
            for heard in ways_to(command):
                received = heard_by(actor, heard, facts)
                is_let_in = received.spoken.says != refused
                assert is_let_in == (name in TABLE[command.name]), (command.name, name, heard)
                if not is_let_in:
                    assert received == heard_by(actor, written("/tidakada"), facts)


def test_the_bare_word_of_a_command_that_is_not_theirs_is_an_unknown_word(
    actors: dict[str, Actor], place: Place
) -> None:
    facts = facts_in(place)
    for command in COMMANDS:
        for name, actor in actors.items():
            received = heard_by(actor, written(command.name), facts)
            if name not in TABLE[command.name]:
                assert received.errand is None, (command.name, name)
                assert received.outcomes == ()
                assert received.caller == Caller("id")


def test_a_link_opens_only_what_is_harmless(actors: dict[str, Actor], place: Place) -> None:
    facts = facts_in(place)
    assert {command.name for command in COMMANDS if command.opens_by_link} <= {
        name for name, who in TABLE.items() if who == EVERYBODY
    }
    for command in COMMANDS:
        for actor in actors.values():
            received = heard_by(actor, written(f"/start {command.name}-{NOBODY_S}"), facts)
            if command.opens_by_link:
                assert received.errand is None or received.errand == (command, NOBODY_S)
            else:
                assert received.spoken.says == welcome("", replace(facts, actor=actor))


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_and_buttons_show_only_what_may_be_given(
    actors: dict[str, Actor], place: Place, language: str
) -> None:
    facts = replace(facts_in(place), language=language)
    by_name = {one.name_in(language): one.name for one in COMMANDS}
    for name, actor in actors.items():
        listed = {by_name[shown] for shown, _ in menu_of(actor, language)}
        assert listed == {one.name for one in COMMANDS if one.shows_in_menu and name in TABLE[one.name]}
        for button in (button for row in menu_rows(replace(facts, actor=actor)) for button in row):
            tap = Tap.read(button.tap)
            assert tap is not None
            assert name in TABLE.get(tap.value, frozenset()), (name, button.label)
            assert tap.value in {one.name for one in COMMANDS}


async def kept(office: Office) -> list[object]:
    async with office.database.reading() as unit:
        return [await unit.fetch(select(table)) for table in KEPT]


async def things(office: Office, ids: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What the buttons of the near branch carry, by command."""
    async with office.database.unit() as unit:
        invitations = Invitations(unit, NOW)
        wanted = Wanted(Role.OFFICER, Pillar.VILLAGE_HEAD, ids["near"], "Umar", (VILLAGE,))
        invited = await invitations.find_offered(await invitations.give(wanted, by=RATNA))
        assert invited is not None
        await invitations.take(invited.id, STRANGER)
        head = (await Staff(unit).load_actors([RATNA], NOW))[RATNA]
        colleagues = Colleagues(unit, head, NOW)
        budi, agus = [await colleagues.find(ids[name]) for name in ("Budi Santoso", "Agus Salim")]
        assert budi
        assert agus
        offered = await Handovers(unit, NOW).offer(budi, agus, by=RATNA)
    post = ids["Budi Santoso"]
    pair, page = f"{post}-{ids['Agus Salim']}", f"0-{ids['near']}"
    return {
        "petugas": (ids["near"], post, pair, page, f"{post}-{VILLAGE}", invited.id),
        "cabang": (ids["near"], ids["far"]),
        "serahterima": (offered.id,),
    }


REACHING = {"petugas": {RATNA, ROOT}, "cabang": {ROOT}, "serahterima": {AGUS}}
"""Whom the things of `things` are for."""


async def test_a_forged_button_with_a_real_id_tells_and_does_nothing(
    furnished: tuple[Office, dict[str, str]],
) -> None:
    office, ids = furnished
    real = await things(office, ids)
    before = await kept(office)
    for command in (one for one in COMMANDS if one.name in real):
        for who in {ACTORS[name] for name in TABLE[command.name]} - REACHING[command.name]:
            for word in filter(None, command.arguments):
                for shape, things_of_it in _by_shape(real[command.name]).items():
                    unknown = await office.forges(who, opening(command.name, f"{word}-{shape}"))
                    for thing in things_of_it:
                        forged = await office.forges(who, opening(command.name, f"{word}-{thing}"))
                        assert forged == unknown, (command.name, word, who)
    assert await kept(office) == before


def _by_shape(carried: Iterable[str]) -> dict[str, list[str]]:
    """The same with nobody's ids, and what has that shape."""
    shapes: dict[str, list[str]] = {}
    for thing in carried:
        shapes.setdefault(ID.sub(NOBODY_S, thing), []).append(thing)
    return shapes


async def test_a_button_for_the_right_person_still_works_after_all_that(
    furnished: tuple[Office, dict[str, str]],
) -> None:
    office, ids = furnished
    real = await things(office, ids)
    unknown = await office.forges(RATNA, opening("petugas", f"lihat-{NOBODY_S}"))
    assert await office.forges(RATNA, opening("petugas", f"lihat-{ids['Budi Santoso']}")) != unknown
    assert (
        "Sekarang" in (await office.forges(AGUS, opening("serahterima", f"ya-{real['serahterima'][0]}")))[-1]
    )


@pytest.mark.parametrize("flow", [pytest.param(flow, id=flow.name) for flow in FLOWS if flow.roles])
def test_whoever_loses_a_post_loses_its_conversations(
    flow: Flow, actors: dict[str, Actor], place: Place
) -> None:
    facts = facts_in(place)
    begun = Conversation("11111111", flow.name, flow.version, answers={"x": "y"}, prompt=2)
    for name, actor in actors.items():
        here = replace(facts, actor=actor)
        on = receive(Caller("id", begun), Heard(Sort.TEXT, text="Umar"), here)
        parked = receive(Caller("id", None, (begun,)), written(f"/lanjut {begun.id}"), here)
        is_theirs = actor.has(*flow.roles)
        assert (on.caller.active is not None) == is_theirs, name
        assert (parked.caller.active is not None) == is_theirs, name
