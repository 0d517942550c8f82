"""May I join? Five questions without a name or a NIK, and every reason at once."""

from collections.abc import Iterator

from conversations.answers.figures import figures
from conversations.answers.prices import price_line
from conversations.asking import open_button, paragraphs
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import Choice, Number, Occupation, YesNo
from conversations.rules import Applicant, Employment, Membership, Verdict, citations, get_occupation, verdict
from conversations.says import Say, column
from conversations.texts import Html, Texts

YOUNGEST, OLDEST = 1, 120
"""Ages that a living person can have; whether they may join is for the rules."""
WAYS = {
    "eligible": ("daftar", "manfaat", "sumber"),
    "refer_to_branch": ("orang", "menu"),
    "not_eligible": ("tanya", "menu"),
}


def applicant(answers: Answers) -> Applicant:
    """What the rules are told."""
    return Applicant(
        age=int(str(answers["age"])),
        working=answers["working"] == "yes",
        occupation=str(answers["occupation"]),
        employment=Employment(str(answers["employment"])),
        already_member=Membership(str(answers["member"])),
    )


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    judged = verdict(applicant(answers), facts.today())
    head = texts.fill(f"eligibility.verdict.{judged.outcome}")
    rows = column(*(open_button(name, texts) for name in WAYS[judged.outcome]))
    return Conclusion((Say(paragraphs(head, *_body(judged, answers, facts, texts)), rows),))


def _body(judged: Verdict, answers: Answers, facts: Facts, texts: Texts) -> Iterator[str]:
    if not judged.reasons:
        yield texts.fill("eligibility.covered")
        yield price_line(get_occupation(str(answers["occupation"])).sector, facts)
    for reason in judged.reasons:
        source = ", ".join(citations([reason.regulation])) if reason.is_stated else ""
        why = texts.fill(f"reason.{reason.code}", **figures(facts))
        yield texts.fill("eligibility.reason", why=Html(why), source=source) if source else f"• {why}"
        yield texts.fill(f"remedy.{reason.remedy}")
    if judged.remember_on is not None:
        yield texts.fill("eligibility.remember", day=texts.day(judged.remember_on))


ELIGIBILITY = Flow(
    name="eligibility",
    steps=(
        Ask("age", Number(YOUNGEST, OLDEST)),
        Ask("working", YesNo()),
        Ask("occupation", Occupation()),
        Ask("employment", Choice(("own", "paid", "both"))),
        Ask("member", Choice(("no", "yes", "unknown"))),
    ),
    conclude=_conclude,
)
