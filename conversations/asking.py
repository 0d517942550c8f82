"""How one question, or the review, is put into words and buttons."""

from collections.abc import Iterable, Sequence

from conversations.flow import Ask, Review, Stop
from conversations.heard import opening
from conversations.kinds.kind import Offer, Option
from conversations.position import progress
from conversations.says import Button, Rows, Say, Style, column, grid
from conversations.scene import Scene
from conversations.texts import Html, Texts, load

PAGE = 8
"""Options shown at once; more are turned like pages."""
SHORT_LABEL = 17
"""Labels up to this many letters stand two in a row."""


def question(
    scene: Scene,
    ask: Ask,
    *,
    lead: str = "",
    offer: Offer | None = None,
    page: int = 0,
    is_short: bool = False,
) -> Say:
    """One question with its buttons; `lead` is said before it, `offer` replaces its own options.

    `is_short` asks in the words of `<step>.again` where there are some: the long ones still stand in the chat.
    """
    body = _offered(scene, ask, offer) if offer else _asked(scene, ask, is_short=is_short)
    options = offer.options if offer else ask.kind.options(scene.asking(ask))
    html = paragraphs(lead, subject_line(scene), body)
    rows = _rows(scene, ask, options, page)
    if ask.kind.shares_contact and not offer:
        return Say(html, rows, shares_contact=scene.texts.fill("talk.share_contact"))
    if ask.kind.picks_person and not offer:
        return Say(html, rows, picks_person=scene.texts.fill("talk.pick_person"))
    return Say(html, rows, is_private=scene.flow.is_personal, drops_keyboard=True)


def paragraphs(*parts: str) -> str:
    """The parts that say something, one under the other."""
    return "\n".join(part for part in parts if part)


def _asked(scene: Scene, ask: Ask, *, is_short: bool) -> str:
    here, of = progress(scene.flow, scene.conversation, ask, scene.facts)
    key = f"{scene.flow.name}.{ask.step}"
    words = scene.texts.first(*((f"{key}.again",) if is_short else ()), f"{key}.ask")
    first, _, rest = scene.texts.fill(words, **scene.shows(ask)).partition("\n")
    count = scene.texts.fill("talk.progress", here=here, of=of) if ask.is_counted and of > 1 else ""
    return paragraphs(f"{first} {count}".rstrip(), rest)


def _offered(scene: Scene, ask: Ask, offer: Offer) -> str:
    key = scene.texts.first(
        f"{scene.flow.name}.{ask.step}.offer.{offer.code}",
        f"kinds.{ask.kind.name}.offer.{offer.code}",
        f"kinds.any.offer.{offer.code}",
    )
    return scene.texts.fill(key, **offer.values)


def subject_line(scene: Scene) -> str:
    """`untuk: Ibu Siti Aminah`, on every message of a conversation about somebody else; a mark on every exercise."""
    if scene.conversation.is_exercise:
        return paragraphs(scene.texts.fill("talk.exercise"), _whose(scene))
    if not scene.conversation.subject:
        return ""
    return _whose(scene) or scene.texts.fill("talk.subject_unnamed")


def _whose(scene: Scene) -> str:
    answers = scene.conversation.answers
    if not (name := scene.flow.about(answers)):
        return ""
    sex = scene.flow.sex(answers, scene.facts)
    return scene.texts.fill(f"talk.subject_{sex}" if sex else "talk.subject", name=name)


def _rows(scene: Scene, ask: Ask, options: Sequence[Option], page: int) -> Rows:
    shown = options[page * PAGE : (page + 1) * PAGE]
    buttons = tuple(Button(option.label, scene.tap(option.value)) for option in shown)
    width = 2 if len(buttons) > 1 and all(len(button.label) <= SHORT_LABEL for button in buttons) else 1
    skip = column(scene.button("skip", "~skip")) if ask.skippable else ()
    links = column(*(open_button(link, scene.texts) for link in ask.links))
    return (*grid(buttons, width), *_turners(scene, len(options), page), *skip, *links)


def _turners(scene: Scene, count: int, page: int) -> Rows:
    back = (scene.button("page_back", f"~page.{page - 1}"),) if page else ()
    on = (scene.button("page_on", f"~page.{page + 1}"),) if (page + 1) * PAGE < count else ()
    return ((*back, *on),) if back or on else ()


def review(scene: Scene, step: Review, *, lead: str = "") -> Say:
    """Every answer on a line of its own, and the buttons that send, change or wait."""
    key = f"{scene.flow.name}.{step.step}"
    values = step.shows(scene.conversation.answers, scene.facts, scene.texts)
    body = scene.texts.fill(f"{key}.ask", answers=Html("\n".join(summary(scene))), **values)
    send = Button(scene.texts.fill(f"{key}.button.send"), scene.tap("~send"), style=Style.CONFIRM)
    rows = ((send,), (scene.button("edit", "~edit"), scene.button("later", "~later")))
    return Say(paragraphs(lead, subject_line(scene), body), rows, is_private=True, drops_keyboard=True)


def summary(scene: Scene) -> Iterable[str]:
    """One line an answer, as its owner reads it."""
    return (
        scene.texts.fill("talk.answer_line", label=_label(scene, ask), answer=_shown(scene, ask))
        for ask in changeable(scene)
    )


def _label(scene: Scene, ask: Ask) -> str:
    return scene.texts.fill(f"{scene.flow.name}.{ask.step}.label")


def _shown(scene: Scene, ask: Ask) -> str:
    value = scene.conversation.answers[ask.step]
    if value is None:
        return scene.texts.fill("talk.skipped")
    in_a_list = scene.texts.find(f"{scene.flow.name}.{ask.step}.shown.{value}")
    return in_a_list or ask.kind.show(value, scene.asking(ask))


def changeable(scene: Scene) -> list[Ask]:
    """Answered questions that have a label, and so are shown in the review and can be changed there."""
    answers = scene.conversation.answers
    return [
        ask
        for ask in scene.flow.asks()
        if ask.step in answers and scene.texts.find(f"{scene.flow.name}.{ask.step}.label")
    ]


def choose_change(scene: Scene) -> Say:
    """Which answer is to be changed?"""
    buttons = tuple(Button(_label(scene, ask), scene.tap(f"~edit.{ask.step}")) for ask in changeable(scene))
    return Say(
        paragraphs(subject_line(scene), scene.texts.fill("talk.which_change")),
        grid(buttons, 2),
        is_private=True,
    )


def stopped(scene: Scene, stop: Stop) -> Say:
    """The sentence with which a conversation ends early, and where to go from there."""
    values = stop.shows(scene.conversation.answers, scene.facts, scene.texts)
    html = scene.texts.fill(f"{scene.flow.name}.{stop.step}.stop", **values)
    return Say(
        html, column(*(open_button(command, scene.texts) for command in stop.opens)), drops_keyboard=True
    )


def open_button(command: str, texts: Texts, argument: str = "") -> Button:
    """A button that opens a command."""
    return Button(texts.fill(f"menu.button.{command}"), opening(command, argument))


def menu_button(language: str) -> Rows:
    """The one button that is always a way on."""
    return column(open_button("menu", load(language)))
