"""Kinds of columns that both databases keep alike."""

import secrets
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

COUNTER = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database counts up: SQLite counts only plain INTEGER."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which knows no zones, keeps it as naive UTC text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


_turn = count()


def new_id(now: datetime) -> str:
    """A row's id, 24 hexadecimal digits: time and a turn keep one process's rows in order, then come 36 random bits."""
    return f"{int(now.timestamp() * 1000):011x}{next(_turn) % 65536:04x}{secrets.randbits(36):09x}"
