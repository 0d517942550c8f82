"""One transaction's worth of updates: each contact's turns in order, everything looked up and written together."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands.command import NOTHING, Deed, Letter
from bot.commands.keepers import KEEPERS
from bot.crash import reach
from bot.drafts import changed_drafts, tally_drafts
from bot.groups import InGroup, hear_group
from bot.hearing import Envelope
from bot.menus import say_menu
from bot.outgoing import Outgoing
from bot.posting import Post, post_of, posted, unpacked
from bot.reception import Received, carried_out, nudge, receive, wants
from bot.seats import Seat
from conversations.actor import Actor, Role
from conversations.facts import Facts, Notice, Place
from conversations.heard import Heard
from conversations.outcomes import LanguageChosen, Outcome, Registration
from conversations.reminding.hours import opens_at, zone_of
from conversations.says import Say, Spoken
from storage.second_wall import within_reach
from storage.staff import Staff
from storage.unit import Loaded, Unit

LEASE = timedelta(seconds=90)
"""Longer than the longest wait for an answer of Telegram (60 s)."""


def unguessable() -> str:
    """A word of 128 random bits."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Household:
    """What every turn is told that does not change while we run; `owner` is this replica's name on rows.

    `fresh` gives each turn a word that nobody can guess, for ids and references. `administrators` are the first
    ones, by their Telegram number; `bot_name` is our own username once Telegram has told it.
    `keeps_quiet` False is for measurements alone: broadcasts then go out at night, too.
    """

    place: Place
    notice: Notice
    owner: str
    is_practice: bool = False
    fresh: Callable[[], str] = unguessable
    administrators: frozenset[int] = frozenset()
    bot_name: str = ""
    keeps_quiet: bool = True


class AloneError(Exception):
    """These contacts hold a post: each of their updates wants a transaction of its own, with its actor set."""

    def __init__(self, contact_ids: frozenset[int]) -> None:
        super().__init__(f"{len(contact_ids)} of the contacts hold a post")
        self.contact_ids = contact_ids


