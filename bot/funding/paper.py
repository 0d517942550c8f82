"""The papers for a village's decision as pages to print: plain black on white, in the letters that lie with us.

Three files, as they go to three places: to the table of the meeting, to the notice board, and to the branch.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.funding.listing import Listing, Listings
from bot.funding.press import (
    BIG,
    BODY,
    BOTTOM,
    LEFT,
    RIGHT,
    SMALL,
    TOP,
    Press,
    Style,
)

ROW = 21
HEADED = 100
"""How far below the top the first row of a list stands."""
WIDE = {
    "place": 34, "village": 95, "reason": 142, "proposed": 62, "reference": 112, "paid_until": 92, "price": 78,
}  # fmt: skip
"""Columns in points; a name takes what is left."""
NUMBERS = frozenset({"price"})
PLAIN, BOLD, QUIET, TITLE = (
    Style(),
    Style(BODY, is_bold=True),
    Style(SMALL, is_quiet=True),
    Style(BIG, is_bold=True),
)
FORMS = ("day", "where", "leader", "present")
SIGNED = ("leader", "witness", "witness")


def meeting_paper(listings: Listings, today: date) -> bytes:
    """The ranked list and the minutes."""
    press = _press(listings, "ranked", today)
    _list(press, listings, listings.ranked())
    _minutes(press, listings)
    return press.finished()


def list_paper(listings: Listings, listing: Listing, today: date) -> bytes:
    """One list on its own."""
    press = _press(listings, listing.name, today)
    _list(press, listings, listing)
    return press.finished()


def _title(listings: Listings, name: str) -> str:
    return listings.texts.fill(f"funding.paper.{name}")


def _press(listings: Listings, name: str, today: date) -> Press:
    texts = listings.texts
    made = texts.fill("funding.paper.made", on=texts.day(today))
    return Press(_title(listings, name), made, lambda count: texts.fill("funding.paper.of", count=count))


def _list(press: Press, listings: Listings, listing: Listing) -> None:
    columns = [column for column in listing.columns if column != "village" or not listings.is_of_one_village]
    places = [listing.columns.index(column) for column in columns]
    edges = _edges(columns)
    under = len(listing.totals) + 2 if listing.totals else 0
    for rows, is_last in _by_page(listing.rows, under):
        press.page()
        _head(press, listings, listing.name)
        y = TOP - HEADED
        _row(press, edges, [listings.say(column) for column in columns], y, BOLD)
        press.rule(LEFT, RIGHT, y - 7)
        for row in rows:
            y -= ROW
            _row(press, edges, [_shown(listings, columns[n], row[each]) for n, each in enumerate(places)], y)
            press.rule(LEFT, RIGHT, y - 7, is_faint=True)
        if is_last:
            _totals(press, listings, listing, y - ROW)


def _edges(columns: Sequence[str]) -> list[tuple[float, float, bool]]:
    """From where to where each column goes, and whether it holds sums."""
    free = RIGHT - LEFT - sum(WIDE.get(column, 0) for column in columns)
    found, x = [], float(LEFT)
    for column in columns:
        width = WIDE.get(column, free)
        found.append((x, x + width - 8, column in NUMBERS))
        x += width
    return found


def _by_page(
    rows: Sequence[tuple[int | str, ...]], under: int
) -> Iterator[tuple[Sequence[tuple[int | str, ...]], bool]]:
    """Rows that fit on a page; on the last one there is room for what stands under the list."""
    fits = int((TOP - HEADED - BOTTOM) // ROW)
    start = 0
    while len(rows) - start > fits - under:
        # Sums never stand alone: at least one row goes with them.
        many = min(fits, len(rows) - start - 1)
        yield rows[start : start + many], False
        start += many
    yield rows[start:], True


def _head(press: Press, listings: Listings, name: str) -> None:
    texts, funding = listings.texts, listings.pack.funding
    values = {
        "name": funding.name,
        "first": texts.month(funding.first_month),
        "last": texts.month(funding.last_month),
    }
    press.write(LEFT, TOP, _title(listings, name), TITLE, until=RIGHT)
    press.write(LEFT, TOP - 20, listings.place(), until=RIGHT)
    press.write(LEFT, TOP - 36, texts.fill("funding.paper.money", **values), until=RIGHT)
    press.write(
        LEFT, TOP - 58, texts.fill(f"funding.paper.{name}_for"), Style(BODY, is_bold=True), until=RIGHT
    )


def _row(
    press: Press,
    edges: Sequence[tuple[float, float, bool]],
    cells: Sequence[str],
    y: float,
    style: Style = PLAIN,
) -> None:
    for (left, right, is_sum), cell in zip(edges, cells, strict=True):
        if is_sum:
            press.write_to(right + 8, y, cell, style)
        else:
            press.write(left, y, cell, style, until=right)


def _shown(listings: Listings, column: str, cell: int | str) -> str:
    if isinstance(cell, str):
        return cell
    return listings.texts.rupiah(cell) if column in NUMBERS else listings.texts.number(cell)


def _totals(press: Press, listings: Listings, listing: Listing, y: float) -> None:
    if listing.totals:
        press.rule(LEFT, RIGHT, y + ROW - 7)
    for place, (label, value) in enumerate(listing.totals):
        press.write(LEFT, y, label, BOLD, until=RIGHT)
        press.write_to(RIGHT, y, _shown(listings, "price" if place else "place", value), BOLD)
        y -= ROW
    press.write(LEFT, y, listing.remark, QUIET, until=RIGHT)


def _minutes(press: Press, listings: Listings) -> None:
    """A page to fill in by hand: who met, what was said, what was decided, and three names under it."""
    texts = listings.texts
    press.page()
    press.write_amid((LEFT + RIGHT) / 2, TOP, listings.minuted("title"), TITLE)
    press.write_amid((LEFT + RIGHT) / 2, TOP - 20, listings.place(), PLAIN)
    y = TOP - 64.0
    for part in FORMS:
        press.write(LEFT, y, texts.fill(f"funding.paper.{part}"), until=RIGHT)
        press.dots(LEFT + 150, RIGHT, y)
        y -= 28
    y = _said(press, texts.fill("funding.paper.discussed"), listings.minutes(), y - 10)
    press.write(LEFT, y - 10, texts.fill("funding.paper.decided"), BOLD, until=RIGHT)
    y -= 34
    for choice in ("agreed", "changed"):
        press.box(LEFT, y)
        press.write(LEFT + 20, y, texts.fill(f"funding.paper.{choice}"), until=RIGHT)
        y -= 24
    for _ in range(2):
        press.dots(LEFT + 20, RIGHT, y)
        y -= 24
    press.write(LEFT, y - 6, listings.minuted("decree"), until=RIGHT)
    _signatures(press, listings, y - 50)
    press.paragraph(LEFT, BOTTOM + 22, listings.minuted("note"), QUIET)


def _said(press: Press, title: str, sentences: Sequence[str], y: float) -> float:
    press.write(LEFT, y, title, BOLD, until=RIGHT)
    for sentence in sentences:
        y = press.paragraph(LEFT, y - 22, sentence)
    return y - 14


def _signatures(press: Press, listings: Listings, y: float) -> None:
    width = (RIGHT - LEFT) / len(SIGNED)
    for place, who in enumerate(SIGNED):
        left = LEFT + place * width
        label = listings.texts.fill(f"funding.paper.{who}_signs", number=place)
        press.write(left, y, label, until=left + width - 10)
        press.dots(left, left + width - 18, y - 72)
