"""A person takes their record over into their own chat: birth date, and leave where it was not given yet."""

import hashlib

from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow, Stop
from conversations.flows import consent
from conversations.kinds import BirthDate, Choice, FreeText
from conversations.kinds.agreement import Agreement
from conversations.outcomes import Consent, TakeOver
from conversations.says import Say
from conversations.texts import Texts, load

KEPT, HELD = "kept", "held"
"""Whether the record is there already, or a form waits for the person's own leave."""


def is_held(answers: Answers, facts: Facts) -> bool:
    """Asked when the form waits for leave."""
    del facts
    return answers.get("state") == HELD


def is_refused(answers: Answers, facts: Facts) -> bool:
    """Leave was not given."""
    del facts
    return answers.get("consent") == "refuse"


def _proof(answers: Answers, facts: Facts, texts: Texts) -> Consent:
    texts = load(str(answers.get("consent_language", texts.language)))
    words = texts.fill("takeover.consent.ask", **consent.shown({}, facts, texts))
    return Consent(
        version=consent.VERSION,
        text_hash=hashlib.sha256(words.encode()).hexdigest(),
        language=texts.language,
        channel="own_link",
    )


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    outcome = TakeOver.model_validate(
        {
            "slip": answers["slip"],
            "birth_date": answers["birth_date"],
            "consent": _proof(answers, facts, texts) if is_held(answers, facts) else None,
        }
    )
    return Conclusion((Say(texts.fill("takeover.checking")),), outcome)


TAKEOVER = Flow(
    name="takeover",
    steps=(
        Ask("slip", FreeText(40), is_counted=False, is_given=True),
        Ask("state", Choice((KEPT, HELD)), is_counted=False, is_given=True),
        Ask("consent", Agreement(("agree", "refuse")), is_held, shows=consent.shown, links=("privasi",)),
        Ask("consent_language", FreeText(8), implied_by="consent", is_counted=False),
        Stop("declined", when=is_refused, opens=("menu",)),
        Ask("birth_date", BirthDate()),
    ),
    conclude=_conclude,
    is_personal=True,
)