class Batch:
    """Works updates off in one open unit of work."""

    def __init__(self, unit: Unit, household: Household, now: datetime) -> None:
        self._unit, self._household, self._now = unit, household, now
        self._seats: dict[int, Seat] = {}
        self._actors: dict[int, Actor] = {}
        self._posts: list[tuple[str, Envelope, Post]] = []
        self._letters: list[tuple[str, Letter]] = []

    async def take(self, envelopes: Sequence[Envelope]) -> None:
        """Lock, load, and give every update that was not taken before its turn."""
        unit = self._unit
        await unit.hold(one.chat_id for one in envelopes)
        reach("lock")
        seen = await unit.seen(one.update_id for one in envelopes)
        fresh = list({one.update_id: one for one in envelopes if one.update_id not in seen}.values())
        unit.mark_seen((one.update_id for one in fresh), self._now)
        await self._seat(fresh)
        for wave in waves(fresh):
            await self._turn(wave)
            reach("turn")

    async def nudge(
        self, contact_id: int, conversation_id: str, silence: Heard, *, is_wanted: bool = True
    ) -> None:
        """Let one conversation hear that nothing was said; what it answers goes out in the bulk lane if wanted."""
        contact = (await self._unit.load_contacts([contact_id])).get(contact_id)
        if contact is None:
            return
        await self._unit.hold([contact.chat_id])
        stored = await self._unit.load_conversations([contact_id])
        seat = self._seats.get(contact_id) or Seat.of(contact, stored.get(contact_id, ()))
        nudged = nudge(
            seat.caller,
            conversation_id,
            silence,
            self._facts(seat.contact_id, seat.caller.language, Loaded()),
        )
        self._seats[contact_id] = seat.after(nudged.caller).nudged(conversation_id)
        if contact.state == "active" and is_wanted:
            day = self._now.date().isoformat()
            opens = opens_at(self._now, zone_of(seat.village_of(conversation_id)))
            letters = (
                Letter(contact.chat_id, say, f"nudge:{conversation_id}:{day}", opens)
                for say in nudged.spoken.says
            )
            self._letters += [(letter.key, letter) for letter in letters]

    async def close(self) -> list[Outgoing]:
        """Write everything; the rows come back with the lease of this replica on them."""
        for seat in self._seats.values():
            seat.write(self._unit, self._now)
        held = await self._unit.unsent_chats(
            {one.chat_id for _, one, _ in self._posts}, owner=self._household.owner, now=self._now
        )
        for key, envelope, post in self._posts:
            self._say(key, envelope, post, is_ours=envelope.chat_id not in held)
        await self._post_letters()
        reach("write")
        await self._unit.flush()
        ids = await self._unit.outbox_ids(key for key, one, _ in self._posts if one.chat_id not in held)
        reach("commit-before")
        return [_outgoing(ids[key], one, post) for key, one, post in self._posts if key in ids]

    def _say(self, key: str, envelope: Envelope, post: Post, *, is_ours: bool) -> None:
        self._unit.say(
            envelope.chat_id,
            key,
            post.method,
            post.payload,
            now=self._now,
            owner=self._household.owner if is_ours else "",
            lease_until=self._now + LEASE if is_ours else None,
        )

    async def _post_letters(self) -> None:
        given = await self._unit.outbox_ids(letter.key for _, letter in self._letters if letter.key)
        for key, letter in self._letters:
            if key not in given:
                post = post_of(letter.say, letter.chat_id)
                wait = letter.not_before
                self._unit.say(
                    letter.chat_id,
                    key,
                    post.method,
                    post.payload,
                    now=self._now,
                    lane="bulk",
                    not_before=wait,
                )

    async def _seat(self, envelopes: Sequence[Envelope]) -> None:
        contact_ids = {one.contact_id for one in envelopes}
        self._actors = await Staff(self._unit).load_actors(contact_ids, self._now)
        first = self._household.administrators & contact_ids
        posted = first.union(one for one, actor in self._actors.items() if actor.roles)
        if posted and len(envelopes) > 1:
            raise AloneError(posted)
        await self._unit.load_contacts(contact_ids)
        stored = await self._unit.load_conversations(contact_ids)
        for one in envelopes:
            if one.is_private and one.blocks is not True:
                met = self._unit.meet(one.contact_id, one.chat_id, language=one.language, now=self._now)
                self._seats.setdefault(one.contact_id, Seat.of(met, stored.get(one.contact_id, ())))
        for contact_id in first & self._seats.keys():
            await self._appoint_first(contact_id)

    async def _appoint_first(self, contact_id: int) -> None:
        """Make an administrator of whom the settings name, once: who was suspended stays so."""
        staff = Staff(self._unit)
        if self._actors[contact_id].has(Role.ADMINISTRATOR):
            return
        if await staff.give_first_administrator(contact_id, now=self._now):
            self._actors |= await staff.load_actors([contact_id], self._now)
            await say_menu(self._unit, contact_id, key=f"menu:first:{contact_id}", now=self._now)

    async def _turn(self, wave: Sequence[Envelope]) -> None:
        for one in wave:
            if not one.is_private:
                self._post(one, posted(Spoken(await hear_group(self._in_group(one))), one))
        gone = [one.contact_id for one in wave if one.blocks is True and one.is_private]
        if gone:
            await self._unit.set_contact_state(gone, "blocked")
        talks = [one for one in wave if one.is_private and one.blocks is None]
        needs = {one.contact_id: wants(self._seats[one.contact_id].caller, one.heard) for one in talks}
        asked = {contact_id: need for contact_id, need in needs.items() if need != NOTHING}
        loaded = await self._unit.load_facts(asked, now=self._now) if asked else {}
        for one in talks:
            await self._receive(one, loaded.get(one.contact_id, Loaded()))

    async def _receive(self, envelope: Envelope, loaded: Loaded) -> None:
        seat = self._seats[envelope.contact_id]
        facts = self._facts(seat.contact_id, seat.caller.language, loaded)
        received = receive(seat.caller, envelope.heard, facts)
        deed = Deed(self._unit, facts.actor, facts, envelope.update_id, self._household.bot_name)
        if received.errand is not None:
            received = await _run_errand(received, deed)
        before, after = seat.caller.open_ones, received.caller.open_ones
        tally_drafts(self._unit, changed_drafts(before, after, received.outcomes))
        self._seats[envelope.contact_id] = seat.after(received.caller)
        said = received.spoken
        for outcome in received.outcomes:
            more = await self._keep(envelope, outcome, deed)
            said = replace(said, says=(*said.says, *more))
        self._post(envelope, posted(said, envelope))
        self._write_letters(envelope, received.letters)
        if facts.actor.roles and _renews_menu(envelope.heard, received.outcomes):
            key = f"{envelope.update_id}:menu"
            await say_menu(self._unit, envelope.contact_id, key=key, now=self._now)

    async def _keep(self, envelope: Envelope, outcome: Outcome, deed: Deed) -> tuple[Say, ...]:
        if keeper := KEEPERS.get(type(outcome)):
            async with within_reach(self._unit, deed.actor):
                reply = await keeper(deed, outcome)
            self._write_letters(envelope, reply.letters)
            return reply.says
        village = outcome.village_code if isinstance(outcome, Registration) else None
        today = deed.facts.today(village)
        await self._unit.keep(
            envelope.contact_id, outcome, update_id=envelope.update_id, now=self._now, today=today
        )
        if isinstance(outcome, LanguageChosen):
            seat = self._seats[envelope.contact_id]
            self._seats[envelope.contact_id] = seat.after(replace(seat.caller, language=outcome.language))
        return ()

    def _write_letters(self, envelope: Envelope, letters: tuple[Letter, ...]) -> None:
        for letter in letters:
            self._letters.append((letter.key or f"{envelope.update_id}:letter:{len(self._letters)}", letter))

    def _in_group(self, one: Envelope) -> InGroup:
        actor = self._actors.get(one.contact_id, Actor(one.contact_id))
        facts = self._facts(one.contact_id, one.language, Loaded())
        bot_name = self._household.bot_name
        return InGroup(self._unit, one, actor, facts, bot_name)

    def _facts(self, contact_id: int, language: str, loaded: Loaded) -> Facts:
        return Facts(
            now=self._now,
            place=self._household.place,
            notice=self._household.notice,
            fresh=self._household.fresh(),
            language=language,
            taken_niks=loaded.taken_niks,
            is_over_limit=loaded.is_over_limit,
            cases=loaded.cases,
            actor=self._actors.get(contact_id, Actor(contact_id)),
            is_practice=self._household.is_practice,
            was_unasked=loaded.was_unasked,
        )

    def _post(self, envelope: Envelope, posts: Iterator[Post]) -> None:
        self._posts += [(f"{envelope.update_id}:{place}", envelope, post) for place, post in enumerate(posts)]


