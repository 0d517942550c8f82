"""What waits for an officer, in words: doors promised, registrations sent back, people about to lose protection."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conversations.answers.visits import door_label
from conversations.asking import menu_button, open_button, paragraphs
from conversations.conversation import Conversation
from conversations.facts import Facts
from conversations.flows import find_flow
from conversations.flows.correction import FIELDS
from conversations.heard import opening
from conversations.says import Button, Say, column
from conversations.texts import Texts, load
from conversations.village_book import Door, Fix, Lapse


@dataclass(frozen=True, slots=True)
class TaskList:
    """The most pressing of each kind, and how many doors are due today, overdue, and how many visits are done."""

    returns: tuple[Door, ...] = ()
    fixes: tuple[Fix, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    drafts: tuple[Conversation, ...] = ()
    due: int = 0
    late: int = 0
    done: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.returns or self.fixes or self.lapses or self.drafts)


def tasks(waiting: TaskList, facts: Facts) -> Say:
    """Everything that waits on one page, each thing a tap away."""
    texts = load(facts.language)
    if waiting.is_empty:
        rows = (*column(open_button("kunjungan", texts)), *menu_button(facts.language))
        return Say(texts.fill("task.nothing", done=waiting.done), rows)
    counts = texts.fill("task.counts", due=waiting.due, late=waiting.late, done=waiting.done)
    html = paragraphs(texts.fill("task.title"), counts, *_lines(waiting, texts))
    return Say(html, column(*_buttons(waiting, facts, texts)), is_private=True)


def _lines(waiting: TaskList, texts: Texts) -> Iterator[str]:
    if waiting.fixes:
        yield texts.fill("task.fixes", count=len(waiting.fixes))
    if waiting.drafts:
        yield texts.fill("task.drafts", count=len(waiting.drafts))
    if waiting.lapses:
        yield texts.fill("task.lapses")
    for lapse in waiting.lapses:
        month = texts.month(lapse.paid_until)
        who = f"{lapse.name} ({lapse.place})" if lapse.place else lapse.name
        yield texts.fill("task.lapse_line", who=who, month=month)


def _buttons(waiting: TaskList, facts: Facts, texts: Texts) -> Iterator[Button]:
    for fix in waiting.fixes:
        yield Button(texts.fill("task.button.fix", name=fix.name), opening("tugas", fix.reference))
    for door in waiting.returns:
        label = door_label(door, facts.today(door.village_code), texts)
        yield Button(label, opening("kunjungan", f"door.{door.id}"))
    for lapse in waiting.lapses:
        if lapse.door_id:
            yield Button(lapse.place, opening("kunjungan", f"door.{lapse.door_id}"))
    for draft in waiting.drafts:
        yield Button(texts.fill("task.button.draft", title=_title(draft, texts)), opening("lanjut", draft.id))


def is_draft(conversation: Conversation) -> bool:
    """Whether somebody's form waits in it; an exercise, or a question about a door, does not."""
    flow = find_flow(conversation.flow)
    return flow is not None and flow.is_personal and conversation.is_begun and not conversation.is_exercise


def _title(draft: Conversation, texts: Texts) -> str:
    return texts.fill(f"{draft.flow}.title")


def field_of(reason: str) -> str:
    """The field that a reason of the branch is about: `nik` of `nik_unreadable`; empty when it names none."""
    named = (field for field in FIELDS if reason == field or reason.startswith(f"{field}_"))
    return max(named, key=len, default="")


def morning(due: int, late: int, fixes: int, language: str) -> Say | None:
    """The note in the morning; None when nothing waits."""
    texts = load(language)
    lines = list(_morning_lines(due, late, fixes, texts))
    if not lines:
        return None
    see = Button(texts.fill("task.button.see"), opening("tugas"))
    return Say(paragraphs(texts.fill("task.morning"), *lines), column(see))


def _morning_lines(due: int, late: int, fixes: int, texts: Texts) -> Iterable[str]:
    if due:
        yield texts.fill("task.morning_due", due=due)
    if late:
        yield texts.fill("task.morning_late", late=late)
    if fixes:
        yield texts.fill("task.fixes", count=fixes)
