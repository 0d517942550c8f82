"""Bringing the answer of the core system: one document."""

from conversations.actor import BRANCH
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import SheetFile
from conversations.outcomes import Outcome
from conversations.says import Say
from conversations.texts import Texts


class AnswerBrought(Outcome):
    """A file with the core system's answer, by the messenger's own name of it."""

    file_id: str


def _brought(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    return Conclusion((Say(texts.fill("core_answer.done")),), AnswerBrought(file_id=str(answers["file"])))


CORE_ANSWER = Flow(
    name="core_answer",
    steps=(Ask("file", SheetFile(), is_counted=False),),
    conclude=_brought,
    roles=BRANCH,
)
