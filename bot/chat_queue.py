"""What waits, chat by chat: each chat in order, chats in turn, and no chat in two hands at once."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

Chat = TypeVar("Chat", bound=Hashable)
Item = TypeVar("Item")


class ChatQueue(Generic[Chat, Item]):
    """First in, first out within a chat; a chat that was taken from waits until `done` gives it back."""

    def __init__(self) -> None:
        self._waiting: dict[Chat, deque[Item]] = {}
        self._ready: deque[Chat] = deque()
        self._taken: set[Chat] = set()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def is_ready(self) -> bool:
        """Whether `take` would give anything now."""
        return bool(self._ready)

    def put(self, chat: Chat, item: Item) -> None:
        """Let `item` wait behind everything else of its chat."""
        self._count += 1
        queue = self._waiting.get(chat)
        if queue is None:
            self._waiting[chat] = deque((item,))
            if chat not in self._taken:
                self._ready.append(chat)
        else:
            queue.append(item)

    def put_back(self, chat: Chat, item: Item) -> None:
        """Let `item` of a chat that is in hand be the first that comes when the chat is given back."""
        self._count += 1
        self._waiting.setdefault(chat, deque()).appendleft(item)

    def take(self, limit: int, *, of_one_chat: int | None = None) -> list[tuple[Chat, Item]]:
        """Take up to `limit` items, at most `of_one_chat` of each, in order; their chats are then in hand."""
        taken: list[tuple[Chat, Item]] = []
        while self._ready and len(taken) < limit:
            chat = self._ready.popleft()
            queue = self._waiting[chat]
            room = limit - len(taken)
            wanted = min(len(queue), room if of_one_chat is None else min(room, of_one_chat))
            taken.extend((chat, queue.popleft()) for _ in range(wanted))
            self._taken.add(chat)
            if not queue:
                del self._waiting[chat]
        self._count -= len(taken)
        return taken

    def done(self, chat: Chat) -> None:
        """Give a chat back; what has come for it in the meantime is ready."""
        self._taken.discard(chat)
        if chat in self._waiting:
            self._ready.append(chat)

    def drop(self, chat: Chat) -> list[Item]:
        """Take everything that waits for a chat in hand."""
        dropped = list(self._waiting.pop(chat, ()))
        self._count -= len(dropped)
        return dropped

    def clear(self) -> list[Item]:
        """Take everything that waits, of every chat."""
        return [item for chat in list(self._waiting) for item in self._clear(chat)]

    def _clear(self, chat: Chat) -> list[Item]:
        if chat in self._ready:
            self._ready.remove(chat)
        return self.drop(chat)
