"""The words that travel: JSON objects as the Bot API writes them, and lengths as it counts them."""

import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""One object of the Bot API; its shape is what the documentation of that object says."""

_encoder = json.JSONEncoder(separators=(",", ":"))


def encode(value: object) -> bytes:
    """Compact JSON, everything outside ASCII escaped, as Telegram sends it."""
    return _encoder.encode(value).encode("ascii")


def units(text: str) -> int:
    """Length of `text` in UTF-16 code units, the unit of every offset and limit of the Bot API."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def without_nothing(pairs: Json) -> Json:
    """The object without the fields that have no value: Telegram leaves them out rather than sending null."""
    return {name: value for name, value in pairs.items() if value is not None}
