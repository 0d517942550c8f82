"""A free question: answered from the curated topics, else handed to a person."""

from conversations.answers.questions import answered
from conversations.asking import open_button, paragraphs
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import FreeText
from conversations.office_hours import said_hours
from conversations.outcomes import HandOver
from conversations.says import Say, column
from conversations.texts import Texts
from conversations.threads import without_numbers

LONGEST = 500


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    found = answered(str(answers["question"]), facts)
    if found:
        return Conclusion(found)
    rows = column(open_button("orang", texts), open_button("menu", texts))
    return Conclusion((Say(texts.fill("question.unknown"), rows),))


QUESTION = Flow(name="question", steps=(Ask("question", FreeText(LONGEST)),), conclude=_conclude)


def _handed_over(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    html = paragraphs(texts.fill("handover.done"), said_hours(facts))
    said = Say(html, column(open_button("menu", texts)))
    question = without_numbers(str(answers["question"]))
    return Conclusion((said,), HandOver(topic="question", question=question))


HANDOVER = Flow(
    name="handover", steps=(Ask("question", FreeText(LONGEST)),), conclude=_handed_over, is_personal=True
)
