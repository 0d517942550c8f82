import re
from pathlib import Path

import pytest

from bot.settings import Receive, Settings, SettingsWrong, read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "4200000042:AAinvented-token_of-a-test"
SECRETS = {
    "BOT_TOKEN": TOKEN,
    "WEBHOOK_SECRET": "invented-hook-secret",
    "KEYS": "invented-inline-keys",
    "DATABASE_URL": "postgresql+asyncpg://sasar:invented-password@db/sasar",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_names_every_setting_with_its_default_and_nothing_else() -> None:
    written = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert set(written) == {name.upper() for name in Settings.model_fields}
    assert read_settings(ROOT / ".env.example") == read_settings(None)


def test_without_anything_the_bot_practises() -> None:
    settings = read_settings(None)
    assert settings.is_practice
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.receive is Receive.POLLING


def test_practice_has_a_database_and_keys_of_its_own_and_a_telegram_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///var/sasar.db")
    monkeypatch.setenv("LISTEN", "0.0.0.0:9000")
    own = read_settings(None).for_practice(TOKEN)
    assert own.sqlite_file == Path("var/practice.db")
    assert own.keys_file == Path("var/practice-keys.json")
    assert own.bot_api_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("BOT_TOKEN", "hush-hush", "BotFather"),
        ("LISTEN", "8080", "host:port"),
        ("BOT_API_URL", "api.telegram.org", "http"),
        ("ADMIN_IDS", "12,budi", "ADMIN_IDS"),
        ("RECEIVE", "pigeon", "RECEIVE"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL"),
        ("BULK_PER_SECOND", "2000", "BULK_PER_SECOND"),
        ("PUBLIC_URL", "http://sasar.example", "https"),
        ("VILLAGE_STATUS", "perhaps", "VILLAGE_STATUS"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as wrong:
        read_settings(None)
    assert name in str(wrong.value)
    assert word in str(wrong.value)
    assert name == "LISTEN" or value not in str(wrong.value)
    monkeypatch.delenv(name)
    assert read_settings(None).is_practice


@pytest.mark.parametrize("secret", ["", "has space", "x" * 257, "é"])
def test_a_webhook_needs_a_secret_that_telegram_takes(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    for name, value in {
        "BOT_TOKEN": TOKEN,
        "RECEIVE": "webhook",
        "WEBHOOK_URL": "https://sasar.example",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    with pytest.raises(SettingsWrong, match="WEBHOOK_SECRET"):
        read_settings(None)
    monkeypatch.setenv("WEBHOOK_SECRET", "good_Secret-1")
    assert read_settings(None).receive is Receive.WEBHOOK


def test_files_are_fetched_at_the_public_address_and_lie_in_the_chat_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:8080")
    assert read_settings(None).file_address == ""
    monkeypatch.setenv("WEBHOOK_URL", "https://sasar.example/bot/")
    assert read_settings(None).file_address == "https://sasar.example/bot"
    monkeypatch.setenv("PUBLIC_URL", "https://berkas.example")
    assert read_settings(None).file_address == "https://berkas.example"
    assert read_settings(None).for_practice(TOKEN).file_address == ""


def test_a_live_start_says_what_the_privacy_notice_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("CONTROLLER", "Kantor Contoh")
    assert read_settings(None).missing_for_live() == ("CONTROLLER_CONTACT", "PROCESSOR", "STORED_IN")


def test_no_secret_shows_in_the_settings_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    settings = read_settings(None)
    written = repr(settings) + str(settings)
    for value in (*list(SECRETS.values())[:3], "invented-password"):
        assert value not in written
        assert value in settings.secrets()


def test_admin_ids_are_numbers_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", " 12, 4503599627370495 ,")
    assert read_settings(None).admin_ids == (12, 4503599627370495)
