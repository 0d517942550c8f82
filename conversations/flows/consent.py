"""Asking leave to keep somebody's details, and the proof that it was given (UU 27/2022 art. 21-24)."""

import hashlib
from collections.abc import Mapping

from conversations.facts import Answers, Facts
from conversations.outcomes import Consent
from conversations.texts import Texts

VERSION = "2026-11"
"""Changes with every change of the notice's meaning; the hash changes with every letter."""


def is_for_other(answers: Answers, facts: Facts) -> bool:
    """Asked about somebody else."""
    del facts
    return answers.get("for_whom") == "other"


def is_for_self(answers: Answers, facts: Facts) -> bool:
    """Asked about oneself."""
    return "for_whom" in answers and not is_for_other(answers, facts)


def is_refused(answers: Answers, facts: Facts) -> bool:
    """Leave was not given."""
    del facts
    return "refuse" in {answers.get("consent"), answers.get("consent_other")}


def shown(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """Who answers for the details."""
    del answers, texts
    return {"controller": facts.notice.controller}


def proof(answers: Answers, facts: Facts, texts: Texts) -> Consent:
    """Which words were agreed to, and how."""
    step = "consent_other" if is_for_other(answers, facts) else "consent"
    words = texts.fill(f"registration.{step}.ask", **shown(answers, facts, texts))
    return Consent(
        version=VERSION,
        text_hash=hashlib.sha256(words.encode()).hexdigest(),
        language=texts.language,
        channel="read_aloud" if step == "consent_other" else "own_chat",
    )
