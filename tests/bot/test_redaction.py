import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import HIDDEN, JsonLines, Redaction, log_failure, reference, set_up_logs, told
from bot.telegram_api import TelegramApi, Unanswered, Wire
from bot.telegram_request import SasarBot
from tests.bot.doubles import TOKEN

NIK = "3201015708850001"
SECRET = "invented-hook-secret"
CANARIES = (NIK, "3201 0157 0885 0001", "081234567890", "+62 812-3456-7890", TOKEN, SECRET)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged at DEBUG, as it is written."""
    before, level = list(logging.root.handlers), logging.root.level
    raises = logging.raiseExceptions
    set_up_logs("DEBUG", [SECRET])
    (handler,) = logging.root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    yield written
    logging.root.handlers[:] = before
    logging.root.setLevel(level)
    logging.raiseExceptions = raises


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_reaches_the_log_by_any_way(lines: io.StringIO, canary: str) -> None:
    log = logging.getLogger("bot.somewhere")
    log.debug("said %s", canary)
    log.info(f"said {canary}!")  # noqa: G004 - a careless line must not leak either
    log.warning("said", extra={"note": canary})
    log.error("two %s and %s", canary, {"deep": [canary]})
    try:
        int(canary + "x")
    except ValueError as error:
        log_failure(log, "it failed", error, update_id=7)
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    written = lines.getvalue()
    assert canary not in written
    assert len(written.splitlines()) == 6
    assert HIDDEN in written


def test_what_is_no_secret_stays_readable(lines: io.StringIO) -> None:
    logging.getLogger("bot").info(
        "update %s at 2026-11-22T08:00:00, Rp8.400, reference K7F2-9QD", 904_523_118
    )
    line = json.loads(lines.getvalue())
    assert line["message"] == "update 904523118 at 2026-11-22T08:00:00, Rp8.400, reference K7F2-9QD"
    assert (line["level"], line["logger"]) == ("INFO", "bot")


def test_a_failure_is_one_line_with_its_reference_types_and_places(lines: io.StringIO) -> None:
    try:
        try:
            _ = {}["Siti Aminah"]
        except KeyError as cause:
            raise ValueError("Siti Aminah") from cause
    except ValueError as error:
        mark = log_failure(
            logging.getLogger("bot"), "an update failed", error, update_id=9, flow="registration"
        )
    (written,) = lines.getvalue().splitlines()
    line = json.loads(written)
    assert (line["reference"], line["update_id"], line["flow"]) == (mark, 9, "registration")
    assert line["error"] == "ValueError from KeyError"
    assert line["trace"][-1].startswith("tests/bot/test_redaction.py:")
    assert "Siti" not in written


def test_a_line_that_does_not_fit_its_arguments_says_where_and_shows_none(lines: io.StringIO) -> None:
    logging.getLogger("bot").info("one %s", NIK, "and too many")  # noqa: PLE1205 - the very mistake
    assert NIK not in lines.getvalue()
    assert "test_redaction" in lines.getvalue()


def test_what_asyncio_adds_about_a_failed_task_is_left_out(lines: io.StringIO) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task Siti Aminah>")
    assert "Siti" not in lines.getvalue()
    assert "never retrieved" in lines.getvalue()


def test_a_cancelled_request_is_no_error(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").error("cut off", exc_info=asyncio.CancelledError())
    assert lines.getvalue() == ""


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "aiohttp.client", "aiosqlite", "telegram.Bot"])
def test_libraries_that_log_addresses_and_values_are_quiet_at_debug(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).debug("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    logging.getLogger(name).info("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    assert lines.getvalue() == ""


async def test_the_token_is_in_no_error_and_no_repr_when_the_network_is_gone(lines: io.StringIO) -> None:
    async with Wire() as wire:
        api, bot = TelegramApi(TOKEN, "http://127.0.0.1:9", wire), SasarBot(TOKEN, "http://127.0.0.1:9", wire)
        with pytest.raises(Exception, match=r"NotSent|ClientConnector") as fast:
            await api.call("getMe", {})
        with pytest.raises(Exception, match=r"NotSent|ClientConnector") as slow:
            await bot.get_me()
        for error in (fast.value, slow.value):
            chain: BaseException | None = error
            while chain:
                assert TOKEN not in repr(chain) + str(chain)
                chain = chain.__context__
            logging.getLogger("bot").error("it failed: %r", error, exc_info=error)
        assert TOKEN not in repr(api) + repr(bot)
    assert TOKEN not in lines.getvalue()


def test_a_reference_can_be_read_out_and_is_new_each_time() -> None:
    marks = {reference() for _ in range(200)}
    assert len(marks) == 200
    assert all(len(mark) == 8 and mark[4] == "-" and not set(mark) & set("01IO") for mark in marks)


def test_the_formatter_needs_no_filter_to_keep_words_of_errors_out() -> None:
    kinds, places = told(Unanswered("Siti Aminah"))
    assert (kinds, places) == ("Unanswered", [])
    record = logging.makeLogRecord({"msg": "plain", "levelname": "INFO", "odd": object()})
    assert Redaction().filter(record)
    assert json.loads(JsonLines().format(record))["odd"] == "object"
