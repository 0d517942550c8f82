"""`sasar doctor` finds whatever a person may have wrong, and says of each how to mend it."""

import asyncio
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.charts import painting
from bot.doctor import (
    Sign,
    Unwell,
    examine,
    findings_of,
    see_clock,
    see_controller,
    see_database,
    see_disk,
    see_fonts,
    see_keys,
    see_python,
    see_token,
    see_webhook,
)
from bot.foundation import open_database
from bot.settings import Receive, Settings
from storage.keys import Keys
from tests.bot.doubles import TOKEN


async def test_the_doctor_names_what_stands_in_the_way_and_how_to_mend_it(
    settings: Settings, telegram_url: str
) -> None:
    well = settings.model_copy(update={"bot_api_url": telegram_url})
    assert not [finding for finding in await findings_of(well) if finding.sign is Sign.BAD]
    ill = settings.model_copy(update={"bot_api_url": "http://127.0.0.1:9", "controller": ""})
    bad = [finding for finding in await findings_of(ill) if finding.sign is Sign.BAD]
    assert [finding.what.split()[0] for finding in bad] == ["The", "Telegram"]
    assert all(finding.mend for finding in bad)
    assert TOKEN not in "".join(map(str, bad))


async def test_the_doctor_minds_keys_that_others_can_read_or_that_have_no_copy(settings: Settings) -> None:
    Keys.create().save(settings.keys_file)
    assert "no copy" in (await see_keys(settings)).what
    settings.keys_file.chmod(0o644)
    assert (await see_keys(settings)).mend.startswith("chmod 600")
    settings.keys_file.chmod(0o600)
    Keys.load(settings.keys_file).exported().save(settings.keys_file)
    assert (await see_keys(settings)).sign is Sign.GOOD


async def test_the_doctor_knows_a_token_that_telegram_refuses(settings: Settings, telegram_url: str) -> None:
    stranger = {
        "bot_api_url": telegram_url,
        "bot_token": type(settings.bot_token)("4200000043:AAinvented-token_of-a"),
    }
    assert "refuses" in (await see_token(settings.model_copy(update=stranger))).what
    assert (await see_token(settings.model_copy(update={"bot_api_url": telegram_url}))).sign is Sign.GOOD


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def live(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update=changes)


async def test_a_python_that_nobody_tried_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await see_python(settings)).sign is Sign.GOOD
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    assert "3.11 to 3.13" in (await see_python(settings)).mend


async def test_a_disk_that_is_nearly_full_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: Usage(1, 1, 500_000_000))
    found = await see_disk(settings)
    assert (found.sign, found.what.split(" free")[0]) == (Sign.BAD, "0.5 GB")
    assert found.mend


async def test_pictures_need_our_fonts_and_something_that_paints(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await see_fonts(settings)).sign is Sign.GOOD
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert (await see_fonts(settings)).sign is Sign.LOOK
    monkeypatch.setattr(painting, "FONTS", ("nowhere/Letters.ttf",))
    found = await see_fonts(settings)
    assert (found.sign, "Letters.ttf is gone" in found.what, bool(found.mend)) == (Sign.BAD, True, True)


async def test_keys_that_are_lost_are_no_matter_only_before_the_first_start(settings: Settings) -> None:
    assert (await see_keys(settings)).sign is Sign.GOOD
    assert (await see_database(settings)).sign is Sign.GOOD
    await (await open_database(settings, kind="live")).close()
    assert (await see_database(settings)).sign is Sign.GOOD
    settings.keys_file.unlink()
    for check in (see_keys, see_database):
        found = await check(settings)
        assert (found.sign, "Put the keys file back" in found.mend) == (Sign.BAD, True)


async def test_a_database_of_another_kind_or_with_other_keys_is_said_with_its_way_out(
    settings: Settings,
) -> None:
    await (await open_database(settings, kind="practice")).close()
    assert "is for practice, not for live" in (await see_database(settings)).mend
    Keys.create().save(settings.keys_file)
    other = settings.sqlite_file
    assert other
    other.unlink()
    await (await open_database(settings, kind="live")).close()
    Keys.create().save(settings.keys_file)
    assert "did not seal this database" in (await see_database(settings)).mend


