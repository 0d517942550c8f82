"""Recipients of running broadcasts as delivery wants them: each call is one short transaction under our name."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache

from bot.broadcasts.letters import letter_of
from bot.clock import Clock
from bot.delivery.marks import Mark, Sent
from bot.delivery.refusals import ContactState
from bot.outgoing import Lane, Outgoing, Recipient
from bot.posting import Post
from conversations.broadcast import NAME, quiet_provinces
from conversations.ledger import Body, Ledger, RecipientState
from storage.broadcast_report import names_of
from storage.broadcast_sending import Ended, Sending, Sendings
from storage.broadcasts import load_body
from storage.database import Database
from storage.unit import Unit

LEASE = timedelta(seconds=90)  # longer than the longest wait for an answer of Telegram
LOOK_SECONDS = 0.9
FREE_PER_SECOND = 30
"""What Telegram gives for nothing (Bots FAQ); beyond it each message costs Stars (Bot API, allow_paid_broadcast)."""
BECAME = {
    Sent.SENT: RecipientState.SENT,
    Sent.FAILED: RecipientState.FAILED,
    Sent.UNCERTAIN: RecipientState.UNCERTAIN,
    Sent.CANCELLED: RecipientState.CANCELLED,
    Sent.QUEUED: RecipientState.WAITING,
}
Write = Callable[[str, str], Post]
"""The letter in a language, to a name."""


class Recipients:
    """Whom broadcasts go to, claimed under the name `owner`; alone on its database, it finds its earlier life at once.

    The words of a broadcast are opened once, and worded once for each language and name: most name nobody.
    `keeps_quiet` False is for measurements alone, which cannot wait for the morning.
    """

    def __init__(
        self,
        database: Database,
        owner: str,
        clock: Clock,
        *,
        per_second: int,
        is_only_one: bool,
        keeps_quiet: bool = True,
    ) -> None:
        self._database, self._owner, self._clock = database, owner, clock
        self._is_paid, self._is_only_one = per_second > FREE_PER_SECOND, is_only_one
        self._keeps_quiet = keeps_quiet
        self._is_settled = False
        self._writers: dict[str, tuple[Write, bool]] = {}
        self._running: tuple[Ledger, ...] = ()
        self._look_at = float("-inf")
        self._turn = 0

    async def claim(self, lane: Lane, limit: int) -> Sequence[Outgoing]:
        """Take some of whoever is to be sent to now; broadcasts that run at once come first in turns."""
        if lane is not Lane.BULK or limit <= 0:
            return ()
        running = await self._look()
        self._turn += 1
        first = self._turn % max(1, len(running))
        taken: list[Outgoing] = []
        for one in (*running[first:], *running[:first]):
            if len(taken) < limit:
                taken += await self._claim(one, limit - len(taken))
        return taken

    async def renew(self) -> None:
        """Keep who is ours; alone there is nobody to keep them from."""
        if not self._is_only_one:
            async with self._database.unit() as unit:
                sendings = Sendings(unit, self._clock.now())
                await sendings.renew(self._owner, lease_until=self._clock.now() + LEASE)

    async def take_over(self) -> Sequence[Outgoing]:
        """Settle whom somebody who is gone had claimed: they stay uncertain, so nobody is given."""
        if not (self._is_only_one and self._is_settled):
            async with self._database.unit() as unit:
                sendings = Sendings(unit, self._clock.now())
                await sendings.take_over(self._owner, also_own=not self._is_settled)
            self._is_settled = True
        return ()

    async def write(self, marks: Sequence[Mark]) -> None:
        """Write what became of recipients, and what that says of their contacts."""
        async with self._database.unit() as unit:
            sendings = Sendings(unit, self._clock.now())
            for broadcast_id, ended in sorted(_by_broadcast(marks).items()):
                await sendings.mark(broadcast_id, ended, owner=self._owner)
            for state in (ContactState.BLOCKED, ContactState.DEACTIVATED):
                if gone := {mark.contact_id for mark in marks if mark.contact is state and mark.contact_id}:
                    await unit.set_contact_state(gone, state.value)

    async def _look(self) -> tuple[Ledger, ...]:
        """What runs, as of less than a second ago: whether it still does is asked again with each claim."""
        if time.monotonic() >= self._look_at:
            async with self._database.reading() as unit:
                self._running = await Sendings(unit, self._clock.now()).list_running()
                for one in self._running:
                    if one.id not in self._writers:
                        body = await load_body(unit, one.id)
                        self._writers[one.id] = (_writer(one, body, is_paid=self._is_paid), NAME in body.html)
            for over in self._writers.keys() - {one.id for one in self._running}:
                del self._writers[over]
            self._look_at = time.monotonic() + LOOK_SECONDS
        return self._running

    async def _claim(self, one: Ledger, limit: int) -> list[Outgoing]:
        now = self._clock.now()
        quiet = quiet_provinces(now) if self._keeps_quiet else frozenset()
        write, names_them = self._writers[one.id]
        async with self._database.unit() as unit:
            taken = await Sendings(unit, now).claim(
                one.id, self._owner, limit=limit, lease_until=now + LEASE, quiet=quiet
            )
            names = await _names(unit, one, taken) if names_them else {}
        return [_outgoing(one.id, sending, write, names.get(sending.contact_id, "")) for sending in taken]


async def _names(unit: Unit, one: Ledger, taken: Sequence[Sending]) -> dict[int, str]:
    people = (sending.contact_id for sending in taken)
    return await names_of(unit, people, workers=one.audience.whom == "workers")


def _writer(one: Ledger, body: Body, *, is_paid: bool) -> Write:
    @cache
    def nameless(language: str) -> Post:
        return letter_of(body, one.id, 0, "", language, wants_word=one.wants_word, is_paid=is_paid)

    def write(language: str, name: str) -> Post:
        if not name:
            return nameless(language)
        return letter_of(body, one.id, 0, name, language, wants_word=one.wants_word, is_paid=is_paid)

    return write


def _outgoing(broadcast_id: str, sending: Sending, write: Write, name: str) -> Outgoing:
    post = write(sending.language, name)
    return Outgoing(
        row_id=0,
        chat_id=sending.chat_id,
        method=post.method,
        payload={**post.payload, "chat_id": sending.chat_id},
        lane=Lane.BULK,
        contact_id=sending.contact_id,
        recipient=Recipient(broadcast_id, sending.contact_id),
    )


def _by_broadcast(marks: Sequence[Mark]) -> dict[str, list[Ended]]:
    sorted_out: dict[str, list[Ended]] = {}
    for mark in marks:
        if mark.recipient is not None:
            ended = Ended(mark.recipient.contact_id, BECAME[mark.state], mark.reason, mark.message_id)
            sorted_out.setdefault(mark.recipient.broadcast_id, []).append(ended)
    return sorted_out
