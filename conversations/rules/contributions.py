"""What membership costs, month by month, by which rules; where no rule is known, the branch answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conversations.rules.dates import months_from
from conversations.rules.quotes import Line, Quote, Refer
from conversations.rules.rows import in_force
from conversations.rules.tariffs import (
    RATES,
    RELIEFS,
    STANDINGS,
    Bracket,
    PayerStanding,
    Rate,
    Relief,
    Standing,
    share_of,
)
from conversations.rules.terms import BASIC, Payer, Programme, Sector


class _ReferredError(Exception):
    """A month whose price only the branch can name."""

    def __init__(self, reason: Refer) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What was decided about the relief of one month, and by which rows."""

    cited: tuple[Relief | PayerStanding, ...] = ()
    relief: Relief | None = None
    is_known: bool = True


def quote(
    sector: Sector,
    payer: Payer,
    programmes: Iterable[Programme],
    bracket: Bracket,
    first_month: date,
    months: int = 1,
) -> Quote:
    """The price of `months` contribution months from `first_month` on; ValueError for less than one month.

    It refers, without any figure, when one of the months has no rule, the bracket is not confirmed, or a
    relief is in force and the sector is unclear.
    """
    if months < 1:
        raise ValueError("a quote is for one month at least")
    wanted = frozenset(programmes)
    try:
        _check(wanted, bracket)
        return Quote(
            tuple(_line(sector, payer, wanted, bracket, month) for month in months_from(first_month, months))
        )
    except _ReferredError as referred:
        return Quote(refer=referred.reason)


def _check(wanted: frozenset[Programme], bracket: Bracket) -> None:
    if not wanted.issuperset(BASIC):
        raise _ReferredError(Refer.PROGRAMMES_NOT_OFFERED)
    if not bracket.is_stated:
        raise _ReferredError(Refer.BRACKET_UNCONFIRMED)


def _line(
    sector: Sector, payer: Payer, wanted: frozenset[Programme], bracket: Bracket, month_on: date
) -> Line:
    rates = _rates(wanted, bracket, month_on)
    ruling = _ruling(sector, payer, month_on)
    return Line(
        month_on,
        sum(_after_relief(rate, bracket, ruling.relief) for rate in rates),
        tuple(dict.fromkeys(row.regulation for row in (bracket, *rates, *ruling.cited))),
        relief_known=ruling.is_known,
        is_relieved=ruling.relief is not None,
    )


def _rates(wanted: frozenset[Programme], bracket: Bracket, month_on: date) -> tuple[Rate, ...]:
    rates = tuple(rate for rate in in_force(RATES, month_on) if rate.programme in wanted and rate.is_stated)
    if not bracket.is_valid(month_on) or {rate.programme for rate in rates} != wanted:
        raise _ReferredError(Refer.NO_RULE)
    return rates


def _ruling(sector: Sector, payer: Payer, month_on: date) -> _Ruling:
    possible = [relief for relief in in_force(RELIEFS, month_on) if sector in {relief.sector, Sector.UNCLEAR}]
    if not possible:
        return _Ruling()
    standing = next((row for row in in_force(STANDINGS, month_on) if row.payer == payer), None)
    if standing is None:
        raise _ReferredError(Refer.NO_RULE)
    if standing.standing is not Standing.GRANTED:
        return _Ruling((standing,), is_known=standing.standing is Standing.EXCLUDED)
    if sector == Sector.UNCLEAR:
        raise _ReferredError(Refer.SECTOR_UNCLEAR)
    return _Ruling((possible[0],), possible[0])


def _after_relief(rate: Rate, bracket: Bracket, relief: Relief | None) -> int:
    full_rupiah = rate.monthly_rupiah(bracket)
    if relief is None or rate.programme not in relief.programmes:
        return full_rupiah
    return share_of(full_rupiah, 100 - relief.percent_off)
