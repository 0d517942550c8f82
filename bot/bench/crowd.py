"""Simulated people who register at once: each answers the moment the bot's message is there."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import count

from bot.bench.lines import Parameters, WebhookLines

BOT = {"id": 42, "is_bot": True, "first_name": "Sasar", "username": "sasar_bench_bot"}
FIRST_ID = 900_000_001
REFERENCE = "SSR-"
"""What the last message must hold, or the registration did not arrive."""


class Gesture(Enum):
    """What is neither words nor a tap."""

    CARD = "own contact card"


@dataclass(frozen=True, slots=True)
class Tap:
    """The button of this number, counted from 0, under the newest message that has any."""

    number: int = 0


Move = str | Tap | Gesture
PLAIN: tuple[Move, ...] = (
    "/daftar",
    Tap(),  # I agree
    "{nik}",
    Tap(),  # the card says the same
    "Siti Aminah",
    "Sukabumi",
    Gesture.CARD,
    "sukamanah cisaat",
    Tap(),  # the first village found
    "Kp. Cikole RT 3 RW 5",
    Tap(),  # farmer
    Tap(1),  # the second income bracket
    Tap(),  # works in the same village
    Tap(),  # works and is well
    Tap(),  # send
)
"""The plain registration: one command, six typed answers, one card, seven taps."""


def nik_of(number: int) -> str:
    """A well-formed NIK for each number below 25 million: district, day of birth, serial."""
    days, serial = divmod(number, 9000)
    day, month = days % 28 + 1, days // 28 % 12 + 1
    return f"320101{day + 40:02}{month:02}{70 + days // 336 % 30:02}{serial + 1:04}"


@dataclass(slots=True)
class Person:
    """Somebody in the middle of a registration; `said_at` is of `time.perf_counter`."""

    id: int
    step: int = 0
    said_at: float = 0.0
    buttons: list[str] = field(default_factory=list)
    message_id: int = 0


class Crowd:
    """`size` people at a time; whoever is through is followed by somebody new, until `stop`."""

    def __init__(self, lines: WebhookLines, size: int) -> None:
        self.lines, self._size = lines, size
        self._ids, self._numbers, self._messages = count(FIRST_ID), count(1_000), count(1)
        self._people: dict[int, Person] = {}
        self._is_stopped = False
        self.seconds: list[float] = []
        """From bringing an update to having its answer, of every update so far."""
        self.registered = 0
        self.strayed = 0

    def begin(self) -> None:
        """Everybody says the first thing."""
        for _ in range(self._size):
            self._welcome()

    async def stop(self, patience: float = 5.0) -> int:
        """Say nothing more; gives how many still waited for an answer after that many seconds."""
        self._is_stopped = True
        until = time.perf_counter() + patience
        while self._people and time.perf_counter() < until:  # noqa: ASYNC110 - only for the end of a run
            await asyncio.sleep(0.02)
        return len(self._people)

    def hear(self, method: str, parameters: Parameters) -> object:
        """What the bot has called; gives the `result` that Telegram would."""
        if method == "getMe":
            return BOT
        if not method.startswith("sendMessage"):
            return True
        chat_id, message_id = int(parameters["chat_id"]), next(self._messages)
        if person := self._people.get(chat_id):
            self._answered(person, message_id, parameters)
        chat = {"id": chat_id, "type": "private"}
        return {"message_id": message_id, "date": int(time.time()), "chat": chat, "text": parameters["text"]}

    def _welcome(self) -> None:
        person = Person(next(self._ids))
        self._people[person.id] = person
        self._act(person)

    def _answered(self, person: Person, message_id: int, parameters: Parameters) -> None:
        self.seconds.append(time.perf_counter() - person.said_at)
        if buttons := list(_buttons(parameters)):
            person.buttons, person.message_id = buttons, message_id
        person.step += 1
        if person.step < len(PLAIN) and not self._is_stopped:
            # Not within the bot's own call: the answer to it goes out first.
            asyncio.get_running_loop().call_soon(self._act, person)
            return
        del self._people[person.id]
        if self._is_stopped:
            return
        is_registered = REFERENCE in str(parameters["text"])
        self.registered += is_registered
        self.strayed += not is_registered
        self._welcome()

    def _act(self, person: Person) -> None:
        update = self._update(person, PLAIN[person.step])
        if update is None:
            self.strayed += 1
            del self._people[person.id]
            self._welcome()
            return
        person.said_at = time.perf_counter()
        self.lines.post({"update_id": next(self._numbers)} | update)

    def _update(self, person: Person, move: Move) -> Parameters | None:
        sender = {"id": person.id, "is_bot": False, "first_name": "Siti", "language_code": "id"}
        chat = {"id": person.id, "type": "private"}
        if isinstance(move, Tap):
            return self._tap(person, move, sender, chat)
        message = {"message_id": next(self._messages), "date": int(time.time()), "from": sender, "chat": chat}
        if isinstance(move, Gesture):
            card = {
                "phone_number": f"+62812{person.id % 10**8:08}",
                "first_name": "Siti",
                "user_id": person.id,
            }
            return {"message": message | {"contact": card}}
        text = move.format(nik=nik_of(person.id - FIRST_ID))
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        return {"message": message | {"text": text, "entities": entities}}

    def _tap(self, person: Person, tap: Tap, sender: Parameters, chat: Parameters) -> Parameters | None:
        if tap.number >= len(person.buttons):
            return None
        message = {"message_id": person.message_id, "date": int(time.time()), "from": BOT, "chat": chat}
        query = {"id": str(next(self._messages)), "from": sender, "chat_instance": "1", "message": message}
        return {"callback_query": query | {"data": person.buttons[tap.number]}}


def _buttons(parameters: Parameters) -> Iterator[str]:
    markup = parameters.get("reply_markup") or {}
    for row in markup.get("inline_keyboard", []):
        yield from (button["callback_data"] for button in row if "callback_data" in button)
