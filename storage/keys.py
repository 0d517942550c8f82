"""The two secrets of a deployment, the master key and the index key: made, read, copied under a passphrase."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from storage.errors import KeysMissing, KeysUnreadable

SECRET_BYTES = 32
KEY_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Key:
    """One secret of 32 bytes; `id` is 8 hexadecimal digits and goes into whatever the key seals."""

    id: str
    secret: bytes = field(repr=False)

    @classmethod
    def create(cls) -> Self:
        return cls(secrets.token_hex(KEY_ID_BYTES), secrets.token_bytes(SECRET_BYTES))

    @property
    def fingerprint(self) -> str:
        """What the database keeps to know the key again: one way, and no help in guessing 256 random bits."""
        return sha256(b"sasar key fingerprint\0" + self.secret).hexdigest()[:32]


class _Written(BaseModel):
    """The keys file: key id to base64 secret, the first of each kind is the one that seals."""

    model_config = ConfigDict(extra="forbid")

    master: dict[str, str]
    index: dict[str, str]
    exported: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys at hand; the first of each kind is in use, the others only open what they once sealed.

    `is_exported` tells whether a passphrase copy was ever made.
    """

    master: tuple[Key, ...]
    index: tuple[Key, ...]
    is_exported: bool = False

    @classmethod
    def create(cls) -> Self:
        return cls((Key.create(),), (Key.create(),))

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the JSON of a keys file, or the same in base64 as an environment variable likes it."""
        try:
            written = _Written.model_validate_json(text if text.lstrip().startswith("{") else b64decode(text))
            return cls(_unwrite(written.master), _unwrite(written.index), written.exported)
        except (ValidationError, ValueError) as error:
            raise KeysUnreadable(
                "These are no keys of Sasar: use the file that `sasar keys new` made."
            ) from error

    @classmethod
    def load(cls, path: Path | None = None, inline: str = "") -> Self:
        """Read the keys from `inline` when it is given, else from the file at `path`."""
        if inline:
            return cls.read(inline)
        if path is None or not path.exists():
            raise KeysMissing(
                f"No keys at {path}. Put the keys file back or restore it from its passphrase copy; "
                "only for a new, empty database make one with `sasar keys new`."
            )
        return cls.read(path.read_text())

    def written(self) -> str:
        """The JSON of the keys file."""
        kinds = {"master": _write(self.master), "index": _write(self.index)}
        return json.dumps({**kinds, "exported": self.is_exported}, indent=1)

    def save(self, path: Path) -> None:
        """Write the file with mode 0600, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.written())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def exported(self) -> Self:
        """The same keys, with the mark that a copy was made."""
        return replace(self, is_exported=True)

    def rotated(self) -> Self:
        """The same keys behind a new master key: `reseal` then moves what is kept over to it."""
        return replace(self, master=(Key.create(), *self.master))

    def with_new_index(self) -> Self:
        """The same keys and a new index key behind the one in use: the database says when it counts."""
        return replace(self, index=(*self.index, Key.create()))

    def indexing_with(self, key_id: str) -> Self:
        """The same keys with this index key in front."""
        return replace(self, index=tuple(sorted(self.index, key=lambda key: key.id != key_id)))

    def fingerprints(self) -> dict[str, str]:
        """`master.<id>` and `index.<id>` to fingerprint."""
        kinds = (("master", self.master), ("index", self.index))
        return {f"{kind}.{key.id}": key.fingerprint for kind, keys in kinds for key in keys}


def _write(keys: tuple[Key, ...]) -> dict[str, str]:
    return {key.id: b64encode(key.secret).decode() for key in keys}


def _unwrite(written: dict[str, str]) -> tuple[Key, ...]:
    keys = tuple(Key(key_id, b64decode(secret, validate=True)) for key_id, secret in written.items())
    if not keys or any(
        len(key.secret) != SECRET_BYTES or len(bytes.fromhex(key.id)) != KEY_ID_BYTES for key in keys
    ):
        raise ValueError("not a key")
    return keys
