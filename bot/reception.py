"""Where one thing heard belongs: to a command, to an open conversation, or to the curated answers."""

from dataclasses import dataclass, replace

from bot.callers import Caller
from bot.commands import find_command, find_linked, find_typed
from bot.commands.command import Command, Letter, Reply
from conversations import acts
from conversations.actor import Actor
from conversations.answers.badges import find_code
from conversations.answers.front import lost, old_button, unknown_command
from conversations.answers.questions import answered
from conversations.asking import menu_button, paragraphs
from conversations.conversation import Conversation
from conversations.facts import Facts, Needs
from conversations.flow import Flow
from conversations.flows import find_flow, get_flow
from conversations.heard import Heard, Sort, Tap
from conversations.outcomes import LanguageChosen, Outcome
from conversations.says import Button, Say, Spoken
from conversations.scene import Scene
from conversations.shorthand import is_shorthand
from conversations.texts import load
from conversations.turn import Turn, begin, needs, resume, turn
from conversations.words import asks_for_quiet, may_ask_for_quiet, meant, says_it_is_paid


@dataclass(frozen=True, slots=True)
class Received:
    """What one thing heard leads to: words, the caller afterwards, and what comes out.

    An `errand` is a command with its argument that needs the store; `carried_out` takes its reply.
    """

    spoken: Spoken
    caller: Caller
    outcomes: tuple[Outcome, ...] = ()
    errand: tuple[Command, str] | None = None
    letters: tuple[Letter, ...] = ()


GOING_ON = Needs(cases=True)
"""Whatever is gone on with may look at the contact's registrations."""


def wants(caller: Caller, heard: Heard) -> Needs:
    """What must be looked up before this can be received."""
    if caller.active and _is_halt(heard):
        return Needs(last_word=True)
    if order := _ordered(heard):
        return GOING_ON if order[0] is find_command("lanjut") else _needs_of(order[0])
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
    caller = caller.without(lambda one: not _is_open_to(facts.actor, one))
    if order := _ordered(heard):
        command, argument = order
        return _obey(caller, command, argument, facts)
    if heard.sort is Sort.TAP and heard.tap is None:
        return _strange_tap(caller, facts)
    if _is_halt(heard):
        return _halt(caller, facts)
    conversation = _meant_conversation(caller, heard)
    if conversation is None:
        return _strange_tap(caller, facts) if heard.tap else _unprompted(caller, heard, facts)
    if caller.active is None or conversation.id != caller.active.id:
        caller = caller.switched(conversation)
    return _turned(caller, turn(get_flow(conversation.flow), conversation, heard, facts), facts)


def _is_open_to(actor: Actor, conversation: Conversation) -> bool:
    """Whether its flow is still there, and for this actor: with a post go the conversations that need it."""
    flow = find_flow(conversation.flow)
    return flow is not None and (not flow.roles or actor.has(*flow.roles))


def nudge(caller: Caller, conversation_id: str, silence: Heard, facts: Facts) -> Received:
    """Let an open conversation hear silence; one that holds nothing ends without a word."""
    conversation = next((one for one in caller.open_ones if one.id == conversation_id), None)
    flow = find_flow(conversation.flow) if conversation else None
    if conversation is None:
        return Received(Spoken(), caller)
    turned = turn(flow, conversation, silence, facts) if flow else Turn(Spoken())
    is_worth_a_word = conversation.is_begun and not conversation.is_exercise
    spoken = turned.spoken if is_worth_a_word else Spoken()
    return Received(
        spoken, caller if turned.conversation else caller.without(lambda one: one.id == conversation_id)
    )


def _ordered(heard: Heard) -> tuple[Command | None, str] | None:
    """The command and argument that a text or a button asks for; None when it asks for none."""
    if heard.tap is not None and not heard.tap.conversation:
        return _split(heard.tap, ".")
    if heard.sort is not Sort.TEXT:
        return None
    if not heard.text.startswith("/"):
        return _ordered_plainly(heard.text)
    name, _, argument = heard.text[1:].strip().partition(" ")
    command = find_command(name.partition("@")[0].casefold())
    linked = find_linked(argument.strip()) if command is find_command("start") else None
    return linked or (command, argument.strip())


def _ordered_plainly(text: str) -> tuple[Command | None, str] | None:
    """What is an order without a slash: a whole person, a wish to be left alone, somebody's badge."""
    if is_shorthand(text):
        return find_command("daftarkan"), text
    if asks_for_quiet(text):
        return find_command("pengingat"), "stop"
    code = find_code(text)
    return (find_command("cekpetugas"), code) if code else None


def _split(tap: Tap, mark: str) -> tuple[Command | None, str]:
    name, _, argument = tap.value.partition(mark)
    return find_command(name), argument


