"""What an installation decides: read once from the environment and `.env`, then frozen."""

import re
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import sheets
from bot.sorry import Sorry

SECRET_HEADER = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook, secret_token
TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")
PLACE = re.compile(r"(?P<host>\[[0-9a-fA-F:]+\]|[^:\s]+):(?P<port>\d{1,5})")


class Receive(StrEnum):
    """How updates come to us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class SettingsWrong(Sorry):
    """The settings cannot work together; the message names each setting and never shows its value."""


class Settings(BaseSettings):
    """Every setting by its name in lower case; an empty `bot_token` means practice mode.

    `bulk_per_second` counts messages; above 30 Telegram asks Stars for each (Bot API, "Paid Broadcasts").
    """

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    bot_token: SecretStr = SecretStr("")
    bot_api_url: str = "https://api.telegram.org"
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///var/sasar.db")
    receive: Receive = Receive.POLLING
    listen: str = "127.0.0.1:8080"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    public_url: str = ""
    village_status: bool = False
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    keys_file: Path = Path("var/keys.json")
    keys: SecretStr = SecretStr("")
    sheets_file: Path = Path(sheets.__file__).with_name("mapping.toml")
    controller: str = ""
    controller_contact: str = ""
    processor: str = ""
    stored_in: str = ""
    bulk_per_second: int = Field(default=25, ge=1, le=1000)
    log_level: str = "INFO"

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split(cls, written: object) -> object:
        return (
            tuple(part.strip() for part in written.split(",") if part.strip())
            if isinstance(written, str)
            else written
        )

    @field_validator("bot_api_url", "webhook_url", "public_url")
    @classmethod
    def _is_address(cls, written: str) -> str:
        if written and not re.match(r"https?://[^/\s]+", written):
            raise ValueError("must start with http:// or https://")
        return written.rstrip("/")

    @field_validator("listen")
    @classmethod
    def _is_place(cls, written: str) -> str:
        if not PLACE.fullmatch(written):
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return written

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, written: str) -> str:
        if written.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return written.upper()

    @field_validator("bot_token")
    @classmethod
    def _is_token(cls, written: SecretStr) -> SecretStr:
        if written and not TOKEN.fullmatch(written.get_secret_value()):
            raise ValueError("does not look like a token of BotFather (numbers, a colon, letters)")
        return written

    @field_validator("public_url")
    @classmethod
    def _is_locked(cls, written: str) -> str:
        if written and not written.startswith("https://"):
            raise ValueError("must start with https://, as a PIN is typed there")
        return written

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.receive is Receive.WEBHOOK and not self.is_practice:
            if not self.webhook_url.startswith("https://") and self.is_telegram:
                raise ValueError("RECEIVE=webhook needs WEBHOOK_URL, a public address with https://")
            if not SECRET_HEADER.fullmatch(self.webhook_secret.get_secret_value()):
                raise ValueError("RECEIVE=webhook needs WEBHOOK_SECRET, 1 to 256 of A-Z a-z 0-9 _ -")
        return self

    @property
    def is_practice(self) -> bool:
        return not self.bot_token

    @property
    def is_telegram(self) -> bool:
        return self.bot_api_url == "https://api.telegram.org"

    @cached_property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @cached_property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def sqlite_file(self) -> Path | None:
        """The file of an SQLite database, None for PostgreSQL."""
        scheme, _, place = self.database_url.get_secret_value().partition("://")
        return Path(place.removeprefix("/").partition("?")[0]) if scheme.startswith("sqlite") else None

    @property
    def file_address(self) -> str:
        """Where files with whole numbers are fetched, PUBLIC_URL or else WEBHOOK_URL; "" when they go to the chat."""
        return self.public_url or (self.webhook_url if self.webhook_url.startswith("https://") else "")

    def for_practice(self, token: str) -> Self:
        """The same, turned to the simulator at our own address, with a database and keys of its own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.model_copy(
            update={
                "bot_token": SecretStr(token),
                "bot_api_url": f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{self.port}",  # noqa: S104
                "database_url": SecretStr("sqlite+aiosqlite:///var/practice.db"),
                "keys_file": Path("var/practice-keys.json"),
                "keys": SecretStr(""),
                "receive": Receive.POLLING,
                "webhook_url": "",
                "public_url": "",
            }
        )

    def missing_for_live(self) -> tuple[str, ...]:
        """Names of the settings that the privacy notice needs and that are empty (UU 27/2022 art. 21)."""
        needed = ("controller", "controller_contact", "processor", "stored_in")
        return tuple(name.upper() for name in needed if not getattr(self, name))

    def secrets(self) -> tuple[str, ...]:
        """Values that no log may show."""
        database = self.database_url.get_secret_value()
        password = re.search(r"://[^:/@]*:([^@]+)@", database)
        held = [self.bot_token, self.webhook_secret, self.keys]
        return (
            *(secret.get_secret_value() for secret in held if secret),
            *(password.groups() if password else ()),
        )


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings, or raise `SettingsWrong` with one line for each that is wrong."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as wrong:
        raise SettingsWrong(
            "\n".join(_said(error["loc"], error["msg"]) for error in wrong.errors())
        ) from None


def _said(place: tuple[int | str, ...], why: str) -> str:
    name = str(place[0]).upper() + ": " if place else ""
    return name + why.removeprefix("Value error, ")
