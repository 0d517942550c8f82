"""Who pays for others, from which money, by which decree, for which months and how many people?"""

from conversations.asking import open_button
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow, Review
from conversations.funding.outcomes import FundingTold
from conversations.funding.payers import PayerKind, Source
from conversations.kinds import Choice, FreeText, Month, NearDay, Number
from conversations.says import Say, column
from conversations.texts import Texts

MOST_MONTHS, MOST_PEOPLE = 24, 5000
DECREED = NearDay(-400, 60, (0, -7, -30))


def _is_village(answers: Answers, facts: Facts) -> bool:
    del facts
    return answers.get("kind") == PayerKind.VILLAGE.value


def _has_decree(answers: Answers, facts: Facts) -> bool:
    del facts
    return bool(answers.get("decree_number"))


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    told = FundingTold.model_validate(
        {
            "kind": answers["kind"],
            "name": answers["name"],
            "area_code": answers["area_code"],
            "source": answers.get("source") or "",
            "decree_number": answers.get("decree_number") or "",
            "decree_on": answers.get("decree_on"),
            "first_month": answers["first_month"],
            "months": answers["months"],
            "quota": answers["quota"],
        }
    )
    return Conclusion((Say(texts.fill("funding.done"), column(open_button("dana", texts))),), told)


FUNDING = Flow(
    name="funding",
    steps=(
        Ask("area_code", FreeText(10), is_counted=False, is_given=True),
        Ask("kind", Choice(tuple(PayerKind))),
        Ask("source", Choice(tuple(Source)), when=_is_village),
        Ask("name", FreeText(60)),
        Ask("decree_number", FreeText(60), skippable=True),
        Ask("decree_on", DECREED, when=_has_decree),
        Ask("first_month", Month()),
        Ask("months", Number(1, MOST_MONTHS)),
        Ask("quota", Number(1, MOST_PEOPLE)),
        Review("review"),
    ),
    conclude=_conclude,
)
