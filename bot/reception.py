"""Where one thing heard belongs: to a command, to an open conversation, or to the curated answers."""

from dataclasses import dataclass, replace

from bot.commands import find_command, find_typed
from bot.commands.command import Command, Reply
from conversations import acts
from conversations.answers.front import lost, old_button, unknown_command
from conversations.answers.questions import answered
from conversations.asking import menu_button, paragraphs
from conversations.conversation import Conversation
from conversations.facts import Facts, Needs
from conversations.flow import Flow
from conversations.flows import find_flow, get_flow
from conversations.heard import Heard, Sort, Tap
from conversations.outcomes import Outcome
from conversations.says import Button, Say, Spoken
from conversations.scene import Scene
from conversations.texts import load
from conversations.turn import Turn, begin, needs, resume, turn
from conversations.words import meant


@dataclass(frozen=True, slots=True)
class Caller:
    """A contact with their conversations: the active one and those set aside."""

    language: str
    active: Conversation | None = None
    parked: tuple[Conversation, ...] = ()

    def find_parked(self, conversation_id: str) -> Conversation | None:
        """A conversation set aside, by its id."""
        return next((parked for parked in self.parked if parked.id == conversation_id), None)

    def switched(self, to: Conversation | None) -> "Caller":
        """The same caller with another conversation active and the present one set aside."""
        others = tuple(parked for parked in self.parked if to is None or parked.id != to.id)
        aside = (self.active,) if self.active is not None else ()
        return replace(self, active=to, parked=(*others, *aside))


@dataclass(frozen=True, slots=True)
class Received:
    """What one thing heard leads to: words, the caller afterwards, and what comes out."""

    spoken: Spoken
    caller: Caller
    outcomes: tuple[Outcome, ...] = ()


def wants(caller: Caller, heard: Heard) -> Needs:
    """What must be looked up before this can be received."""
    if order := _ordered(heard):
        return _needs_of(order[0])
    conversation = _meant_conversation(caller, heard)
    flow = find_flow(conversation.flow) if conversation else None
    if conversation and flow:
        return needs(flow, conversation, heard)
    return _needs_of(find_typed(heard.text)) if heard.sort is Sort.TEXT else Needs()


def _needs_of(command: Command | None) -> Needs:
    return command.needs if command else Needs()


def _meant_conversation(caller: Caller, heard: Heard) -> Conversation | None:
    if heard.tap and (caller.active is None or heard.tap.conversation != caller.active.id):
        return caller.find_parked(heard.tap.conversation)
    return caller.active


def receive(caller: Caller, heard: Heard, facts: Facts) -> Received:
    """Give one thing heard to whom it belongs; always says something."""
    if order := _ordered(heard):
        command, argument = order
        return _obey(caller, command, argument, facts)
    if heard.sort is Sort.TAP and heard.tap is None:
        return _strange_tap(caller, facts)
    conversation = _meant_conversation(caller, heard)
    if conversation is None and heard.tap is not None:
        return _strange_tap(caller, facts)
    if conversation is None:
        return _unprompted(caller, heard, facts)
    flow = find_flow(conversation.flow)
    if flow is None:
        return _unprompted(replace(caller, active=None), heard, facts)
    if caller.active is None or conversation.id != caller.active.id:
        caller = caller.switched(conversation)
    return _turned(caller, turn(flow, conversation, heard, facts), facts)


def _ordered(heard: Heard) -> tuple[Command | None, str] | None:
    """The command and argument that a text or a button asks for; None when it asks for none."""
    if heard.tap is not None and not heard.tap.conversation:
        return _split(heard.tap, ".")
    if heard.sort is not Sort.TEXT or not heard.text.startswith("/"):
        return None
    name, _, argument = heard.text[1:].strip().partition(" ")
    return find_command(name.partition("@")[0].casefold()), argument.strip()


def _split(tap: Tap, mark: str) -> tuple[Command | None, str]:
    name, _, argument = tap.value.partition(mark)
    return find_command(name), argument


def _obey(caller: Caller, command: Command | None, argument: str, facts: Facts) -> Received:
    if command is None:
        return Received(Spoken(unknown_command(facts)), caller)
    if command.name == "lanjut":
        return _go_on(caller, argument, facts)
    if command.name == "batal":
        return _cancel(caller, facts)
    reply = command.run(argument, facts)
    if reply.opens is not None:
        return _open(caller, reply, reply.opens, facts)
    outcomes = (reply.outcome,) if reply.outcome else ()
    return Received(Spoken(_with_way_back(reply.says, caller, facts)), caller, outcomes)


