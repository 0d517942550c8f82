"""What a branch is told without asking: the week, what did not happen, and what waits today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.actor import REGENCY_DIGITS, Actor
from conversations.asking import paragraphs
from conversations.funding.payers import Funding
from conversations.heard import opening
from conversations.progress import Bar, Board
from conversations.regions import Regions
from conversations.reminding.due import RULES
from conversations.rules import Deadline, Payer, Protection, Sector, brackets_on, quote
from conversations.rules.dates import add_months
from conversations.rules.terms import BASIC
from conversations.says import Button, Say, grid
from conversations.texts import Texts, load

CLOCK_DAYS = 5
"""Working days within which a branch looks at a registration, as every receipt says."""
KEPT_DAYS = 7
"""So long an accepted registration may lie here before it is handed over to the core system."""
NAMED = 8
WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a branch: registrations past their clock, and people who say that they paid."""

    overdue: int = 0
    says_paid: int = 0

    def __bool__(self) -> bool:
        return bool(self.overdue or self.says_paid)


@dataclass(frozen=True, slots=True)
class Silences:
    """What did not happen: codes of villages, payers about to end, and people nobody could tell."""

    unvisited: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    silent_in: tuple[str, ...] = ()
    silent_officers: int = 0
    ending: tuple[Funding, ...] = ()
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """What lags: villages with officers under their target, people accepted long ago and not handed over.

    `refused` are this week's refusals by the code of their reason, the most frequent in front; `last_months` are people
    in their third unpaid month.
    """

    under_target: tuple[str, ...] = ()
    kept_here: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    last_months: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """The week before `today` in a branch's villages; `lapsing` people lapse on `lapsing_on` if nobody pays.

    `standing` is how all who are accepted stand today.
    """

    today: date
    villages: int
    registered: int
    paid: int
    lapsed: int
    lapsing: int
    lapsing_on: date
    as_of: date | None
    standing: tuple[tuple[Protection, int], ...] = ()
    silences: Silences = Silences()
    waiting: Waiting = Waiting()
    behind: Behind = Behind()


def villages_served(regions: Regions, actor: Actor) -> tuple[str, ...]:
    """The codes of all villages of a branch, in their order."""
    found = {
        village.code
        for area in actor.areas
        if len(area) == REGENCY_DIGITS
        for village in regions.villages_in(area)
    }
    singles = {area for area in actor.areas if len(area) > REGENCY_DIGITS}
    return tuple(sorted((found | singles) - actor.ceded))


def clock_began(today: date) -> date:
    """What was submitted before this day is past its clock: `CLOCK_DAYS` working days ago."""
    day, left = today, CLOCK_DAYS
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < WEEKEND
    return day


def weekly(digest: Digest, regions: Regions, language: str) -> Say:
    """The digest of Monday."""
    texts = load(language)
    head = texts.fill(
        "digest.week",
        villages=texts.number(digest.villages),
        registered=texts.number(digest.registered),
        paid=texts.number(digest.paid),
        lapsed=texts.number(digest.lapsed),
    )
    lapsing = texts.fill(
        "digest.lapsing", month=texts.month(digest.lapsing_on), count=texts.number(digest.lapsing)
    )
    missing = [
        *_waits(digest.waiting, texts),
        *_missing(digest.silences, regions, texts),
        *_lags(digest.behind, regions, texts),
    ]
    said = [texts.fill("digest.silences"), *missing] if missing else [texts.fill("digest.nothing_missing")]
    return Say(paragraphs(head, lapsing, *said, _known(digest.as_of, texts)), _rows(texts))


def board(digest: Digest, language: str) -> Board:
    """The picture of the week: how all who are accepted stand, each of the whole."""
    texts = load(language)
    whole = sum(count for _, count in digest.standing)
    rows = tuple(
        Bar(texts.fill(f"digest.standing.{state}"), count, of=whole) for state, count in digest.standing
    )
    return Board(texts.fill("digest.picture"), texts.day(digest.today), rows)


def daily(waiting: Waiting, language: str) -> Say:
    """What waits today; said only when something does."""
    texts = load(language)
    return Say(paragraphs(texts.fill("digest.today"), *_waits(waiting, texts)), _rows(texts))


