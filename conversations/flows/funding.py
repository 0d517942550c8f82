"""Who pays for others, from which money, by which decree, for which months and how many people?"""

from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow, Review
from conversations.funding.outcomes import FundingTold
from conversations.funding.payers import PayerKind, Source
from conversations.heard import opening
from conversations.kinds import Choice, FreeText, Month, NearDay, Number
from conversations.says import Button, Say, column
from conversations.texts import Texts

MOST_PEOPLE = 5000
DECREED = NearDay(-400, 60, (0, -7, -30))


def _is_village(answers: Answers, facts: Facts) -> bool:
    del facts
    return answers.get("kind") == PayerKind.VILLAGE.value


def _has_decree(answers: Answers, facts: Facts) -> bool:
    del facts
    return bool(answers.get("decree_number"))


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    # Whoever names the later month first means the same months.
    first_month, last_month = sorted((str(answers["first_month"]), str(answers["last_month"])))
    told = FundingTold.model_validate(
        {
            "kind": answers["kind"],
            "name": answers["name"],
            "area_code": answers["area_code"],
            "source": answers.get("source") or "",
            "decree_number": answers.get("decree_number") or "",
            "decree_on": answers.get("decree_on"),
            "first_month": first_month,
            "last_month": last_month,
            "quota": answers["quota"],
        }
    )
    back = Button(texts.fill("funding.button.back"), opening("dana"))
    return Conclusion((Say(texts.fill("funding.done"), column(back)),), told)


FUNDING = Flow(
    name="funding",
    steps=(
        Ask("area_code", FreeText(100), is_counted=False, is_given=True),
        Ask("kind", Choice(tuple(PayerKind))),
        Ask("source", Choice(tuple(Source)), when=_is_village),
        Ask("name", FreeText(60)),
        Ask("decree_number", FreeText(60), skippable=True),
        Ask("decree_on", DECREED, when=_has_decree),
        Ask("first_month", Month()),
        Ask("last_month", Month()),
        Ask("quota", Number(1, MOST_PEOPLE)),
        Review("review"),
    ),
    conclude=_conclude,
)
