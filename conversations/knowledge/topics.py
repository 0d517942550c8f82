"""The curated topics: a question, its answer in each language, and the source it rests on."""

import html
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
SLOT = re.compile(r"\{([a-z_]+)\}")


class Placeholder(NamedTuple):
    """A figure that an answer leaves open, to be filled from the dated rule data."""

    name: str
    meaning: str


PLACEHOLDERS = (
    Placeholder("age_limit", "years; registering and paying first must come before this birthday: 65"),
    Placeholder("benefit_death", "rupiah; death benefit in full: Rp42.000.000"),
    Placeholder("benefit_death_early", "rupiah; death in the first months of membership: Rp10.000.000"),
    Placeholder(
        "benefit_work_death", "rupiah; death by work accident on the lowest base income: Rp70.000.000"
    ),
    Placeholder("call_centre", "telephone number of the call centre: 175"),
    Placeholder("card_days", "days from the first payment to the card, at most: 7"),
    Placeholder("claim_days", "working days from complete papers to payment of a death claim: 3"),
    Placeholder("fare_air", "rupiah; refund of the way to hospital by air, at most: Rp10.000.000"),
    Placeholder("fare_land", "rupiah; the same by land, river or lake: Rp5.000.000"),
    Placeholder("fare_sea", "rupiah; the same by sea: Rp2.000.000"),
    Placeholder("full_pay_months", "months for which lost income is replaced in full: 12"),
    Placeholder("grace_months", "months in a row that may stay unpaid: 3"),
    Placeholder("home_care_max", "rupiah; care at home, at most: Rp20.000.000"),
    Placeholder("home_care_years", "years of care at home, at most: 1"),
    Placeholder("price_month", "rupiah a month, accident and death, lowest bracket, full price: Rp16.800"),
    Placeholder("price_relief", "rupiah a month, the same under the relief: Rp8.400"),
    Placeholder("price_savings", "rupiah a month, old-age savings, lowest bracket: Rp20.000"),
    Placeholder("relief_end", "month; the last one under the relief, all but transport: Desember 2026"),
    Placeholder("relief_end_transport", "month; the last one under the relief, transport: Maret 2027"),
    Placeholder("report_within", "time allowed to report an accident: 2 x 24 jam"),
    Placeholder("savings_age", "years; old-age savings are paid out: 56"),
    Placeholder("savings_app_max", "rupiah; highest balance that the JMO app pays out: Rp15.000.000"),
    Placeholder("savings_house_part", "share that may be taken early for a house: 30 %"),
    Placeholder("savings_part", "share that may be taken early: 10 %"),
    Placeholder("savings_years", "years of membership before a part may be taken: 10"),
    Placeholder("scholarship_age", "years; the scholarship ends at this birthday: 23"),
    Placeholder("scholarship_children", "children, at most: 2"),
    Placeholder("scholarship_max", "rupiah for all children together, at most: Rp174.000.000"),
    Placeholder("scholarship_years", "years of contributions before a death that brings a scholarship: 3"),
    Placeholder("suspected_days", "days to decide on a suspected work accident: 30"),
    Placeholder("tax_number_above", "rupiah; above this sum a tax number is asked for: Rp50.000.000"),
    Placeholder("waiting_months", "months of membership before the full death benefit: 3"),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that people ask.

    `answer` is Telegram HTML with slots named in `PLACEHOLDERS`, `otherwise` what holds when one of its figures is no
    longer in force; `see` is a command without its slash or empty; `confidence` is A, B+ or B, "own" for how Sasar
    itself works, "ask" where only the branch can say.
    """

    id: str
    question: str
    answer: str
    phrases: tuple[str, ...]
    source: str
    confidence: str
    see: str = ""
    hand_over: bool = False
    otherwise: str = ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled and escaped; KeyError names a slot without a value."""
    return SLOT.sub(lambda slot: html.escape(values[slot[1]], quote=False), text)


@cache
def load_topics(language: str) -> tuple[Topic, ...]:
    """Every topic in this language, in the order of `topics.toml`; KeyError when one has no wording."""
    facts = tomllib.loads((FOLDER / "topics.toml").read_text("utf-8"))
    wordings = {}
    for path in sorted((FOLDER / language / "topics").glob("*.toml")):
        wordings.update(tomllib.loads(path.read_text("utf-8")))
    return tuple(
        Topic(
            id=name,
            question=wordings[name]["question"],
            answer=wordings[name]["answer"].strip(),
            phrases=tuple(wordings[name]["phrases"]),
            otherwise=wordings[name].get("otherwise", "").strip(),
            **fact,
        )
        for name, fact in facts.items()
    )
