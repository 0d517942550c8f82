"""How villages stand: `/ringkasan` with its picture, its table and the people behind each number; `/sasaran`."""

import logging
from dataclasses import dataclass, replace
from datetime import date

from bot.charts import picture
from bot.commands.command import ADMINISTRATORS, BRANCH, HEADS, OFFICERS, Command, Deed, Reply
from conversations.actor import Actor
from conversations.answers import summary as answers
from conversations.answers.summary import EVERYTHING, PERIODS, place_name
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.periods import Period, read_period, read_written, week_of
from conversations.progress import board, progress
from conversations.reach import count_villages, level_below, own_villages
from conversations.regions.codes import DISTRICT, VILLAGE
from conversations.summary import DoesNotAddUpError, Number
from conversations.texts import load
from storage.summaries import Summaries
from storage.targets import Targets

log = logging.getLogger(__name__)
LEVELS = (2, 4, 6, 10)
MOST_PAGES = 999
MOST_PEOPLE = 9999
"""The highest target of a village that is no slip of the finger."""
TARGET_WORDS = 4


@dataclass(frozen=True, slots=True)
class Order:
    """Which place is asked after ("" is everything in reach), and what about it."""

    code: str
    rest: str = ""


def read_order(argument: str, actor: Actor, facts: Facts) -> Order | None:
    """Read what was typed or tapped; None when it names a place out of reach, or none that we know."""
    first, _, rest = argument.partition(" ")
    if first.isdigit() and len(first) in LEVELS:
        return Order(first, rest) if _is_reached(first, actor, facts) else None
    if first == EVERYTHING:
        return Order("", rest)
    usual = _usual_place(actor, facts)
    if not argument or first in PERIODS or first in {"desa", "hal"} or read_period(argument, facts.today()):
        return Order("" if first in {"desa", "hal"} else usual, argument.removeprefix("desa"))
    if any(mark.isdigit() for mark in argument):
        return Order(usual, argument)
    found = (match.village.code for match in facts.place.search.find(argument))
    return next((Order(code) for code in found if actor.reaches(code)), None)


def _is_reached(code: str, actor: Actor, facts: Facts) -> bool:
    if len(code) == VILLAGE:
        return actor.reaches(code) and facts.place.regions.find_village(code) is not None
    return count_villages(actor, facts.place.regions, code) > 0


def _usual_place(actor: Actor, facts: Facts) -> str:
    """An officer's only village; else everything."""
    has_one = count_villages(actor, facts.place.regions) == 1
    return next(iter(own_villages(actor, facts.place.regions))) if has_one else ""


def today_in(code: str, facts: Facts) -> date:
    """The day it is in a region."""
    return facts.today(_first_village(code, facts))


def zone_of(code: str, facts: Facts) -> str:
    """The time that a region keeps; that of its first village where it lies in several."""
    village_code = _first_village(code, facts)
    known = facts.place.regions.find_village(village_code)
    return facts.place.regions.zone(village_code) if known else FALLBACK_ZONE


def _first_village(code: str, facts: Facts) -> str:
    span = facts.place.regions.span(code) if 0 < len(code) < VILLAGE else range(0)
    return facts.place.regions.village(span.start).code if span else code


async def summary(deed: Deed, argument: str) -> Reply:
    """`/ringkasan`: the own village or villages; by a button or typed words another place, period, or the people."""
    order = read_order(argument.strip(), deed.actor, deed.facts)
    if order is None:
        return _said("not_there", deed)
    if not count_villages(deed.actor, deed.facts.place.regions):
        return _said("no_villages", deed)
    try:
        return await _answer(deed, order)
    except DoesNotAddUpError:
        return not_adding_up(deed, order.code)


def not_adding_up(deed: Deed, code: str) -> Reply:
    """Nothing that is known to be wrong is shown; the recount of the night says where it is."""
    log.critical("the numbers of a summary contradict each other", extra={"place": code})
    return _said("wrong_tallies", deed)


def _said(key: str, deed: Deed) -> Reply:
    return Reply((answers.sentence(key, deed.facts),))


async def _answer(deed: Deed, order: Order) -> Reply:
    word, _, argument = order.rest.strip().partition(" ")
    if word == "periode":
        return Reply((answers.which_period(order.code, deed.facts),))
    if word == "hal" or (not order.code and not word):
        return await _places(deed, order.code, _page(argument))
    if word == "orang":
        return await _numbers(deed, order.code, argument)
    if word in set(Number):
        return await _people(deed, order.code, word, _page(argument))
    if word == answers.NEW:
        return await _newcomers(deed, order.code, *argument.partition(" ")[::2])
    today = today_in(order.code, deed.facts)
    period = read_period(order.rest, today) if order.rest.strip() else week_of(today)
    return await _one(deed, order.code, period) if period else _said("bad_period", deed)


