"""The papers for a village's decision: who is ranked where and why, and every list made from the same rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conversations.funding.payers import Double, Funding
from conversations.rules import Protection, Quote, Sector, protection


class Reason(StrEnum):
    """Why somebody stands where they do; the first comes first. Income is nobody's business here."""

    LAPSING = "lapsing"
    LAPSED = "lapsed"
    NEVER_PAID = "never_paid"
    PROTECTED = "protected"
    PAID_BY_OTHERS = "paid_by_others"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be proposed, by the name that the village knows; `paid_by` is who pays already, if anybody."""

    registration_id: str
    reference: str
    full_name: str
    village_code: str
    sector: str
    submitted_at: datetime
    paid_until: date | None
    is_proposed: bool
    paid_by: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with their place, counted from 1, and why."""

    place: int
    candidate: Candidate
    reason: Reason

    @property
    def masked_name(self) -> str:
        """`Siti A.`: enough for neighbours to know their own, for a list on a board."""
        first, *others = self.candidate.full_name.split() or ["-"]
        return " ".join([first, *(f"{other[0]}." for other in others)])


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed person with what they cost; None where only the branch can name it."""

    ranked: Ranked
    price_rupiah: int | None


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that a deliberation needs; the board's list and the branch's list are both `listed`."""

    funding: Funding
    ranked: tuple[Ranked, ...]
    listed: tuple[Row, ...]
    is_at_most: bool

    @property
    def total_rupiah(self) -> int | None:
        """What the list costs over all months, at the lowest bracket; None where a price is not known."""
        prices = [row.price_rupiah for row in self.listed]
        known = [price for price in prices if price is not None]
        return sum(known) if len(known) == len(prices) else None


def rank(candidates: Iterable[Candidate], today: date) -> tuple[Ranked, ...]:
    """Those who are about to lose protection first, then those without any; of equals whoever registered first."""
    reasons = list(Reason)
    with_reason = [(_reason(one, today), one) for one in candidates]
    with_reason.sort(key=lambda pair: (reasons.index(pair[0]), pair[1].submitted_at, pair[1].registration_id))
    return tuple(Ranked(place, one, reason) for place, (reason, one) in enumerate(with_reason, 1))


def pack(funding: Funding, ranked: tuple[Ranked, ...]) -> Pack:
    """The papers of one payer."""
    prices: dict[str, Quote | None] = {}
    rows = []
    for each in ranked:
        if each.candidate.is_proposed:
            price = prices.setdefault(each.candidate.sector, funding.price(_sector(each.candidate.sector)))
            rows.append(Row(each, price.total_rupiah if price and price.refer is None else None))
    is_at_most = any(price is not None and not price.relief_known for price in prices.values())
    return Pack(funding, ranked, tuple(rows), is_at_most)


def paid_by(doubles: Iterable[Double]) -> dict[str, str]:
    """Registration to who pays for it already."""
    return {double.registration_id: double.by for double in doubles}


def _reason(one: Candidate, today: date) -> Reason:
    if one.paid_by:
        return Reason.PAID_BY_OTHERS
    state = protection(one.paid_until, today)
    return Reason.NEVER_PAID if state is Protection.UNPAID else Reason(state.value)


def _sector(name: str) -> Sector:
    return Sector(name) if name in list(Sector) else Sector.UNCLEAR
