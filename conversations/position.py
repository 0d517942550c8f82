"""Where a conversation stands: computed from its answers each time, so that questions may come and go."""

from dataclasses import replace

from pydantic import JsonValue

from conversations.conversation import Conversation
from conversations.facts import Facts
from conversations.flow import Ask, Flow, Review, Step, Stop


def settled(flow: Flow, conversation: Conversation, facts: Facts) -> Conversation:
    """The same conversation without answers whose question no longer applies."""
    known = {ask.step for ask in flow.asks() if ask.when(conversation.answers, facts)}
    stray = frozenset(conversation.answers) - known
    return settled(flow, conversation.without(stray), facts) if stray else conversation


def refitted(flow: Flow, conversation: Conversation, facts: Facts) -> Conversation:
    """A conversation from before the flow was changed, with only the answers that still fit."""
    if conversation.version == flow.version:
        return conversation
    kept = {step: value for step, value in conversation.answers.items() if _fits(flow, step, value)}
    return settled(
        flow, replace(conversation, answers=kept, version=flow.version, revisiting="", is_change=False), facts
    )


def _fits(flow: Flow, step: str, value: JsonValue) -> bool:
    ask = flow.find_ask(step)
    if ask is None or (value is None and not ask.skippable):
        return False
    try:
        return value is None or ask.kind.stored(value) == value
    except ValueError:
        return False


def current(flow: Flow, conversation: Conversation, facts: Facts) -> Step | None:
    """The step to show now: the one revisited, else the first that is unanswered; None when all is done."""
    if conversation.revisiting and (ask := flow.find_ask(conversation.revisiting)):
        return ask
    return next((step for step in flow.steps if _is_open(step, conversation, facts)), None)


def _is_open(step: Step, conversation: Conversation, facts: Facts) -> bool:
    if isinstance(step, Review):
        return True
    if isinstance(step, Stop):
        return step.when(conversation.answers, facts)
    is_answered = step.step in conversation.answers or bool(step.implied_by)
    return not is_answered and step.when(conversation.answers, facts)


def before(flow: Flow, conversation: Conversation, facts: Facts) -> Ask | None:
    """The answered question before the one that is open now."""
    here = current(flow, conversation, facts)
    answered: Ask | None = None
    for step in flow.steps:
        if step is here:
            break
        if (
            isinstance(step, Ask)
            and step.is_asked
            and step.step in conversation.answers
            and step.when(conversation.answers, facts)
        ):
            answered = step
    return answered


def progress(flow: Flow, conversation: Conversation, step: Step, facts: Facts) -> tuple[int, int]:
    """Which question this is, and of how many as far as can be seen."""
    counted = [ask for ask in flow.asks() if ask.is_counted and ask.when(conversation.answers, facts)]
    here = next((place for place, ask in enumerate(counted, 1) if ask is step), len(counted))
    return here, len(counted)
