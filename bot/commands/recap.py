"""How a branch stands: `/rekap` with its picture, its spreadsheet and the way down to people."""

from dataclasses import replace

from bot.charts import picture
from bot.commands.command import ADMINISTRATORS, BRANCH, Command, Deed, Reply
from bot.commands.summary import not_adding_up, show_places, store_of, today_in
from bot.recap_sheet import NAME, Line, Sheet, Titles, write_sheets
from conversations.actor import Role
from conversations.answers import recap as answers
from conversations.answers.summary import place_name
from conversations.periods import week_of
from conversations.progress import board, label_of
from conversations.recap import OfOfficer, Recap, Review, busiest_first
from conversations.regions.codes import DISTRICT, PROVINCE, VILLAGE
from conversations.says import File
from conversations.summary import Counts, DoesNotAddUpError, Number
from conversations.texts import load
from storage.colleagues import Colleagues
from storage.recaps import Recaps

COLUMNS = tuple(number for number in Number if number is not Number.SUBMITTED)
ARGUMENTS = ("wilayah", "desa", "petugas", "berkas")
MOST_LINES = 5000
"""A spreadsheet of the whole country would not go through a chat."""


async def recap(deed: Deed, argument: str) -> Reply:
    """`/rekap`: the whole branch; by a button its districts, villages, officers, or everything as a file."""
    try:
        return await _answer(deed, argument.strip())
    except DoesNotAddUpError:
        return not_adding_up(deed, "")


async def _answer(deed: Deed, word: str) -> Reply:
    if word == "petugas":
        return Reply((answers.officers(await _officers(deed), deed.facts),))
    if word == "berkas":
        return await _sheet(deed)
    if word in {"wilayah", "desa"}:
        return await show_places(deed, "", 0, VILLAGE if word == "desa" else _digits(deed))
    return await _whole(deed)


def _digits(deed: Deed) -> int:
    """A branch looks at its districts; who reaches the whole country, at provinces."""
    return PROVINCE if deed.actor.has(Role.ADMINISTRATOR) else DISTRICT


async def _whole(deed: Deed) -> Reply:
    store, week = store_of(deed, ""), week_of(today_in("", deed.facts))
    figures = Recaps(deed.unit, deed.actor)
    parts = busiest_first(await store.load_parts("", _digits(deed), week))
    found = Recap(
        await store.load("", week),
        parts,
        await figures.load_waiting(deed.now),
        await figures.load_first_pass(deed.now),
    )
    texts = load(deed.facts.language)
    named = tuple((place_name(code, deed.facts), one) for code, one in parts.items())
    shown = board(place_name("", deed.facts), named[: answers.PLACES_SHOWN], texts)
    return Reply((replace(answers.recap(found, deed.facts), file=picture(shown)),))


async def _officers(deed: Deed) -> list[OfOfficer]:
    colleagues = await Colleagues(deed.unit, deed.actor, deed.now).list_all()
    officers = {one.contact_id: one for one in colleagues if one.role is Role.OFFICER}
    figures = Recaps(deed.unit, deed.actor)
    counts = await figures.load_by_officer(officers, today_in("", deed.facts))
    reviews = await figures.load_reviews_by_officer(deed.now)
    found = [
        OfOfficer(one.full_name, counts.get(contact, Counts()), reviews.get(contact, Review()))
        for contact, one in officers.items()
    ]
    return sorted(found, key=lambda one: (-one.counts.protected, one.full_name.casefold()))


async def _sheet(deed: Deed) -> Reply:
    texts, today = load(deed.facts.language), today_in("", deed.facts)
    titles = answers.titles(texts)
    officers = [Line(one.full_name, one.counts, review=one.review) for one in await _officers(deed)]
    sheets = [
        Sheet(titles["places"], await _lines(deed, _digits(deed))),
        Sheet(titles["villages"], await _lines(deed, VILLAGE)),
        Sheet(titles["officers"], officers),
    ]
    over = Titles(
        (titles["code"], titles["name"], titles["target"]),
        {number.value: label_of(number, texts) for number in COLUMNS},
        answers.more_titles(today, texts),
    )
    content = write_sheets(sheets, over, today)
    deed.unit.note("recap.export", actor=deed.actor.contact_id, on=deed.actor.branch_id, at=deed.now)
    file = File(NAME, content) if content else None
    return Reply((replace(answers.sheet_sent(deed.facts), file=file),))


async def _lines(deed: Deed, digits: int) -> list[Line]:
    """A line for each region of so many digits."""
    parts = await store_of(deed, "").load_parts("", digits, week_of(today_in("", deed.facts)))
    reviews = await Recaps(deed.unit, deed.actor).load_reviews_by_place(digits, deed.now)
    return [
        Line(place_name(code, deed.facts), one.counts, code, one.target, reviews.get(code, Review()))
        for code, one in list(parts.items())[:MOST_LINES]
    ]


RECAP: tuple[Command, ...] = (
    Command("rekap", alias="recap", roles=BRANCH | ADMINISTRATORS, act=recap, arguments=ARGUMENTS),
)