def _open(caller: Caller, reply: Reply, flow: Flow, facts: Facts) -> Received:
    unfinished = _find_unfinished(caller, flow, reply.subject)
    if unfinished is not None and not reply.is_exercise:
        scene = Scene(flow, unfinished, facts)
        here = caller if caller.active is unfinished else caller.switched(unfinished)
        return Received(acts.reminded(scene).spoken, here)
    opened = begin(flow, facts, subject=reply.subject, given=dict(reply.given), is_exercise=reply.is_exercise)
    lead = _parked_lead(caller, facts)
    return _turned(caller.switched(None), _led(opened, lead), facts)


def _find_unfinished(caller: Caller, flow: Flow, subject: str) -> Conversation | None:
    open_ones = (*((caller.active,) if caller.active else ()), *caller.parked)
    return next(
        (one for one in open_ones if one.flow == flow.name and one.subject == subject and one.answers), None
    )


def _parked_lead(caller: Caller, facts: Facts) -> str:
    if caller.active is None or not caller.active.answers:
        return ""
    title = load(facts.language).fill(f"{caller.active.flow}.title")
    return load(facts.language).fill("menu.parked", title=title)


def _led(opened: Turn, lead: str) -> Turn:
    if not lead or not opened.spoken.says:
        return opened
    first, *rest = opened.spoken.says
    led = replace(first, html=paragraphs(lead, first.html))
    return replace(opened, spoken=replace(opened.spoken, says=(led, *rest)))


def _turned(caller: Caller, turned: Turn, facts: Facts) -> Received:
    if turned.parks and turned.conversation is not None:
        after = replace(caller, active=turned.conversation).switched(None)
    else:
        after = replace(caller, active=turned.conversation)
    outcomes = (turned.outcome,) if turned.outcome else ()
    if not turned.goes_to:
        return Received(turned.spoken, after, outcomes)
    gone = _obey(after, find_command(turned.goes_to), "", facts)
    return replace(gone, spoken=_joined(turned.spoken, gone.spoken), outcomes=(*outcomes, *gone.outcomes))


def _joined(first: Spoken, second: Spoken) -> Spoken:
    return replace(first, says=(*first.says, *second.says))


def _with_way_back(says: tuple[Say, ...], caller: Caller, facts: Facts) -> tuple[Say, ...]:
    """A command in the middle of a conversation answers, and the way back stands under the answer."""
    if caller.active is None or not says:
        return says
    *before, last = says
    back = Button(
        load(facts.language).fill("talk.button.go_on"),
        str(Tap(caller.active.id, caller.active.prompt, "~go_on")),
    )
    return (*before, replace(last, rows=(*last.rows, (back,)), drops_keyboard=False))


def _go_on(caller: Caller, argument: str, facts: Facts) -> Received:
    chosen = caller.find_parked(argument) or caller.active or next(iter(caller.parked), None)
    flow = find_flow(chosen.flow) if chosen else None
    if chosen is None or flow is None:
        nothing = Say(load(facts.language).fill("menu.nothing_waiting"), menu_button(facts.language))
        return Received(Spoken((nothing,)), caller)
    here = caller if chosen is caller.active else caller.switched(chosen)
    return _turned(here, resume(flow, chosen, facts), facts)


def _cancel(caller: Caller, facts: Facts) -> Received:
    if caller.active is None:
        nothing = Say(load(facts.language).fill("menu.nothing_waiting"), menu_button(facts.language))
        return Received(Spoken((nothing,)), caller)
    scene = Scene(get_flow(caller.active.flow), caller.active, facts)
    return _turned(caller, acts.cancel(scene), facts)


def _strange_tap(caller: Caller, facts: Facts) -> Received:
    notice = load(facts.language).fill("menu.old_button")
    return Received(replace(Spoken(old_button(facts)), notice=notice), caller)


def _unprompted(caller: Caller, heard: Heard, facts: Facts) -> Received:
    """Something said outside of any conversation: a command's name, a word, a question, or nothing we know."""
    if heard.sort is not Sort.TEXT:
        return Received(Spoken(lost(facts, heard)), caller)
    if command := find_command(_MEANINGS.get(meant(heard.text), "")) or find_typed(heard.text):
        return _obey(caller, command, "", facts)
    return Received(Spoken(answered(heard.text, facts) or lost(facts, heard)), caller)


_MEANINGS: dict[str, str] = {"help": "bantuan", "menu": "menu", "cancel": "batal", "back": "menu"}
