"""Takes in what the core system answered: fetches the file, tries it dry, and applies it once a person said so."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from telegram.error import TelegramError

from bot.advancing import Steps, say_how_far
from bot.commands.command import BRANCH
from bot.posting import post_of
from bot.schedule import Sweep
from bot.sheets.apart import Read, reading
from bot.sheets.columns import OURS, read_mapping
from bot.sheets.refusing import SheetRefusedError
from bot.sheets.unpacking import MOST_BYTES
from bot.telegram_api import Fate, fate_of
from conversations.actor import Actor
from conversations.answers import core_answers as answers
from conversations.core_answers import TITLES, AnswerRow, Tried
from storage.contacts import ContactRow
from storage.core_answers import Change, CoreAnswer, CoreAnswers
from storage.database import Database
from storage.staff import Staff
from storage.step import Step
from storage.unit import Unit

LONG_FILE = 2000
"""Rows from which somebody wants to be told how far it is."""
ROWS_AT_ONCE = 50
"""So many rows are weighed or applied in one unit: no chat waits longer than for these."""


class Fetches(Protocol):
    """Whatever gives a file by the messenger's name of it."""

    async def fetch(self, file_id: str, *, most_bytes: int) -> bytes:
        """The file; raises `telegram.error.TelegramError`, or ValueError when it is larger than that."""


class Scales:
    """Adds up what the rows of a file would do."""

    def __init__(self) -> None:
        self._news = self._same = 0
        self._unknown: list[int] = []
        self._wrong: list[tuple[int, str]] = []

    def take(self, rows: Sequence[AnswerRow], weighed: Mapping[int, Change | str]) -> None:
        """Some more rows, and what was found of those without a problem."""
        self._wrong += [(row.line, problem) for row in rows for problem in row.problems]
        for line, change in weighed.items():
            if isinstance(change, Change):
                self._news, self._same = self._news + change.is_news, self._same + (not change.is_news)
            elif change == "unknown":
                self._unknown.append(line)
            else:
                self._wrong.append((line, change))

    @property
    def tried(self) -> Tried:
        """All of it."""
        return Tried(self._news, self._same, tuple(self._unknown), tuple(sorted(self._wrong)))


