"""Log lines as JSON, without any secret or personal value in them, at any level."""

import asyncio
import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else when read out
HIDDEN = "[hidden]"
PERSONAL = re.compile(
    r"\d{3,20}:[A-Za-z0-9_-]{10,}"  # a bot token
    r"|(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)"  # a NIK, spaced or not
    r"|(?<![\d.])(?:\+?62|0)[ \-]?8\d(?:[ \-]?\d){6,11}(?!\d)"  # an Indonesian mobile number
)
QUIET = (
    "aiohttp",
    "aiosqlite",
    "asyncpg",
    "hpack",
    "httpcore",
    "httpx",
    "python_multipart",
    "sqlalchemy",
    "telegram",
    "uvicorn",
)
ROOT = Path(__file__).resolve().parent.parent
OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class Redaction(logging.Filter):
    """Sits on the handlers, so that no logger goes around it, and hides what must not be read."""

    def __init__(self, hidden: Iterable[str] = ()) -> None:
        super().__init__()
        exact = [re.escape(value) for value in sorted(hidden, key=len, reverse=True) if len(value) > 3]  # noqa: PLR2004
        self._pattern = re.compile("|".join([*exact, PERSONAL.pattern]))

    def clean(self, written: str) -> str:
        """The same words without tokens, NIKs, phone numbers and the given secrets."""
        return self._pattern.sub(HIDDEN, written)

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
            return False  # so a request looks that was cut off by a stop; nothing failed
        try:
            said = record.getMessage()
        except (TypeError, ValueError):
            said = f"a log line of {record.module}:{record.lineno} does not fit its arguments"
        # asyncio adds the repr of tasks and their errors below its first line.
        first_line = said.partition("\n")[0]
        record.msg = self.clean(first_line if record.name == "asyncio" else said.rstrip())
        record.args = ()
        for name, value in vars(record).items():
            if name not in OWN and isinstance(value, str):
                setattr(record, name, self.clean(value))
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line; an exception is told by its types and places, never by its words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in OWN}
        if record.exc_info and record.exc_info[1]:
            line["error"], line["trace"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def told(error: BaseException) -> tuple[str, list[str]]:
    """The types of an error and its causes, and the places it passed; words and locals may hold values."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:  # noqa: PLR2004 - longer chains say nothing more
        kinds.append(type(cause).__qualname__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    return " from ".join(kinds), [f"{_near(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _near(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])


def set_up_logs(level: str = "INFO", hidden: Iterable[str] = ()) -> None:
    """Send every log line through one redacting handler to standard error; loud libraries speak up at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(Redaction(hidden))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # its report of a bad line shows the line's arguments
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def reference() -> str:
    """A new mark such as `K7F2-9QD` that ties what a person was told to one log line; 35 bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return f"{letters[:4]}-{letters[4:]}"


def log_failure(
    log: logging.Logger,
    what: str,
    error: BaseException,
    *,
    level: int = logging.ERROR,
    **facts: str | int | None,
) -> str:
    """Log `what` failed once, with a new reference, the error's types and places, and `facts` that name no person.

    Facts are `update_id`, `flow`, `step`, `method`, `row_id` and counts; gives the reference.
    """
    mark = reference()
    log.log(level, what, exc_info=error, extra={"reference": mark, **facts})
    return mark
