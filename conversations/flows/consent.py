"""Asking leave to keep somebody's details, and the proof that it was given (UU 27/2022 art. 21-24)."""

import hashlib
from collections.abc import Iterator, Mapping

from conversations.facts import Answers, Facts
from conversations.flow import Ask
from conversations.kinds import FreeText
from conversations.outcomes import Consent
from conversations.texts import Texts, load

VERSION = "2026-11"
"""Changes with every change of the notice's meaning; the hash changes with every letter."""

_STEPS = {"self": "consent", "other": "consent_other", "visited": "consent_visited"}


def is_for_other(answers: Answers, facts: Facts) -> bool:
    """Asked about somebody else."""
    del facts
    return answers.get("for_whom") == "other"


def is_for_self(answers: Answers, facts: Facts) -> bool:
    """Asked about oneself."""
    del facts
    return answers.get("for_whom") == "self"


def is_visited(answers: Answers, facts: Facts) -> bool:
    """Asked by an officer about the person before them."""
    del facts
    return answers.get("for_whom") == "visited"


def is_witnessed(answers: Answers, facts: Facts) -> bool:
    """Asked when leave was given aloud, before a witness, and a paper slip stays with the person."""
    del facts
    return answers.get("consent_visited") == "witness"


def is_refused(answers: Answers, facts: Facts) -> bool:
    """Leave was not given."""
    del facts
    return "refuse" in {answers.get(step) for step in _STEPS.values()}


def languages() -> Iterator[Ask]:
    """The language in which each kind of leave was asked."""
    return (
        Ask(f"{step}_language", FreeText(8), implied_by=step, is_counted=False) for step in _STEPS.values()
    )


def shown(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """Who answers for the details."""
    del answers, texts
    return {"controller": facts.notice.controller}


def proof(answers: Answers, facts: Facts, texts: Texts) -> Consent:
    """Which words were agreed to, how, and who stood by."""
    step = _STEPS[str(answers["for_whom"])]
    texts = load(str(answers.get(f"{step}_language", texts.language)))
    words = texts.fill(f"registration.{step}.ask", **shown(answers, facts, texts))
    return Consent(
        version=VERSION,
        text_hash=hashlib.sha256(words.encode()).hexdigest(),
        language=texts.language,
        channel=_channel(answers),
        witness=str(answers.get("witness", "")),
        slip=str(answers.get("slip", "")),
    )


def _channel(answers: Answers) -> str:
    if answers["for_whom"] == "self":
        return "own_chat"
    return "own_link" if answers.get("consent_visited") == "own_phone" else "read_aloud"
