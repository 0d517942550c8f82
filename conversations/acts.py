"""What works at any step, typed as a word or tapped: back, help, cancel, later, skip, send, edit, turn the page."""

from collections.abc import Callable
from dataclasses import replace

from conversations import asking
from conversations.flow import Ask, Review
from conversations.heard import opening
from conversations.kinds.kind import Accepted
from conversations.position import before, progress, settled
from conversations.says import Button, Rows, Say, Spoken, Style, column
from conversations.scene import Scene
from conversations.showing import Turn, again, ask_again, conclude, show

Act = Callable[[Scene, str], Turn]


def accept(scene: Scene, ask: Ask, accepted: Accepted, *, lead: str = "") -> Turn:
    """Take an answer, drop those that rested on another one, and go on."""
    came = scene.conversation
    is_changed = came.answers.get(ask.step) != accepted.value
    base = came.without(scene.flow.followers(ask.step)) if is_changed else came
    given = {
        ask.step: accepted.value,
        **{f"{ask.step}_{key}": value for key, value in accepted.implies.items()},
    }
    richer = replace(base, answers={**base.answers, **given}, revisiting="", is_change=False, mistakes=0)
    return show(scene.at(settled(scene.flow, richer, scene.facts)), lead=lead)


def go_on(scene: Scene, argument: str = "") -> Turn:
    """The present question, once more."""
    del argument
    return again(scene)


def send(scene: Scene, argument: str = "") -> Turn:
    """The word to go, at the review."""
    del argument
    return conclude(scene) if isinstance(scene.step, Review) else show(scene)


def edit(scene: Scene, argument: str = "") -> Turn:
    """Answer one question anew; which one is asked when it was not said."""
    if not argument:
        return Turn(Spoken((asking.choose_change(scene),)), scene.conversation)
    if argument not in scene.conversation.answers:
        return again(scene)
    return show(scene.at(replace(scene.conversation, revisiting=argument, is_change=True, mistakes=0)))


def back(scene: Scene, argument: str = "") -> Turn:
    """One question back, or to the review from a change; what was answered stays until it is answered anew."""
    del argument
    came = replace(scene.conversation, is_change=False, mistakes=0)
    if scene.conversation.is_change:
        return show(scene.at(replace(came, revisiting="")))
    earlier = before(scene.flow, came, scene.facts)
    if earlier is None:
        return again(scene, lead=scene.texts.fill("talk.no_way_back"))
    return show(scene.at(replace(came, revisiting=earlier.step)))


def help_here(scene: Scene, argument: str = "") -> Turn:
    """What the question means, and the question again."""
    del argument
    step = scene.step
    if not isinstance(step, Ask):
        return again(scene, lead=scene.texts.fill("talk.help"))
    key = scene.texts.first(
        f"{scene.flow.name}.{step.step}.help", f"kinds.{step.kind.name}.help", "talk.help"
    )
    return again(scene, lead=scene.texts.fill(key, **scene.shows(step)))


def cancel(scene: Scene, argument: str = "") -> Turn:
    """Stop; asked once more when something was already given."""
    if not scene.conversation.is_begun:
        return erase(scene, argument)
    return Turn(
        Spoken((Say(scene.texts.fill("talk.cancel_asked"), _ways_on(scene, "later", "erase")),)),
        scene.conversation,
    )


def _ways_on(scene: Scene, *others: str) -> Rows:
    goes_on = scene.button("go_on", "~go_on", style=Style.CONFIRM)
    return ((goes_on,), tuple(scene.button(other, f"~{other}") for other in others))


def erase(scene: Scene, argument: str = "") -> Turn:
    """Throw away everything given."""
    del argument
    gone = Say(scene.texts.fill("talk.erased"), asking.menu_button(scene.facts.language), drops_keyboard=True)
    return Turn(Spoken((gone,)))


def later(scene: Scene, argument: str = "") -> Turn:
    """Set aside, with the way back."""
    del argument
    way_back = column(Button(scene.texts.fill("talk.button.go_on"), opening("lanjut", scene.conversation.id)))
    aside = Say(scene.texts.fill("talk.set_aside", title=scene.title), way_back, drops_keyboard=True)
    return Turn(Spoken((aside,)), scene.conversation, parks=True)


def menu(scene: Scene, argument: str = "") -> Turn:
    """Set aside, and show what else there is."""
    return replace(later(scene, argument), goes_to="menu")


def person(scene: Scene, argument: str = "") -> Turn:
    """Set aside, and ask a person."""
    return replace(later(scene, argument), goes_to="orang")


def skip(scene: Scene, argument: str = "") -> Turn:
    """Pass over a question that may be passed over."""
    del argument
    step = scene.step
    if not isinstance(step, Ask) or not step.skippable:
        return again(scene, lead=scene.texts.fill("talk.cannot_skip"))
    return accept(scene, step, Accepted(None))


def page(scene: Scene, argument: str = "") -> Turn:
    """Another page of a long list."""
    step = scene.step
    if not isinstance(step, Ask) or not (argument.isascii() and argument.isdigit()):
        return again(scene)
    return ask_again(scene, step, page=min(int(argument), 99))


def restart(scene: Scene, argument: str = "") -> Turn:
    """From the first question again, about the same person."""
    del argument
    came = scene.conversation
    given = {ask.step for ask in scene.flow.asks() if ask.is_given}
    emptied = came.without(frozenset(came.answers) - given)
    return show(scene.at(replace(emptied, revisiting="", is_change=False, mistakes=0)))


def reminded(scene: Scene) -> Turn:
    """Silence for a day or two: say how far it went and offer the way on."""
    step = scene.step
    here, of = (
        progress(scene.flow, scene.conversation, step, scene.facts) if isinstance(step, Ask) else (0, 0)
    )
    where = (
        scene.texts.fill("talk.reminded_at", here=here, of=of)
        if of > 1
        else scene.texts.fill("talk.reminded_at_end")
    )
    html = asking.paragraphs(
        asking.subject_line(scene), scene.texts.fill("talk.reminded", title=scene.title, where=where)
    )
    return Turn(Spoken((Say(html, _ways_on(scene, "restart", "erase")),)), scene.conversation)


def expired(scene: Scene) -> Turn:
    """Silence for too long: what was given is thrown away, and that is said."""
    html = scene.texts.fill("talk.expired", title=scene.title)
    return Turn(Spoken((Say(html, asking.menu_button(scene.facts.language), drops_keyboard=True),)))


WORDS: dict[str, Act] = {
    "cancel": cancel,
    "back": back,
    "help": help_here,
    "menu": menu,
    "skip": skip,
    "later": later,
    "go_on": go_on,
    "restart": restart,
    "erase": erase,
    "person": person,
}
"""What a word typed at any step leads to."""

TAPS: dict[str, Act] = {
    "send": send,
    "edit": edit,
    "later": later,
    "erase": erase,
    "restart": restart,
    "go_on": go_on,
    "skip": skip,
    "page": page,
    "person": person,
}
"""What a button that is not an answer leads to."""
