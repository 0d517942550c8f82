"""`/siaran`: writing to many at once, and everything that can be done with what was written."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.broadcasts.letters import letter_of
from bot.broadcasts.reporting import as_csv, as_xlsx, rows_of
from bot.commands.command import ADMINISTRATORS, BRANCH, Act, Command, Deed, Reply, by_word
from bot.commands.letters import letter_to
from bot.commands.pin import guarded
from bot.posting import post_of
from conversations.answers import broadcasts as answers
from conversations.answers.broadcasts import said
from conversations.broadcast import quiet_provinces
from conversations.facts import FALLBACK_ZONE
from conversations.flows.broadcast import BROADCAST, BROADCAST_TIME, BroadcastTimed, BroadcastWritten
from conversations.ledger import Body, BroadcastState, Ledger
from conversations.outcomes import Outcome
from conversations.says import File, Say
from conversations.texts import load
from storage.broadcast_report import lines_of, names_of, unread_names
from storage.broadcasts import Broadcasts
from storage.staff import Staff

MOST_NAMED = 20
Step = Callable[[Deed, Ledger], Awaitable[Reply]]


def _broadcasts(deed: Deed) -> Broadcasts:
    return Broadcasts(deed.unit, deed.actor, deed.now)


def _not_there(deed: Deed) -> Reply:
    return Reply((said("not_there", deed.facts),))


def _too_late(deed: Deed, one: Ledger) -> Reply:
    state = load(deed.facts.language).fill(f"broadcast.state.{one.state}")
    return Reply((said("too_late", deed.facts, state=state),))


def _on(step: Step) -> Act:
    """An act on one broadcast; one of another branch is not there."""

    async def found(deed: Deed, broadcast_id: str) -> Reply:
        one = await _broadcasts(deed).find(broadcast_id)
        return _not_there(deed) if one is None else await step(deed, one)

    return found


async def _list(deed: Deed, argument: str) -> Reply:
    del argument
    return Reply((answers.listed(await _broadcasts(deed).list_latest(), deed.facts),))


async def _new(deed: Deed, argument: str) -> Reply:
    del deed, argument
    return Reply(opens=BROADCAST)


async def keep_written(deed: Deed, outcome: Outcome) -> Reply:
    """Freeze the recipients, and show who they are, the message as it will look, and the last question."""
    assert isinstance(outcome, BroadcastWritten)  # noqa: S101 - the keepers' table says so
    if not deed.actor.has(*BRANCH, *ADMINISTRATORS):
        return _not_there(deed)
    one = await _broadcasts(deed).write(outcome.audience, outcome.body, wants_word=outcome.wants_word)
    if not one.reachable:
        return Reply((said("nobody", deed.facts),))
    await _show(deed, one, outcome.body, deed.actor.contact_id, answers.ask_send(one, deed.facts))
    return Reply((answers.preview(one, deed.facts),))


async def _show(
    deed: Deed, one: Ledger, body: Body, contact_id: int, *after: Say, before: Say | None = None
) -> None:
    """The message itself to one person of the branch, exactly as recipients get it, and what is said below it.

    It has no place among the words of a reply, as it may be a photo; so it goes its own way, in the live lane.
    """
    reader = (await deed.unit.load_contacts([contact_id]))[contact_id]
    name = (await names_of(deed.unit, [contact_id], workers=False)).get(contact_id, "")
    first = letter_of(body, one.id, reader.chat_id, name, reader.language, wants_word=one.wants_word)
    above = (post_of(before, reader.chat_id),) if before else ()
    below = (post_of(say, reader.chat_id) for say in after)
    for place, post in enumerate((*above, first, *below)):
        key = f"{deed.update_id}:shown:{contact_id}:{place}"
        deed.unit.say(reader.chat_id, key, post.method, post.payload, now=deed.now)


async def _look(deed: Deed, one: Ledger) -> Reply:
    if one.state is not BroadcastState.DRAFT:
        return Reply((answers.card(one, deed.facts),))
    body = await _broadcasts(deed).load_body(one.id)
    await _show(deed, one, body, deed.actor.contact_id, answers.ask_send(one, deed.facts))
    return Reply((answers.preview(one, deed.facts),))


async def _test(deed: Deed, one: Ledger) -> Reply:
    body = await _broadcasts(deed).load_body(one.id)
    below = (answers.ask_send(one, deed.facts),) if one.state is BroadcastState.DRAFT else ()
    await _show(deed, one, body, deed.actor.contact_id, said("tested", deed.facts), *below)
    return Reply()


async def _send(deed: Deed, one: Ledger) -> Reply:
    """Begin, once the PIN was shown; above a set number a second person is asked instead."""
    if one.state is not BroadcastState.DRAFT:
        return _too_late(deed, one)
    if refused := await guarded(deed, f"siaran.kirim-{one.id}"):
        return refused
    if answers.needs_second(one):
        return await _ask_second(deed, one)
    await _broadcasts(deed).begin(one)
    return await _begun(deed, one)


async def _begun(deed: Deed, one: Ledger) -> Reply:
    now_is = await _broadcasts(deed).get(one.id)
    if now_is.state is BroadcastState.SCHEDULED and now_is.start_at:
        texts = load(deed.facts.language)
        when = {"day": answers.day_of(now_is.start_at, texts), "hour": answers.hour_of(now_is.start_at)}
        return Reply((said("scheduled", deed.facts, **when),))
    return Reply((said("quiet", deed.facts),) if quiet_provinces(deed.now) else ())


async def _ask_second(deed: Deed, one: Ledger) -> Reply:
    staff = Staff(deed.unit)
    others = set(await staff.holders_of(one.branch_id, BRANCH, deed.now)) - {deed.actor.contact_id}
    if not others:
        return Reply((said("no_second", deed.facts),))
    await _broadcasts(deed).ask_second(one)
    body = await _broadcasts(deed).load_body(one.id)
    name = (await names_of(deed.unit, [one.author], workers=False)).get(one.author, "")
    contacts = await deed.unit.load_contacts(others)
    for contact_id in sorted(contacts):
        head, question = answers.ask_approval(
            one, name, replace(deed.facts, language=contacts[contact_id].language)
        )
        await _show(deed, one, body, contact_id, question, before=head)
    return Reply((said("asked_second", deed.facts, count=len(others)),))


async def _approve(deed: Deed, one: Ledger) -> Reply:
    """The word of a second person; the author's own is not one."""
    if one.state is not BroadcastState.ASKING or one.author == deed.actor.contact_id:
        return _too_late(deed, one)
    if refused := await guarded(deed, f"siaran.setuju-{one.id}"):
        return refused
    await _broadcasts(deed).begin(one)
    letters = await letter_to(deed, one.author, lambda facts: said("told_approved", facts))
    begun = await _begun(deed, one)
    return Reply((said("approved", deed.facts), *begun.says), letters=letters)


