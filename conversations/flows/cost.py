"""What does it cost me? Work, income, programmes and months lead to a price that is split where it changes."""

from collections.abc import Iterator

from conversations.asking import open_button, paragraphs
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import Choice, IncomeBracket, Occupation
from conversations.rules import (
    BASIC,
    WITH_SAVINGS,
    Payer,
    Quote,
    citations,
    find_bracket,
    get_occupation,
    quote,
)
from conversations.says import Say, column
from conversations.texts import Texts

PROGRAMMES = {"basic": BASIC, "savings": WITH_SAVINGS}
PERIODS = ("1", "3", "6", "12")
"""Months that can be paid at once (bpjsketenagakerjaan.go.id, A)."""


def quoted(answers: Answers, facts: Facts) -> Quote | None:
    """The price of what was answered, from this month on; None when no table is in force."""
    today = facts.today()
    bracket = find_bracket(int(str(answers["income_bracket"])), today)
    if bracket is None:
        return None
    sector = get_occupation(str(answers["occupation"])).sector
    programmes = PROGRAMMES[str(answers["programmes"])]
    return quote(sector, Payer.WORKER, programmes, bracket, today, int(str(answers["months"])))


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    price = quoted(answers, facts)
    if price is None or price.refer is not None:
        why = texts.fill(f"cost.refer.{price.refer}") if price and price.refer else ""
        rows = column(open_button("orang", texts), open_button("menu", texts))
        return Conclusion((Say(paragraphs(why, texts.fill("price.ask_branch")), rows),))
    rows = column(*(open_button(name, texts) for name in ("manfaat", "daftar", "menu")))
    return Conclusion((Say(paragraphs(*_lines(price, texts)), rows),))


def _lines(price: Quote, texts: Texts) -> Iterator[str]:
    for group in price.groups:
        key = "cost.group_one" if group.months == 1 else "cost.group"
        yield texts.fill(
            key,
            months=group.months,
            each=texts.rupiah(group.per_month_rupiah),
            first=texts.month(group.from_month),
            last=texts.month(group.to_month),
        )
    yield texts.fill(
        "cost.total", total=texts.rupiah(price.total_rupiah), day=texts.rupiah(price.per_day_rupiah)
    )
    yield texts.fill("cost.rules", rules=", ".join(citations(price.rules)))


COST = Flow(
    name="cost",
    steps=(
        Ask("occupation", Occupation()),
        Ask("income_bracket", IncomeBracket()),
        Ask("programmes", Choice(tuple(PROGRAMMES))),
        Ask("months", Choice(PERIODS)),
    ),
    conclude=_conclude,
)