def calendar(deadline: Deadline, language: str) -> Say:
    """One day that a branch must not miss."""
    texts = load(language)
    key = f"digest.calendar.{deadline.code}" + (f"_{deadline.sector}" if deadline.sector else "")
    return Say(texts.fill(key, on=texts.day(deadline.on)))


def cliff(funding: Funding, count: int, language: str) -> Say:
    """Money that ends, for those who can tell the people: until when, for how many, and the price after it."""
    texts = load(language)
    price = lowest_price(add_months(funding.last_month, 1), texts)
    until = texts.day(funding.ends_on)
    return Say(
        texts.fill("digest.cliff", name=funding.name, until=until, count=texts.number(count), price=price)
    )


def lowest_price(month: date, texts: Texts) -> str:
    """What a worker on the lowest income pays alone in that month; most work is not transport."""
    bracket = next(iter(brackets_on(month)), None)
    quoted = quote(Sector.OTHER, Payer.WORKER, BASIC, bracket, month) if bracket else None
    if quoted is None or quoted.refer is not None:
        return texts.fill("price.ask_branch")
    return texts.fill("price.one", now=texts.rupiah(quoted.per_month_rupiah))


def stale(as_of: date | None, language: str) -> Say:
    """Payments are known too little to warn anybody."""
    texts = load(language)
    known = texts.day(as_of) if as_of else texts.fill("reminder.never")
    return Say(texts.fill("reminder.stale", as_of=known))


def _waits(waiting: Waiting, texts: Texts) -> Iterator[str]:
    if waiting.overdue:
        yield texts.fill("digest.overdue", count=texts.number(waiting.overdue), days=CLOCK_DAYS)
    if waiting.says_paid:
        yield texts.fill("digest.says_paid", count=texts.number(waiting.says_paid))


def _missing(silences: Silences, regions: Regions, texts: Texts) -> Iterator[str]:
    for name, codes in (("unvisited", silences.unvisited), ("unlisted", silences.unlisted)):
        if codes:
            yield texts.fill(
                f"digest.{name}", count=texts.number(len(codes)), names=_names(codes, regions, texts)
            )
    if silences.silent_officers:
        yield texts.fill(
            "digest.silent",
            count=texts.number(silences.silent_officers),
            days=RULES.silent_after_days,
            names=_names(silences.silent_in, regions, texts),
        )
    for funding in silences.ending:
        yield texts.fill("digest.ending", name=funding.name, until=texts.day(funding.ends_on))
    if silences.unreached:
        yield texts.fill("digest.unreached", count=texts.number(silences.unreached))


def _lags(behind: Behind, regions: Regions, texts: Texts) -> Iterator[str]:
    if behind.last_months:
        yield texts.fill("digest.last_months", count=texts.number(behind.last_months))
    if behind.kept_here:
        yield texts.fill("digest.kept_here", count=texts.number(behind.kept_here), days=KEPT_DAYS)
    if behind.refused:
        total = sum(count for _, count in behind.refused)
        reasons = ", ".join(
            f"{texts.fill(f'review.button.{code}')} {texts.number(count)}" for code, count in behind.refused
        )
        yield texts.fill("digest.refused", count=texts.number(total), reasons=reasons)
    if behind.under_target:
        names = _names(behind.under_target, regions, texts)
        yield texts.fill("digest.under_target", count=texts.number(len(behind.under_target)), names=names)


def _names(codes: Sequence[str], regions: Regions, texts: Texts) -> str:
    found = (regions.find_village(code) for code in codes[:NAMED])
    names = ", ".join(village.name if village else code for village, code in zip(found, codes, strict=False))
    more = len(codes) - NAMED
    return texts.fill("digest.and_more", names=names, more=texts.number(more)) if more > 0 else names


def _known(as_of: date | None, texts: Texts) -> str:
    return texts.fill("digest.as_of", as_of=texts.day(as_of) if as_of else texts.fill("digest.never"))


def _rows(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    opened: Iterable[tuple[str, str]] = (
        ("review", "periksa"), ("recap", "rekap"), ("funding", "dana"), ("remind", "ingatkan"),
    )  # fmt: skip
    buttons = tuple(
        Button(texts.fill(f"digest.button.{label}"), opening(command)) for label, command in opened
    )
    return grid(buttons, 2)
