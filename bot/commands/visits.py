"""The commands of officers at the door: a visit in three taps, and the villages that are theirs."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.commands.command import OFFICERS, Command, Deed, Reply
from conversations.answers import visits as answers
from conversations.asking import paragraphs
from conversations.flow import Flow
from conversations.flows.visits import BACK_DATE, COME_BACK, DOOR_WISH, NEW_DOOR
from conversations.heard import opening
from conversations.kinds.house_mark import STORED as MARK
from conversations.says import Button, Say, column
from conversations.texts import load
from conversations.village_book import Door, Visit, VisitOutcome
from storage.tasks import due_by_village
from storage.undoing import undo
from storage.village_book import VillageBook
from storage.visits import Held, Recorded, Visits

VILLAGE = re.compile(r"[0-9]{10}")
Part = Callable[[Deed, str, str], Awaitable[Reply]]
"""One button of a visit: the deed, the id of a door, visit or village, and what was chosen."""


async def visit(deed: Deed, argument: str) -> Reply:
    """`/kunjungan`: whose door; or, from a button, whatever was tapped; or a mark that was typed."""
    word, _, rest = argument.partition(".")
    if word in PARTS:
        one, _, choice = rest.partition(".")
        return await PARTS[word](deed, one, choice)
    if VILLAGE.fullmatch(word):
        return await _list(deed, word, near=rest)
    return await _typed(deed, argument)


async def _typed(deed: Deed, argument: str) -> Reply:
    """`R-12`, `R-12 bertemu`, or an outcome alone for the door where the officer stands."""
    mark, _, rest = argument.partition(" ")
    if MARK.fullmatch(mark.upper()):
        return await _marked(deed, mark.upper(), answers.outcome_meant(rest))
    outcome = answers.outcome_meant(argument)
    here = await Visits(deed.unit, deed.actor).find_open() if outcome else None
    return await _done(deed, here.id, outcome) if here else await _begin(deed)


async def _marked(deed: Deed, mark: str, outcome: str) -> Reply:
    doors = await VillageBook(deed.unit, deed.actor).find_marked(mark, deed.facts.today())
    if len(doors) != 1:
        say = answers.which_marked(mark, doors, deed.facts) if doors else answers.not_there(deed.facts)
        return Reply((say,))
    [door] = doors
    shown = await show_door(deed, door)
    here = await Visits(deed.unit, deed.actor).find_open()
    # A message that was sent twice finds the door visited today, and is only shown it.
    is_first = door.last_visit_on != deed.facts.today(door.village_code)
    is_there = here is not None and here.door_id == door.id
    return await _done(deed, here.id, outcome) if outcome and here and is_there and is_first else shown


async def _begin(deed: Deed) -> Reply:
    last = await Visits(deed.unit, deed.actor).find_last_village()
    codes = [last] if last else sorted(deed.actor.villages)
    return await _list(deed, codes[0]) if len(codes) == 1 else Reply((answers.which_village(deed.facts),))


async def _list(deed: Deed, village_code: str, *, near: str = "") -> Reply:
    if not deed.actor.reaches(village_code):
        return Reply((answers.not_there(deed.facts),))
    book, today = VillageBook(deed.unit, deed.actor), deed.facts.today(village_code)
    doors = await book.who_next(village_code, today=today, now=deed.now, near=near)
    return Reply((answers.which_door(village_code, doors, deed.facts),))


async def _choose_village(deed: Deed, _one: str, _choice: str) -> Reply:
    return Reply((answers.which_village(deed.facts),))


async def _door(deed: Deed, door_id: str, _choice: str) -> Reply:
    door = await _find_door(deed, door_id)
    return await show_door(deed, door) if door else Reply((answers.not_there(deed.facts),))


async def _invited(deed: Deed, door_id: str, _choice: str) -> Reply:
    door = await _find_door(deed, door_id)
    return await show_door(deed, door, is_invited=True) if door else Reply((answers.not_there(deed.facts),))


async def show_door(deed: Deed, door: Door, *, is_invited: bool = False) -> Reply:
    """The door with its outcomes, and it is theirs for a while; or why nobody should go there."""
    refusal = None if is_invited and door.allows_visits else answers.no_entry(door, deed.facts)
    if refusal:
        return Reply((refusal,))
    opened = await Visits(deed.unit, deed.actor).open(door, now=deed.now, is_invited=is_invited)
    if isinstance(opened, Held):
        return Reply((answers.held(door, opened.until, deed.facts),))
    return Reply((answers.at_door(door, opened, deed.facts),))


async def _done(deed: Deed, visit_id: str, choice: str) -> Reply:
    if choice not in {*VisitOutcome}:
        return Reply((answers.not_there(deed.facts, key="not_open"),))
    mine = await Visits(deed.unit, deed.actor).find(visit_id)
    if mine is None:
        return Reply((answers.not_there(deed.facts, key="not_open"),))
    done = await Visits(deed.unit, deed.actor).record(
        visit_id, VisitOutcome(choice), today=deed.facts.today(mine.village_code), now=deed.now
    )
    return said_of(done, deed)


def said_of(done: Recorded | None, deed: Deed) -> Reply:
    """What is said of an outcome; a second tap gets a notice only."""
    if done is None:
        return Reply((answers.not_there(deed.facts, key="not_open"),))
    if done.is_overtaken and done.door:
        return Reply((answers.overtaken(done.door, deed.facts),))
    already = load(deed.facts.language).fill("visit.already")
    if not done.is_new or done.door is None:
        return Reply(notice=already)
    return Reply((answers.recorded(done.visit, done.door, deed.facts, way_back=done.way_back),))


async def _undo(deed: Deed, door_id: str, back: str) -> Reply:
    """Take a mistaken tap back, and ask again what came of the visit."""
    known = await _find_door(deed, door_id)
    today = deed.facts.today(known.village_code) if known else None
    door = (
        await undo(deed.unit, deed.actor, known.id, back, today=today, now=deed.now)
        if known and today
        else None
    )
    if door is None:
        return Reply((answers.not_there(deed.facts, key="not_undone"),))
    asked = await show_door(deed, door)
    return replace(asked, notice=load(deed.facts.language).fill("visit.undone"))


async def _persons(deed: Deed, visit_id: str, choice: str) -> Reply:
    visits = Visits(deed.unit, deed.actor)
    if not choice.isdecimal():
        found = await visits.find(visit_id)
        return _shown(found, answers.ask_persons(found, deed.facts) if found else None, deed)
    counted = await visits.count_persons(visit_id, int(choice))
    return _shown(counted, answers.ask_topics(counted, deed.facts) if counted else None, deed)


async def _topic(deed: Deed, visit_id: str, choice: str) -> Reply:
    turned = await Visits(deed.unit, deed.actor).turn_topic(visit_id, choice)
    return _shown(turned, answers.ask_topics(turned, deed.facts) if turned else None, deed)


async def _noted(deed: Deed, visit_id: str, _choice: str) -> Reply:
    found = await Visits(deed.unit, deed.actor).find(visit_id)
    return _shown(found, answers.noted(found, deed.facts) if found else None, deed)


async def _here(deed: Deed, rough_place: str, _choice: str) -> Reply:
    """Where the visit just recorded was, as far as the officer wishes it known: to a kilometre."""
    kept = await Visits(deed.unit, deed.actor).note_place(rough_place, now=deed.now)
    texts = load(deed.facts.language)
    return Reply((Say(texts.fill("visit.place_kept" if kept else "visit.no_place")),))


def _shown(found: Visit | None, say: Say | None, deed: Deed) -> Reply:
    return Reply((say,)) if found and say else Reply((answers.not_there(deed.facts, key="not_open"),))


async def _new_door(deed: Deed, village_code: str, _choice: str) -> Reply:
    if not deed.actor.reaches(village_code):
        return Reply((answers.not_there(deed.facts),))
    return Reply(opens=NEW_DOOR, given=(("village", village_code),))


def _of_visit(flow: Flow) -> Part:
    """A conversation about a visit that is still open."""

    async def run(deed: Deed, visit_id: str, _choice: str) -> Reply:
        mine = await Visits(deed.unit, deed.actor).find(visit_id)
        door = await _find_door(deed, mine.door_id) if mine and mine.door_id and not mine.outcome else None
        if mine is None or door is None:
            return Reply((answers.not_there(deed.facts, key="not_open"),))
        given = (("village", mine.village_code), ("visit", mine.id), ("place", door.place))
        return Reply(opens=flow, given=given)

    return run


async def _wish(deed: Deed, door_id: str, _choice: str) -> Reply:
    door = await _find_door(deed, door_id)
    if door is None:
        return Reply((answers.not_there(deed.facts),))
    return Reply(opens=DOOR_WISH, given=(("door", door.id), ("place", door.place)))


async def _find_door(deed: Deed, door_id: str) -> Door | None:
    found = await VillageBook(deed.unit, deed.actor).find_door(door_id, deed.facts.today())
    # Whether it rests is judged by the day of its own village.
    today = deed.facts.today(found.village_code) if found else None
    return await VillageBook(deed.unit, deed.actor).find_door(door_id, today) if today else None


async def villages(deed: Deed, argument: str) -> Reply:
    """`/desa`: the officer's villages, each with what is due there, and the way to its doors."""
    del argument
    texts, codes = load(deed.facts.language), sorted(deed.actor.villages)
    if len(codes) == 0:
        return Reply((answers.which_village(deed.facts),))
    due = await due_by_village(deed.unit, deed.facts.today(codes[0]), codes)
    lines = (
        texts.fill(
            "visit.village_line",
            village=answers.named(code, deed.facts),
            due=due.get(code, (0, 0))[0],
            late=due.get(code, (0, 0))[1],
        )
        for code in codes
    )
    buttons = (Button(answers.named(code, deed.facts), opening("kunjungan", code)) for code in codes)
    return Reply((Say(paragraphs(texts.fill("visit.villages"), *lines), column(*buttons)),))


PARTS: Mapping[str, Part] = {
    "villages": _choose_village,
    "door": _door,
    "invited": _invited,
    "done": _done,
    "persons": _persons,
    "topic": _topic,
    "noted": _noted,
    "other": _new_door,
    "back": _of_visit(COME_BACK),
    "late": _of_visit(BACK_DATE),
    "undo": _undo,
    "here": _here,
    "wish": _wish,
}
"""Word of a button to what it does."""

VISITS: tuple[Command, ...] = (
    Command("kunjungan", alias="visit", roles=OFFICERS, act=visit, arguments=tuple(PARTS)),
    Command("desa", alias="villages", roles=OFFICERS, act=villages),
)
