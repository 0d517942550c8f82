"""The commands around reminders: it is paid already, no more reminders, and what is to be read to people."""

from bot.commands.command import EVERYBODY, Command, Deed, Reply, by_word
from conversations.actor import Role
from conversations.asking import paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.reminding.hours import local_day
from conversations.reminding.ways import Member
from conversations.reminding.words import Message, aloud
from conversations.rules import Protection, protection
from conversations.says import Button, Say, column, grid
from conversations.texts import load
from storage.coverage import Coverage
from storage.forms import Form, load_forms
from storage.payers import load_names
from storage.reading_tasks import ReadingTasks, Task
from storage.reminders import Reminders, find_member, own_members

READERS = frozenset({Role.OFFICER, Role.BRANCH_STAFF, Role.BRANCH_HEAD})


async def say_paid(deed: Deed, argument: str) -> Reply:
    """Hold the reminders of one registration: the contact's own, or one within reach."""
    member = await find_member(deed.unit, argument) if argument else None
    if member is None or not _may_speak(deed, member):
        return await _choose(deed)
    if not _may_have_paid(deed, member):
        return _said(deed.facts, "reminder.held_none")
    until_at = await Coverage(deed.unit).say_paid(
        member.registration_id, by=deed.actor.contact_id, now=deed.now
    )
    texts = load(deed.facts.language)
    until = texts.day(local_day(member.village_code, until_at))
    return Reply((Say(texts.fill("reminder.held", until=until)),))


async def _choose(deed: Deed) -> Reply:
    """Those of the contact's own registrations for which a payment may be on its way."""
    texts = load(deed.facts.language)
    waiting = [
        one for one in await own_members(deed.unit, deed.actor.contact_id) if _may_have_paid(deed, one)
    ]
    if not waiting:
        return _said(deed.facts, "reminder.held_none")
    buttons = (Button(one.reference, opening("sudahbayar", one.registration_id)) for one in waiting)
    return Reply((Say(texts.fill("reminder.which"), column(*buttons)),))


def _may_have_paid(deed: Deed, member: Member) -> bool:
    """Whoever is protected and reminded of nothing has nothing open."""
    today = deed.facts.today(member.village_code)
    is_protected = protection(member.paid_until, today) is Protection.PROTECTED
    return not is_protected or member.find_due(today) is not None


def _may_speak(deed: Deed, member: Member) -> bool:
    return member.contact_id == deed.actor.contact_id or deed.actor.reaches(member.village_code)


async def _ask_wish(deed: Deed, _rest: str) -> Reply:
    texts = load(deed.facts.language)
    buttons = (
        Button(texts.fill(f"reminder.button.{word}"), opening("pengingat", word))
        for word in ("start", "stop")
    )
    return Reply((Say(texts.fill("reminder.choice"), grid(tuple(buttons), 2)),))


async def _stop(deed: Deed, _rest: str) -> Reply:
    """Nothing unasked any more; what is stopped, what still comes, and the way to have it again."""
    await Reminders(deed.unit).want(deed.actor.contact_id, deed.now, is_wanted=False)
    texts = load(deed.facts.language)
    at_work = texts.fill("reminder.stopped_at_work") if deed.actor.roles else ""
    again = Button(texts.fill("reminder.button.start"), opening("pengingat", "start"))
    return Reply((Say(paragraphs(texts.fill("reminder.stopped"), at_work), ((again,),)),))


async def _start(deed: Deed, _rest: str) -> Reply:
    await Reminders(deed.unit).want(deed.actor.contact_id, deed.now, is_wanted=True)
    return _said(deed.facts, "reminder.started")


async def _next_task(deed: Deed, after_key: str) -> Reply:
    """The next person to be reminded by word of mouth."""
    task = await ReadingTasks(deed.unit, deed.actor, deed.now).load_next(after_key)
    if task is None:
        return _said(deed.facts, "reminder.none_left")
    return Reply((await _shown(deed, task),))


async def _read(deed: Deed, registration_id: str) -> Reply:
    """Note that it was read aloud, and show the next."""
    task = await ReadingTasks(deed.unit, deed.actor, deed.now).close(registration_id)
    if task is None:
        return await _next_task(deed, "")
    done = _said(deed.facts, "reminder.read_done")
    following = await _next_task(deed, task.key)
    return Reply((*done.says, *following.says))


async def _after(deed: Deed, registration_id: str) -> Reply:
    task = await ReadingTasks(deed.unit, deed.actor, deed.now).find(registration_id)
    return await _next_task(deed, task.key if task else "")


async def _shown(deed: Deed, task: Task) -> Say:
    """The words to read, with the name: a reading of personal facts, and written down as one."""
    member, texts = task.member, load(deed.facts.language)
    forms = await load_forms(deed.unit, [member.person_id])
    names = await load_names(deed.unit, [member.payer_id])
    deed.unit.note(
        "person.read",
        actor=deed.actor.contact_id,
        on=member.registration_id,
        scope=member.village_code,
        at=deed.now,
        update_id=deed.update_id,
    )
    form, today = forms.get(member.person_id, Form()), deed.facts.today(member.village_code)
    message = Message(member, task.due, form.terms, names.get(member.payer_id, ""))
    html = aloud(message, form.full_name, _place(task, deed.facts), deed.facts.language, today)
    buttons = (
        Button(texts.fill("reminder.button.done"), opening("ingatkan", f"sudah-{member.registration_id}")),
        Button(texts.fill("reminder.button.paid"), opening("sudahbayar", member.registration_id)),
        Button(texts.fill("reminder.button.next"), opening("ingatkan", f"lain-{member.registration_id}")),
    )
    return Say(html, grid(buttons, 2), is_private=True)


def _place(task: Task, facts: Facts) -> str:
    village = facts.place.regions.find_village(task.member.village_code)
    name = village.name if village else task.member.village_code
    return f"{task.door}, {name}" if task.door else name


def _said(facts: Facts, key: str) -> Reply:
    return Reply((Say(load(facts.language).fill(key)),))


MONEY: tuple[Command, ...] = (
    Command("sudahbayar", alias="paid", act=say_paid, roles=EVERYBODY, shows_in_menu=False),
    Command(
        "pengingat",
        alias="reminders",
        act=by_word({"": _ask_wish, "stop": _stop, "start": _start}),
        arguments=("stop", "start"),
    ),
    Command(
        "ingatkan",
        alias="remind",
        act=by_word({"": _next_task, "sudah": _read, "lain": _after}),
        roles=READERS,
        arguments=("sudah", "lain"),
    ),
)
"""`/sudahbayar`, `/pengingat` and `/ingatkan`."""
