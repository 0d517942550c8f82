"""The turn: one thing heard in one conversation leads to words, a conversation and perhaps an outcome."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from conversations import acts
from conversations.asking import changeable
from conversations.conversation import Conversation
from conversations.exercising import imagined
from conversations.facts import Facts, Needs
from conversations.flow import Ask, Flow, Review
from conversations.heard import Heard, Sort
from conversations.kinds.kind import Accepted, Offer, Problem, Reading
from conversations.kinds.written import spoken
from conversations.plain import plain
from conversations.position import refitted, settled
from conversations.says import Spoken
from conversations.scene import Scene
from conversations.showing import Turn, again, ask_again, show
from conversations.words import asks_for_help, meant

CLOCKS_DIFFER_BY = timedelta(seconds=2)
"""Telegram dates messages by whole seconds and by its own clock."""
SHOW_EXAMPLE_AFTER = 2
OFFER_A_WAY_OUT_AFTER = 3

__all__ = ["Turn", "begin", "needs", "resume", "turn"]


def begin(
    flow: Flow,
    facts: Facts,
    *,
    subject: str = "",
    given: Mapping[str, str] = MappingProxyType({}),
    is_exercise: bool = False,
) -> Turn:
    """Open a conversation, with some answers perhaps already given, and ask its first question."""
    opened = Conversation(facts.fresh[:8], flow.name, flow.version, subject=subject, is_exercise=is_exercise)
    return show(_scene(flow, replace(opened, answers=given), facts))


def resume(flow: Flow, conversation: Conversation, facts: Facts) -> Turn:
    """Take up a conversation that was set aside: its present question, asked again."""
    scene = _scene(flow, conversation, facts)
    return show(_fitted(scene), lead=_changed_lead(scene))


def needs(flow: Flow, conversation: Conversation, heard: Heard) -> Needs:
    """What this turn must be told beforehand; before the last word the NIK is looked up once more.

    Nobody is looked up in an exercise: it is played with invented people.
    """
    if conversation.is_exercise:
        return Needs()
    asked = flow.find_ask(conversation.asked)
    typed = asked.kind.needs(heard.text) if asked and heard.sort is Sort.TEXT else Needs()
    nik = conversation.answers.get("nik")
    given = frozenset({nik} if isinstance(nik, str) and asked is None else ())
    return typed | Needs(niks=given, cases=flow.wants_cases)


def turn(flow: Flow, conversation: Conversation, heard: Heard, facts: Facts) -> Turn:
    """Judge one thing heard; always says something, accepts one answer at the most."""
    scene = _scene(flow, conversation, facts)
    if lead := _changed_lead(scene):
        return show(_fitted(scene), lead=lead)
    return _HEARD.get(heard.sort, _not_text)(_fitted(scene), heard)


def _scene(flow: Flow, conversation: Conversation, facts: Facts) -> Scene:
    return Scene(flow, conversation, imagined(facts) if conversation.is_exercise else facts)


def _fitted(scene: Scene) -> Scene:
    fitting = refitted(scene.flow, scene.conversation, scene.facts)
    return scene.at(settled(scene.flow, fitting, scene.facts))


def _changed_lead(scene: Scene) -> str:
    is_same = scene.conversation.version == scene.flow.version
    return "" if is_same else scene.texts.fill("talk.flow_changed")


def _text(scene: Scene, heard: Heard) -> Turn:
    if word := meant(heard.text):
        return acts.WORDS[word](scene, "")
    if _came_early(scene, heard):
        return again(scene, lead=scene.texts.fill("talk.came_early"))
    step = scene.step
    if isinstance(step, Review):
        return _at_review(scene, heard.text)
    return _answer(scene, step, heard) if isinstance(step, Ask) else show(scene)


def _answer(scene: Scene, ask: Ask, heard: Heard) -> Turn:
    text = heard.text
    reading = _find_offered(scene, ask, text) or ask.kind.take_message(heard, scene.asking(ask))
    if not isinstance(reading, Accepted) and asks_for_help(text):
        return acts.help_here(scene)
    return _read(scene, ask, reading, text)


def _find_offered(scene: Scene, ask: Ask, text: str) -> Reading | None:
    """The option of the last offer that was typed as its number or as the beginning of its label."""
    said, asking = plain(text), scene.asking(ask)
    if said.isdecimal() and 1 <= int(said) <= len(scene.conversation.offered):
        return ask.kind.pick(scene.conversation.offered[int(said) - 1], asking)
    picked = (ask.kind.pick(value, asking) for value in scene.conversation.offered)
    found = [one for one in picked if isinstance(one, Accepted)]
    named = [one for one in found if said and plain(ask.kind.show(one.value, asking)).startswith(said)]
    return named[0] if len(named) == 1 else None


def _came_early(scene: Scene, heard: Heard) -> bool:
    asked_at = scene.conversation.asked_at
    if heard.sent_at is None or asked_at is None:
        return False
    # A clock that was set back asked in what is now the future; whoever answers today would be early for ever.
    return heard.sent_at + CLOCKS_DIFFER_BY < min(asked_at, scene.facts.now)


def _tap(scene: Scene, heard: Heard) -> Turn:
    tap = heard.tap
    if tap is None:
        return _not_text(scene, heard)
    if tap.prompt != scene.conversation.prompt:
        return _stale(scene, str(tap))
    if tap.value.startswith("~"):
        word, _, argument = tap.value[1:].partition(".")
        return acts.TAPS.get(word, acts.go_on)(scene, argument)
    step = scene.step
    if not isinstance(step, Ask):
        return _stale(scene, str(tap))
    tapped = scene.at(replace(scene.conversation, last_tap=str(tap)))
    return _read(tapped, step, step.kind.pick(tap.value, scene.asking(step)))


def _stale(scene: Scene, tapped: str) -> Turn:
    if tapped == scene.conversation.last_tap:
        return Turn(Spoken(notice=scene.texts.fill("talk.already_tapped")), scene.conversation)
    shown = again(scene)
    return replace(shown, spoken=replace(shown.spoken, notice=scene.texts.fill("talk.old_button")))


def _contact(scene: Scene, heard: Heard) -> Turn:
    step = scene.step
    if not isinstance(step, Ask) or heard.contact is None:
        return _not_text(scene, heard)
    reading = step.kind.take_contact(heard.contact, scene.asking(step))
    is_useless = isinstance(reading, Problem) and reading.code == "not_text"
    return _not_text(scene, heard) if is_useless else _read(scene, step, reading)


def _file(scene: Scene, heard: Heard) -> Turn:
    step = scene.step
    if not isinstance(step, Ask) or not step.kind.takes_files:
        return _not_text(scene, heard)
    return _read(scene, step, step.kind.take_message(heard, scene.asking(step)))


def _picked(scene: Scene, heard: Heard) -> Turn:
    step = scene.step
    if not isinstance(step, Ask) or not step.kind.picks_person:
        return _not_text(scene, heard)
    return _read(scene, step, step.kind.take_person(heard.picked, scene.asking(step)))


def _not_text(scene: Scene, heard: Heard) -> Turn:
    key = scene.texts.first(f"talk.cannot_use.{heard.sort.value}", "talk.cannot_use.other")
    return again(scene, lead=scene.texts.fill(key))


def _read(scene: Scene, ask: Ask, reading: Reading, typed: str = "") -> Turn:
    if isinstance(reading, Accepted):
        turned = acts.accept(scene, ask, reading, lead=_understood(scene, ask, reading, typed))
    elif isinstance(reading, Offer):
        turned = ask_again(scene, ask, offer=reading)
    else:
        turned = _mistaken(scene, ask, reading)
    return replace(turned, spoken=replace(turned.spoken, forgets_heard=ask.kind.is_secret))


def _understood(scene: Scene, ask: Ask, accepted: Accepted, typed: str) -> str:
    """What was chosen or understood, where the chat does not show it: a tap leaves no trace there."""
    shown = ask.kind.show(accepted.value, scene.asking(ask))
    is_plain_to_see = ask.kind.is_secret or plain(shown) == plain(typed)
    return "" if is_plain_to_see else scene.texts.fill("talk.chosen", label=shown)


def _mistaken(scene: Scene, ask: Ask, problem: Problem) -> Turn:
    mistakes = scene.conversation.mistakes + 1
    lines = [_explained(scene, ask, problem)]
    if mistakes >= SHOW_EXAMPLE_AFTER:
        lines.append(_example(scene, ask))
    erring = scene.at(replace(scene.conversation, mistakes=mistakes))
    asked = ask_again(erring, ask, lead="\n".join(filter(None, lines)), is_short=True)
    return _with_way_out(erring, asked) if mistakes >= OFFER_A_WAY_OUT_AFTER else asked


def _explained(scene: Scene, ask: Ask, problem: Problem) -> str:
    key = scene.texts.first(
        f"{scene.flow.name}.{ask.step}.problem.{problem.code}",
        f"kinds.{ask.kind.name}.problem.{problem.code}",
        f"kinds.any.problem.{problem.code}",
        "kinds.any.problem.other",
    )
    return scene.texts.fill(key, **problem.values)


def _example(scene: Scene, ask: Ask) -> str:
    texts, key = scene.texts, f"{scene.flow.name}.{ask.step}"
    found = texts.find(f"{key}.example") or texts.find(f"kinds.{ask.kind.name}.example") or ""
    return "" if found in (texts.find(f"{key}.ask") or "") else found


def _with_way_out(scene: Scene, asked: Turn) -> Turn:
    say = asked.spoken.says[0]
    ways = (scene.button("later", "~later"), scene.button("person", "~person"))
    return replace(
        asked, spoken=Spoken((replace(say, rows=(*say.rows, ways), shares_contact="", picks_person=""),))
    )


def _at_review(scene: Scene, text: str) -> Turn:
    said = plain(text)
    if said in spoken("talk.words.send"):
        return acts.send(scene)
    if said in spoken("talk.words.edit"):
        return acts.edit(scene)
    labels = {
        plain(scene.texts.fill(f"{scene.flow.name}.{ask.step}.label")): ask for ask in changeable(scene)
    }
    named = [label for label in labels if f" {label} " in f" {said} "]
    if named:
        return acts.edit(scene, labels[max(named, key=len)].step)
    return again(scene, lead=scene.texts.fill("talk.review_unclear"))


_HEARD: dict[Sort, Callable[[Scene, Heard], Turn]] = {
    Sort.TEXT: _text,
    Sort.TAP: _tap,
    Sort.CONTACT: _contact,
    Sort.PICKED: _picked,
    Sort.PHOTO: _file,
    Sort.DOCUMENT: _file,
    Sort.REMINDED: lambda scene, _: acts.reminded(scene),
    Sort.EXPIRED: lambda scene, _: acts.expired(scene),
}