def _renews_menu(heard: Heard, outcomes: Sequence[Outcome]) -> bool:
    """Whether the chat is new to Telegram, which sets no menu before, or speaks another language from now on."""
    return heard.text.startswith("/start") or any(isinstance(one, LanguageChosen) for one in outcomes)


async def _run_errand(received: Received, deed: Deed) -> Received:
    command, argument = received.errand or (None, "")
    if command is None or command.act is None:
        return received
    async with within_reach(deed.unit, deed.actor):
        reply = await command.act(deed, argument)
    return carried_out(received.caller, reply, deed.facts)


def waves(envelopes: Sequence[Envelope]) -> list[list[Envelope]]:
    """First the first update of every contact, then the second of those that have one, and so on."""
    count: Counter[int] = Counter()
    sorted_in: list[list[Envelope]] = []
    for one in envelopes:
        place = count[one.contact_id]
        count[one.contact_id] += 1
        if place == len(sorted_in):
            sorted_in.append([])
        sorted_in[place].append(one)
    return sorted_in


def _outgoing(row_id: int, envelope: Envelope, post: Post) -> Outgoing:
    payload, file = unpacked(post.payload)
    return Outgoing(
        row_id=row_id,
        chat_id=envelope.chat_id,
        method=post.method,
        payload=payload,
        file=file,
        contact_id=envelope.contact_id if envelope.is_private else None,
        is_prompt=post.is_prompt,
    )