async def _refuse(deed: Deed, one: Ledger) -> Reply:
    if one.state is not BroadcastState.ASKING:
        return _too_late(deed, one)
    await _broadcasts(deed).cancel(one)
    letters = await letter_to(deed, one.author, lambda facts: said("told_refused", facts))
    return Reply((said("refused", deed.facts),), letters=letters)


async def _choose_time(deed: Deed, one: Ledger) -> Reply:
    if one.state is not BroadcastState.DRAFT:
        return _too_late(deed, one)
    return Reply(opens=BROADCAST_TIME, given=(("broadcast", one.id),))


async def keep_time(deed: Deed, outcome: Outcome) -> Reply:
    """Note when it is to begin, by the clock of most of the country, and ask the last question again."""
    assert isinstance(outcome, BroadcastTimed)  # noqa: S101 - the keepers' table says so
    one = await _broadcasts(deed).find(outcome.broadcast_id)
    if one is None:
        return _not_there(deed)
    at = datetime.combine(outcome.on, time(outcome.hour), ZoneInfo(FALLBACK_ZONE)).astimezone(UTC)
    if at <= deed.now:
        return Reply((said("too_early", deed.facts), answers.ask_send(one, deed.facts)))
    if not await _broadcasts(deed).schedule(one, at):
        return _too_late(deed, one)
    return Reply((answers.ask_send(await _broadcasts(deed).get(one.id), deed.facts),))