class TakingIn:
    """One file after the other. Nothing of a file is applied unless every row of it can be."""

    def __init__(self, database: Database, api: Fetches, mapping: Path = OURS) -> None:
        self._database, self._api, self._mapping = database, api, mapping

    async def work(self, now: datetime) -> int:
        """Go on with every file that waits for us; how many."""
        count = 0
        while (answer := await self._find(now)) is not None:
            try:
                await (self._try(answer, now) if answer.state == "to_fetch" else self._apply(answer, now))
            except SheetRefusedError as refused:
                await self._end(answer, "refused", answers.refused(refused.code, answer.id), now)
            except TelegramError as error:
                if fate_of(error) is not Fate.REFUSED:
                    return count
                await self._end(answer, "refused", answers.refused("not_there", answer.id), now)
            count += 1
        return count

    async def _find(self, now: datetime) -> CoreAnswer | None:
        async with self._database.reading() as unit:
            return await CoreAnswers(unit, now).find_working()

    async def _try(self, answer: CoreAnswer, now: datetime) -> None:
        content = await self._content(answer, now)
        file_hash = hashlib.sha256(content).hexdigest()
        async with self._database.unit() as unit:
            store = CoreAnswers(unit, now)
            is_known = await store.is_there(answer, file_hash)
            await store.keep_file(answer.id, content, file_hash)
            chosen = {**await store.find_choice(answer.branch_id), **answer.columns}
            chosen.pop(TITLES, None)
        if is_known:
            return await self._end(answer, "same", answers.same, now)
        async with reading(content, read_mapping(self._mapping).answer, chosen) as read:
            if not read.row_count:
                return await self._ask_for_columns(answer, read, now)
            tried = await self._weigh(answer, read, now)
        if tried.wrong:
            return await self._end(answer, "refused", answers.wrong_rows(tried), now)
        async with self._database.unit() as unit:
            counted = {"columns": dict(read.columns), "row_count": read.row_count}
            await CoreAnswers(unit, now).change(answer.id, **counted)
        return await self._end(answer, "read", answers.tried(answer.id, tried), now)

    async def _ask_for_columns(self, answer: CoreAnswer, read: Read, now: datetime) -> None:
        told = {**read.columns, TITLES: "\n".join(read.titles)}
        async with self._database.unit() as unit:
            await CoreAnswers(unit, now).change(answer.id, columns=told)
        asks = answers.which_column(answer.id, read.titles, read.columns)
        await self._end(answer, "unmapped", asks, now)

    async def _content(self, answer: CoreAnswer, now: datetime) -> bytes:
        async with self._database.reading() as unit:
            kept = await CoreAnswers(unit, now).read_file(answer.id)
        try:
            return kept or await self._api.fetch(answer.file_id, most_bytes=MOST_BYTES)
        except ValueError as error:
            raise SheetRefusedError("too_big") from error

    async def _weigh(self, answer: CoreAnswer, read: Read, now: datetime) -> Tried:
        """What every row would do."""
        scales, steps, done = Scales(), Steps(read.row_count, LONG_FILE), 0
        async for rows in read.in_parts(ROWS_AT_ONCE):
            if steps.is_due(done):
                await self._tell(answer, answers.weighing, done, read.row_count, now)
            done += len(rows)
            async with self._database.unit() as unit:
                actor = await _actor(unit, answer, now)
                fits = [row for row in rows if not row.problems]
                scales.take(rows, await CoreAnswers(unit, now).weigh(actor, fits))
        return scales.tried

    async def _apply(self, answer: CoreAnswer, now: datetime) -> None:
        """A few rows in each unit, together with how far we are: a kill in the middle goes on behind them."""
        content, done = await self._content(answer, now), answer.done_count
        async with reading(content, read_mapping(self._mapping).answer, answer.columns) as read:
            steps = Steps(read.row_count, LONG_FILE)
            async for rows in read.in_parts(ROWS_AT_ONCE, after=done):
                if steps.is_due(done):
                    await self._tell(answer, answers.taking, done, read.row_count, now)
                done += len(rows)
                await self._apply_some(answer, rows, done, now)
        await self._end(answer, "applied", answers.applied(done), now)

    async def _apply_some(
        self, answer: CoreAnswer, rows: Sequence[AnswerRow], done: int, now: datetime
    ) -> None:
        async with self._database.unit() as unit:
            actor, store = await _actor(unit, answer, now), CoreAnswers(unit, now)
            weighed = (await store.weigh(actor, rows)).values()
            changes = [one for one in weighed if isinstance(one, Change)]
            await store.apply(answer.id, changes, Step("accepted", answer.brought_by, now))
            await self._tell_people(unit, answer, changes, now)
            await store.change(answer.id, done_count=done)

    async def _tell_people(
        self, unit: Unit, answer: CoreAnswer, changes: Sequence[Change], now: datetime
    ) -> None:
        """Each gets the numbers once for this file; who has no Telegram gets them by the hand that registered them."""
        news = [one for one in changes if one.is_news and one.reader is not None]
        known = await unit.load_contacts(one.reader for one in news if one.reader is not None)
        for one in news:
            if (reader := known.get(one.reader or 0)) is None:
                continue
            said = answers.told(
                answers.Numbers(
                    one.reference, one.full_name, one.card_number, one.payment_code, one.covered_until
                ),
                reader.language,
                is_refused=one.is_refused,
            )
            post = post_of(said, reader.chat_id)
            key = f"answer:{answer.id}:{one.registration_id}"
            unit.say(reader.chat_id, key, post.method, post.payload, now=now, lane="bulk")

    async def _tell(
        self, answer: CoreAnswer, write: answers.HowFar, done: int, count: int, now: datetime
    ) -> None:
        """A long file takes a while: say how far it is."""
        async with self._database.unit() as unit:
            known = await self._find_bringer(unit, answer, now)
            if known is not None:
                key, said = f"answer:{answer.id}:{write.__name__}", write(done, count, known.language)
                await say_how_far(unit, known, key, said, done, now)

    async def _find_bringer(self, unit: Unit, answer: CoreAnswer, now: datetime) -> ContactRow | None:
        """Who brought it, if they still work there."""
        actor = await _actor(unit, answer, now)
        known = (await unit.load_contacts([answer.brought_by])).get(answer.brought_by)
        return known if actor.has(*BRANCH) else None

    async def _end(self, answer: CoreAnswer, state: str, write: answers.Written, now: datetime) -> None:
        """Say to who brought it how it went, if they still work there."""
        async with self._database.unit() as unit:
            await CoreAnswers(unit, now).change(answer.id, state=state)
            act = f"answer.{state}"
            unit.note(act, actor=answer.brought_by, on=answer.id, scope=answer.branch_id, at=now)
            known = await self._find_bringer(unit, answer, now)
            if known is None:
                return
            for place, said in enumerate(write(known.language)):
                post = post_of(said, known.chat_id)
                key = f"answer:{answer.id}:{state}:{len(answer.columns)}:{place}"
                unit.say(known.chat_id, key, post.method, post.payload, now=now)


def answers_sweep(database: Database, api: Fetches, mapping: Path) -> Sweep:
    """Look for files every few seconds: whoever brought one waits for it."""
    taking_in = TakingIn(database, api, mapping)

    async def look(now: datetime) -> None:
        await taking_in.work(now)

    return Sweep("core answers", timedelta(seconds=2), look)


async def _actor(unit: Unit, answer: CoreAnswer, now: datetime) -> Actor:
    """Who brought the file, with the reach of this moment; at another branch by now, they reach nothing here."""
    actor = (await Staff(unit).load_actors([answer.brought_by], now))[answer.brought_by]
    return (
        actor if actor.branch_id == answer.branch_id else replace(actor, areas=frozenset(), roles=frozenset())
    )
