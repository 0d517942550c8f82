"""The figures that curated answers leave open, each read from the dated rules of the day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from conversations.facts import Facts
from conversations.rules import (
    BASIC,
    BENEFITS,
    Benefit,
    Case,
    Payer,
    Programme,
    Sector,
    brackets_on,
    deadlines_between,
    find_limit,
    find_office,
    find_payout,
    quote,
)
from conversations.rules.coverage import GRACES
from conversations.rules.eligibility import AGES
from conversations.rules.figures import get_figure
from conversations.rules.rows import in_force
from conversations.texts import Texts, load

HOURS_A_DAY = 24
MONTHS_A_YEAR = 12
LOOKS_AHEAD = timedelta(days=2 * 366)
RELIEF_ENDS = {Sector.OTHER: "relief_end", Sector.TRANSPORT: "relief_end_transport"}
PLAIN = ("card_days", "full_pay_months", "home_care_years", "scholarship_age", "scholarship_children")
RUPIAH = ("savings_app_max", "tax_number_above")
CEILINGS = {
    "fare_air": "transport_by_air",
    "fare_land": "transport_by_land",
    "fare_sea": "transport_by_sea",
    "home_care_max": "home_care",
}
PAYOUTS = {
    "benefit_death": Case.DEATH,
    "benefit_death_early": Case.EARLY_DEATH,
    "benefit_work_death": Case.DEATH_AT_WORK,
    "scholarship_max": Case.SCHOLARSHIP,
}


def figures(facts: Facts) -> Mapping[str, str]:
    """Every placeholder of the curated answers as people read it today; a figure without a rule is left out."""
    texts, today = load(facts.language), facts.today()
    return dict((*_prices(texts, today), *_benefits(texts, today), *_limits(texts, today)))


def _prices(texts: Texts, today: date) -> Iterator[tuple[str, str]]:
    lowest = brackets_on(today)[0]
    relieved = quote(Sector.OTHER, Payer.WORKER, BASIC, lowest, today)
    full = quote(Sector.OTHER, Payer.REGENCY, BASIC, lowest, today)
    saving = quote(Sector.OTHER, Payer.REGENCY, (*BASIC, Programme.JHT), lowest, today)
    yield "price_month", texts.rupiah(full.per_month_rupiah)
    yield "price_relief", texts.rupiah(relieved.per_month_rupiah)
    yield "price_day", texts.rupiah(relieved.per_day_rupiah)
    yield "price_savings", texts.rupiah(saving.per_month_rupiah - full.per_month_rupiah)
    for end in deadlines_between(today, today + LOOKS_AHEAD):
        if end.code == "relief_ends" and end.sector in RELIEF_ENDS:
            yield RELIEF_ENDS[end.sector], texts.month(end.on)


def _benefits(texts: Texts, today: date) -> Iterator[tuple[str, str]]:
    base = brackets_on(today)[0].base_rupiah
    for name, case in PAYOUTS.items():
        if payout := find_payout(case, base, today):
            yield name, texts.rupiah(payout.total_rupiah)
    for name, code in CEILINGS.items():
        yield name, texts.rupiah(_benefit(code, today).amount_rupiah)
    yield "waiting_months", str(_benefit("death", today).from_months)
    yield "scholarship_years", str(_benefit("school_primary", today).from_months // MONTHS_A_YEAR)
    yield "savings_age", str(_benefit("savings_whole", today).from_age)
    yield "savings_part", f"{_benefit('savings_part', today).percent} %"
    yield "savings_house_part", f"{_benefit('savings_housing', today).percent} %"
    yield "savings_years", str(_benefit("savings_part", today).from_months // MONTHS_A_YEAR)


def _limits(texts: Texts, today: date) -> Iterator[tuple[str, str]]:
    yield "age_limit", str(next(age.years for age in in_force(AGES, today) if age.name == "refused_from"))
    yield "grace_months", str(in_force(GRACES, today)[0].months)
    for name in PLAIN:
        yield name, str(get_figure(name, today))
    for name in RUPIAH:
        yield name, texts.rupiah(get_figure(name, today))
    if office := find_office("call_centre", today):
        yield "call_centre", office.reach
    if limit := find_limit("report_accident", today):
        yield "report_within", texts.fill("figure.days_of_hours", days=limit.hours // HOURS_A_DAY)
    if limit := find_limit("decide_suspected_accident", today):
        yield "suspected_days", str(limit.days)
    if limit := find_limit("pay_death_benefit", today):
        yield "claim_days", str(limit.working_days)


def _benefit(code: str, today: date) -> Benefit:
    return next(row for row in in_force(BENEFITS, today) if row.code == code)