def _turning(done: str, turn: Callable[[Broadcasts, Ledger], Awaitable[bool]]) -> Act:
    """An act that takes a broadcast to another state, or says that it is too late for it."""

    async def step(deed: Deed, one: Ledger) -> Reply:
        if not await turn(_broadcasts(deed), one):
            return _too_late(deed, one)
        return Reply((said(done, deed.facts), answers.card(await _broadcasts(deed).get(one.id), deed.facts)))

    return _on(step)


def _report(ending: str, written: Callable[[list[tuple[str, ...]]], bytes]) -> Act:
    """An act that gives the report as a file."""

    async def step(deed: Deed, one: Ledger) -> Reply:
        lines = lines_of(deed.unit, one.id, names=one.audience.whom != "workers")
        content = written(await rows_of(lines, deed.facts))
        texts = load(deed.facts.language)
        name = f"{texts.fill('broadcast.report_name')}-{one.created_at:%Y-%m-%d}.{ending}"
        head = said("report", deed.facts, day=answers.day_of(one.created_at, texts))
        deed.unit.note("broadcast.report", actor=deed.actor.contact_id, on=one.id, at=deed.now)
        return Reply((Say(head.html, file=File(name, content)),))

    return _on(step)


async def _unread(deed: Deed, one: Ledger) -> Reply:
    names = await unread_names(deed.unit, one.id, limit=MOST_NAMED)
    return Reply((answers.unread(one, names, deed.facts),))


def _again(done: str, *, uncertain: bool) -> Act:
    """An act that sends to some once more; only a person decides that."""

    async def step(deed: Deed, one: Ledger) -> Reply:
        if one.state is not BroadcastState.DONE:
            return _too_late(deed, one)
        count = await _broadcasts(deed).again(one, uncertain=uncertain)
        return Reply((said(done, deed.facts, count=count),))

    return _on(step)


async def _read(deed: Deed, broadcast_id: str) -> Reply:
    """A recipient has read it."""
    is_theirs = await _broadcasts(deed).acknowledge(broadcast_id)
    return (
        Reply(notice=load(deed.facts.language).fill("broadcast.word_given"))
        if is_theirs
        else _not_there(deed)
    )


WORDS: Mapping[str, Act] = {
    "": _list,
    "baru": _new,
    "lihat": _on(_look),
    "uji": _on(_test),
    "kirim": _on(_send),
    "setuju": _on(_approve),
    "tolak": _on(_refuse),
    "waktu": _on(_choose_time),
    "jeda": _turning("paused", Broadcasts.pause),
    "lanjut": _turning("gone_on", Broadcasts.go_on),
    "batal": _turning("cancelled", Broadcasts.cancel),
    "laporan": _report("xlsx", as_xlsx),
    "csv": _report("csv", as_csv),
    "belum": _on(_unread),
    "ingatkan": _again("reminded", uncertain=False),
    "ulang": _again("resent", uncertain=True),
}

BROADCAST_COMMANDS: tuple[Command, ...] = (
    Command(
        "siaran",
        alias="broadcast",
        roles=BRANCH | ADMINISTRATORS,
        act=by_word(WORDS),
        arguments=tuple(word for word in WORDS if word),
    ),
    Command("dibaca", act=_read, shows_in_menu=False),
)

BROADCAST_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    BroadcastWritten: keep_written,
    BroadcastTimed: keep_time,
}