def _obey(caller: Caller, command: Command | None, argument: str, facts: Facts) -> Received:
    if command is None or not command.is_for(facts.actor):
        return Received(Spoken(_with_way_back(unknown_command(facts), caller, facts)), caller)
    if command.act is not None:
        return Received(Spoken(), caller, errand=(command, argument))
    if command.run is not None:
        return carried_out(caller, command.run(argument, facts), facts)
    return _go_on(caller, argument, facts) if command.name == "lanjut" else _cancel(caller, facts)


def carried_out(caller: Caller, reply: Reply, facts: Facts) -> Received:
    """What the reply of a command leads to."""
    if reply.opens is not None:
        opened = _open(caller, reply, reply.opens, facts)
        return replace(opened, letters=reply.letters)
    outcomes = (reply.outcome,) if reply.outcome else ()
    if isinstance(reply.outcome, LanguageChosen):
        facts = replace(facts, language=reply.outcome.language)
    spoken = Spoken(_with_way_back(reply.says, caller, facts), reply.notice)
    return Received(spoken, caller, outcomes, letters=reply.letters)


def _open(caller: Caller, reply: Reply, flow: Flow, facts: Facts) -> Received:
    unfinished = _find_unfinished(caller, flow, reply)
    if unfinished is not None and not reply.is_exercise:
        scene = Scene(flow, unfinished, facts)
        here = caller if caller.active is unfinished else caller.switched(unfinished)
        return Received(acts.reminded(scene).spoken, here)
    opened = begin(flow, facts, subject=reply.subject, given=dict(reply.given), is_exercise=reply.is_exercise)
    # One contact has one conversation of a flow about a subject: the new one takes the place of the old.
    others = caller.without(lambda one: (one.flow, one.subject) == (flow.name, reply.subject))
    return _turned(others.switched(None), _led(opened, _parked_lead(others, facts)), facts)


def _find_unfinished(caller: Caller, flow: Flow, reply: Reply) -> Conversation | None:
    """One that was begun about the same subject and, where the order names it, the same registration."""
    asked = (flow.name, reply.subject)
    same = (one for one in caller.open_ones if (one.flow, one.subject) == asked and one.is_begun)
    return next((one for one in same if dict(reply.given).items() <= dict(one.answers).items()), None)


def _parked_lead(caller: Caller, facts: Facts) -> str:
    if caller.active is None or not caller.active.is_begun:
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
        after = replace(caller, active=None, parked=(turned.conversation, *caller.parked))
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
    chosen = caller.find_parked(argument) or caller.unfinished
    if chosen is None:
        return _nothing_waits(caller, facts)
    here = caller if chosen is caller.active else caller.switched(chosen)
    return _turned(here, resume(get_flow(chosen.flow), chosen, facts), facts)


def _cancel(caller: Caller, facts: Facts) -> Received:
    if caller.active is None:
        return _nothing_waits(caller, facts)
    scene = Scene(get_flow(caller.active.flow), caller.active, facts)
    return _turned(caller, acts.cancel(scene), facts)


def _is_halt(heard: Heard) -> bool:
    return heard.sort is Sort.TEXT and may_ask_for_quiet(heard.text)


def _halt(caller: Caller, facts: Facts) -> Received:
    """`Stop` ends what is open; with nothing open, or said to a reminder or a broadcast, it ends those."""
    if caller.active is None or facts.was_unasked:
        return _obey(caller, find_command("pengingat"), "stop", facts)
    return _cancel(caller, facts)


def _nothing_waits(caller: Caller, facts: Facts) -> Received:
    nothing = Say(load(facts.language).fill("menu.nothing_waiting"), menu_button(facts.language))
    return Received(Spoken((nothing,)), caller)


def _strange_tap(caller: Caller, facts: Facts) -> Received:
    """A button of something that is over: the present question is shown, or the menu when there is none."""
    flow = find_flow(caller.active.flow) if caller.active else None
    if caller.active is not None and flow is not None:
        shown = resume(flow, caller.active, facts)
        notice = load(facts.language).fill("talk.old_button")
        return _turned(caller, replace(shown, spoken=replace(shown.spoken, notice=notice)), facts)
    notice = load(facts.language).fill("menu.old_button")
    return Received(replace(Spoken(old_button(facts)), notice=notice), caller)


def _unprompted(caller: Caller, heard: Heard, facts: Facts) -> Received:
    """Something said outside of any conversation: a command's name, a word, a question, or nothing we know."""
    visit = find_command("kunjungan")
    if heard.rough_place and visit is not None and visit.is_for(facts.actor):
        return _obey(caller, visit, f"here.{heard.rough_place}", facts)
    if heard.sort is not Sort.TEXT:
        return Received(Spoken(lost(facts, heard)), caller)
    named = "sudahbayar" if says_it_is_paid(heard.text) else _MEANINGS.get(meant(heard.text), "")
    command = find_command(named) or find_typed(heard.text)
    if command is not None and command.is_for(facts.actor):
        return _obey(caller, command, "", facts)
    return Received(Spoken(answered(heard.text, facts) or lost(facts, heard)), caller)


_MEANINGS: dict[str, str] = {"help": "bantuan", "menu": "menu", "cancel": "batal", "back": "menu"}
