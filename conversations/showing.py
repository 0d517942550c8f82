"""What a turn leads to, and the three ways a scene is shown: its present step, again, or at its end."""

from dataclasses import dataclass, replace

from conversations import asking
from conversations.conversation import Conversation
from conversations.flow import Ask, Conclusion, Review, Stop
from conversations.kinds.kind import Offer
from conversations.outcomes import Outcome
from conversations.says import Say, Spoken
from conversations.scene import Scene


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn leads to: words, the conversation (None when it is over), an outcome, a command to go on with.

    `parks` sets the conversation aside, with everything given so far.
    """

    spoken: Spoken
    conversation: Conversation | None = None
    outcome: Outcome | None = None
    goes_to: str = ""
    parks: bool = False


def ask_again(
    scene: Scene,
    ask: Ask,
    *,
    lead: str = "",
    offer: Offer | None = None,
    page: int = 0,
    is_short: bool = False,
) -> Turn:
    """The same question, perhaps with other options; old buttons stay good."""
    say = asking.question(scene, ask, lead=lead, offer=offer, page=page, is_short=is_short)
    if offer is None:
        return Turn(Spoken((say,)), replace(scene.conversation, offered=()))
    offered = tuple(option.value for option in offer.options)
    return Turn(Spoken((say,)), replace(scene.conversation, offered=offered, asked_at=scene.facts.now))


def again(scene: Scene, *, lead: str = "") -> Turn:
    """The present step once more, with its buttons as they were."""
    step = scene.step
    if isinstance(step, Ask):
        return ask_again(scene, step, lead=lead, is_short=bool(lead))
    if isinstance(step, Review):
        return Turn(Spoken((asking.review(scene, step, lead=lead),)), scene.conversation)
    return show(scene, lead=lead)


def show(scene: Scene, *, lead: str = "") -> Turn:
    """Go to where the conversation stands now: ask, review, stop or conclude."""
    step = scene.step
    if step is None:
        return conclude(scene)
    if isinstance(step, Stop):
        return Turn(Spoken((asking.stopped(scene, step),)))
    came = scene.conversation
    moved = scene.at(replace(came, asked=step.step, prompt=came.prompt + 1, asked_at=scene.facts.now))
    return ask_again(moved, step, lead=lead) if isinstance(step, Ask) else again(moved, lead=lead)


def conclude(scene: Scene) -> Turn:
    """The end: what the flow says and leaves behind; an exercise leaves nothing."""
    concluded: Conclusion = scene.flow.conclude(scene.conversation.answers, scene.facts, scene.texts)
    if not scene.conversation.is_exercise:
        return Turn(Spoken(concluded.says), None, concluded.outcome)
    return Turn(Spoken((*concluded.says, Say(scene.texts.fill("talk.exercise_over")))))