def _page(written: str) -> int:
    return min(int(written), MOST_PAGES) if written.isascii() and written.isdigit() else 0


def store_of(deed: Deed, code: str) -> Summaries:
    """Summaries on the day it is in a region."""
    return Summaries(deed.unit, deed.actor, deed.facts.place.regions, today_in(code, deed.facts))


async def _one(deed: Deed, code: str, period: Period) -> Reply:
    found = await store_of(deed, code).load(code, period)
    shown = progress(found, place_name(code, deed.facts), load(deed.facts.language))
    has_more = count_villages(deed.actor, deed.facts.place.regions) > 1
    said = answers.summed(found, shown, deed.facts, answers.other_villages(deed.facts) if has_more else ())
    return Reply((replace(said, file=picture(shown)),))


async def _places(deed: Deed, code: str, page: int) -> Reply:
    """The regions inside one: an officer's villages; the districts of a branch; whatever a region consists of."""
    if code:
        return await show_places(deed, code, page, level_below(code))
    return await show_places(deed, code, page, DISTRICT if _is_wide(deed.actor) else VILLAGE)


async def show_places(deed: Deed, code: str, page: int, digits: int) -> Reply:
    """The regions of so many digits inside another one, a page at a time, as a table and as a picture."""
    week = week_of(today_in(code, deed.facts))
    parts = await store_of(deed, code).load_parts(code, digits, week)
    if len(parts) == 1 and digits == VILLAGE:
        return await _one(deed, next(iter(parts)), week)
    chosen = list(parts.items())[page * answers.PLACES_PAGE : (page + 1) * answers.PLACES_PAGE]
    named = tuple((place_name(one, deed.facts), found) for one, found in chosen)
    shown = board(place_name(code, deed.facts), named, load(deed.facts.language))
    said = answers.places(parts, code, page, deed.facts)
    return Reply((replace(said, file=picture(shown) if chosen else None),))


def _is_wide(actor: Actor) -> bool:
    return actor.has(*BRANCH, *ADMINISTRATORS)


async def _people(deed: Deed, code: str, word: str, page: int) -> Reply:
    store, number = store_of(deed, code), Number(word)
    found = await store.load(code, week_of(today_in(code, deed.facts)))
    _note_look(deed, code, word)
    listed = await store.list_people(code, number, page)
    return Reply((answers.people(found, number, listed, page, deed.facts),))


async def _numbers(deed: Deed, code: str, days: str) -> Reply:
    """Every number with people behind it, those who came in a period among them."""
    today = today_in(code, deed.facts)
    period = read_written(days, today) or week_of(today)
    return Reply((answers.which_number(await store_of(deed, code).load(code, period), deed.facts),))


async def _newcomers(deed: Deed, code: str, days: str, page: str) -> Reply:
    period = read_written(days, today_in(code, deed.facts))
    if period is None:
        return _said("bad_period", deed)
    store, number = store_of(deed, code), _page(page)
    found = await store.load(code, period)
    _note_look(deed, code, answers.NEW)
    listed = await store.list_new(code, period, zone_of(code, deed.facts), number)
    return Reply((answers.newcomers(found, listed, number, deed.facts),))


def _note_look(deed: Deed, code: str, what: str) -> None:
    """Every look at people is written down, masked as they are."""
    deed.unit.note("people.list", actor=deed.actor.contact_id, on=f"{code}:{what}", scope=code, at=deed.now)


async def set_target(deed: Deed, argument: str) -> Reply:
    """`/sasaran <village> <people> <from> <until>`: the target of a village between two days."""
    words = argument.split()
    period = read_target_days(words)
    is_whole = len(words) == TARGET_WORDS and words[1].isascii() and words[1].isdigit()
    if not is_whole or period is None or not 0 < int(words[1]) <= MOST_PEOPLE:
        return _said("target_bad", deed)
    code, people = words[0], int(words[1])
    known = deed.facts.place.regions.find_village(code)
    if known is None or not await Targets(deed.unit, deed.actor).set(code, people, *period, deed.now):
        return _said("not_there", deed)
    texts = load(deed.facts.language)
    days = (texts.day(period[0]), texts.day(period[1]))
    return Reply((answers.target_set(code, people, days, deed.facts),))


def read_target_days(words: list[str]) -> tuple[date, date] | None:
    """The first and the last day of a target, which may well lie ahead."""
    found = read_period(" ".join(words[2:]), date.max)
    return (found.since, found.until) if found and found.kind == "days" else None


SUMMARY: tuple[Command, ...] = (
    Command(
        "ringkasan",
        alias="summary",
        roles=OFFICERS | BRANCH | ADMINISTRATORS,
        act=summary,
        arguments=("desa", "semua"),
    ),
    Command("sasaran", alias="target", roles=HEADS | ADMINISTRATORS, act=set_target, shows_in_menu=False),
)