async def test_a_database_without_tables_or_without_a_server_is_said(settings: Settings) -> None:
    sqlite3.connect("bare.db").close()
    Keys.create().save(settings.keys_file)
    found = await see_database(live(settings, database_url=SecretStr("sqlite+aiosqlite:///bare.db")))
    assert "sasar db upgrade" in found.mend
    away = SecretStr("postgresql+asyncpg://sasar:hush@127.0.0.1:9/sasar")
    found = await see_database(live(settings, database_url=away))
    assert (found.sign, "DATABASE_URL" in found.mend, "hush" in str(found)) == (Sign.BAD, True, False)


async def test_practice_is_looked_at_where_practice_lives(settings: Settings) -> None:
    practice = live(settings, bot_token=SecretStr(""))
    place = practice.for_practice(TOKEN)
    await (await open_database(place, kind="practice")).close()
    assert (await see_database(practice)).what.startswith("The database opens")
    assert "need no copy" in (await see_keys(practice)).what
    assert not settings.keys_file.exists()


async def test_who_answers_for_the_data_may_be_open_in_practice_alone(settings: Settings) -> None:
    nobody = live(settings, controller="")
    found = await see_controller(nobody)
    assert (found.sign, found.what, bool(found.mend)) == (
        Sign.BAD,
        "The privacy notice lacks CONTROLLER",
        True,
    )
    assert (await see_controller(live(nobody, bot_token=SecretStr("")))).sign is Sign.LOOK
    assert (await see_controller(settings)).sign is Sign.GOOD


async def test_no_token_is_no_fault_and_says_how_to_get_one(settings: Settings) -> None:
    found = await see_token(live(settings, bot_token=SecretStr("")))
    assert (found.sign, "@BotFather" in found.mend) == (Sign.LOOK, True)


async def test_a_webhook_that_is_not_ours_or_not_reached_is_said(
    settings: Settings, telegram_url: str
) -> None:
    hooked = live(
        settings, bot_api_url=telegram_url, receive=Receive.WEBHOOK, webhook_url="https://sasar.example"
    )
    found = await see_webhook(hooked)
    assert (found.sign, found.what) == (Sign.BAD, "Webhook: the webhook at Telegram is not WEBHOOK_URL")
    assert "WEBHOOK_URL" in found.mend
    away = await see_webhook(live(hooked, bot_api_url="http://127.0.0.1:9"))
    assert (away.sign, "cannot be asked" in away.what) == (Sign.BAD, True)
    assert (await see_webhook(live(settings, receive=Receive.POLLING))).sign is Sign.GOOD


@pytest.mark.parametrize(("seconds", "sign"), [(0, Sign.GOOD), (300, Sign.BAD), (-300, Sign.BAD)])
async def test_a_clock_that_goes_wrong_is_said(settings: Settings, seconds: int, sign: Sign) -> None:
    async def tell_time(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        theirs = format_datetime(datetime.now(UTC) - timedelta(seconds=seconds), usegmt=True)
        writer.write(
            f"HTTP/1.1 302 Found\r\nLocation: /\r\nDate: {theirs}\r\nContent-Length: 0\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(tell_time, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        found = await see_clock(live(settings, bot_api_url=f"http://127.0.0.1:{port}"))
    assert (found.sign, "timedatectl" in found.mend) == (sign, sign is Sign.BAD)
    assert (await see_clock(live(settings, bot_api_url="http://127.0.0.1:9"))).sign is Sign.LOOK


def test_whatever_stands_in_the_way_ends_with_one(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    practice = live(settings, bot_token=SecretStr(""), controller="")
    assert examine(None, practice) == "Nothing stands in the way."  # type: ignore[arg-type]
    away = live(settings, bot_api_url="http://127.0.0.1:9")
    with pytest.raises(Unwell, match="1 to mend"):
        examine(None, away)  # type: ignore[arg-type]
    assert capsys.readouterr().out.count("\n  -> ") >= 3
