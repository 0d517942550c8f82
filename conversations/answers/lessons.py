"""The lessons in chat: the list, a card at a time, the question, and what the answer was worth."""

from conversations.answers.figures import figures
from conversations.asking import paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.knowledge import fill
from conversations.lessons import Lesson, find_lesson, load_lessons
from conversations.says import Button, Say, column
from conversations.texts import Html, load

COMMAND = "panduan"
QUESTION = "q"


def guide(argument: str, facts: Facts) -> tuple[Say, ...]:
    """The list; `<lesson>` or `<lesson>.<card>`; `<lesson>.q` for its question; `<lesson>.q.<answer>` for a verdict."""
    name, _, part = argument.partition(".")
    lesson = find_lesson(name, facts.language)
    if lesson is None:
        return (_list(facts),)
    word, _, answer = part.partition(".")
    if word == QUESTION:
        return (_judged(lesson, answer, facts) if answer else _question(lesson),)
    number = int(word) if word.isascii() and word.isdecimal() and len(word) == 1 else 1
    return (_card(lesson, min(max(number, 1), len(lesson.cards)), facts),)


def _list(facts: Facts) -> Say:
    lessons = load_lessons(facts.language)
    buttons = (Button(lesson.title, opening(COMMAND, lesson.name)) for lesson in lessons)
    texts = load(facts.language)
    quick = Button(texts.fill("enrol.button.quick"), opening("daftarkan", "cepat"))
    return Say(texts.fill("lesson.list"), column(*buttons, quick))


def _card(lesson: Lesson, number: int, facts: Facts) -> Say:
    texts, of = load(facts.language), len(lesson.cards)
    on = (
        Button(texts.fill("lesson.button.on"), opening(COMMAND, f"{lesson.name}.{number + 1}"))
        if number < of
        else Button(texts.fill("lesson.button.ask"), opening(COMMAND, f"{lesson.name}.{QUESTION}"))
    )
    head = texts.fill("lesson.card", title=lesson.title, here=number, of=of)
    return Say(paragraphs(head, _taught(lesson.cards[number - 1], facts)), column(on))


def _taught(card: str, facts: Facts) -> str:
    """The card with the figures of today; one that no rule gives today is not taught."""
    if "{" not in card:
        return card
    try:
        return fill(card, figures(facts))
    except LookupError:
        return load(facts.language).fill("lesson.no_figure")


def _question(lesson: Lesson) -> Say:
    buttons = (
        Button(option, opening(COMMAND, f"{lesson.name}.{QUESTION}.{place}"))
        for place, option in enumerate(lesson.options)
    )
    return Say(Html(f"<b>{lesson.title}</b>\n{lesson.question}"), column(*buttons))


def _judged(lesson: Lesson, answer: str, facts: Facts) -> Say:
    texts = load(facts.language)
    is_right = answer == str(lesson.options.index(lesson.right))
    key = "lesson.right" if is_right else "lesson.wrong"
    again = Button(texts.fill("lesson.button.again"), opening(COMMAND, lesson.name))
    others = Button(texts.fill("lesson.button.others"), opening(COMMAND))
    values = {"why": lesson.why} if is_right else {"why": lesson.why, "right": lesson.right}
    return Say(texts.fill(key, **values), ((others,) if is_right else (again, others),))
