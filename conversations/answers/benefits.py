"""What membership gives, with every condition, and where the figures come from (domain: PP 82/2019 annex III)."""

from conversations.answers.prices import lowest_bracket
from conversations.answers.prices import sources as price_sources
from conversations.asking import open_button, paragraphs
from conversations.facts import Facts
from conversations.rules import Case, citations, find_payout
from conversations.says import Say, column
from conversations.texts import load

TOLD = (Case.DEATH_AT_WORK, Case.DEATH, Case.EARLY_DEATH, Case.SCHOLARSHIP)


def benefits(argument: str, facts: Facts) -> tuple[Say, ...]:
    """One line a case, each a sum of the rules, and the conditions under all of them."""
    del argument
    texts, today = load(facts.language), facts.today()
    bracket = lowest_bracket(today)
    found = [payout for case in TOLD if bracket and (payout := find_payout(case, bracket.base_rupiah, today))]
    lines = (
        texts.fill(
            f"benefit.{payout.case}",
            amount=texts.rupiah(payout.total_rupiah),
            months=max(payout.from_months, payout.before_months),
        )
        for payout in found
    )
    rules = citations(rule for payout in found for rule in payout.rules)
    html = paragraphs(
        texts.fill("benefit.intro"),
        *lines,
        texts.fill("benefit.conditions"),
        texts.fill("benefit.rules", rules=", ".join(rules)),
    )
    return (Say(html, column(*(open_button(name, texts) for name in ("iuran", "daftar", "tanya")))),)


def sources(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Where the price comes from."""
    texts = load(facts.language)
    return (
        Say(price_sources(argument, facts), column(open_button("daftar", texts), open_button("menu", texts))),
    )
