"""Encryption of single values: a key for every person, and keyed indexes that find without reading."""

import hmac
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import Unreadable
from storage.keys import KEY_ID_BYTES, Key, Keys

VERSION = b"\x01"
NONCE_BYTES = 12
SALT_BYTES = 32
_HEAD = 1 + KEY_ID_BYTES
_SHA256 = SHA256()
_BODY = _HEAD + NONCE_BYTES


class Sealer:
    """Seals and opens values under the keys of one deployment.

    A sealed value is version (1 byte), key id (4), nonce (12), AES-256-GCM ciphertext with its tag. The key is
    HKDF-SHA256(master key, the person's salt of 32 random bytes): with the salt's row deleted nothing opens again.
    Column, row and key id are bound into it, so a value moved elsewhere does not open either.
    """

    def __init__(self, keys: Keys) -> None:
        self._active = keys.master[0]
        self._masters = {_head(key): key for key in keys.master}
        self._index = keys.index[0]

    def seal(self, salt: bytes, column: str, row_id: str | int, plain: bytes) -> bytes:
        """Seal one value of one row; `column` is written `table.column`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        key = self._active
        sealed = _cipher(key, salt).encrypt(nonce, plain, _bound(column, row_id, key.id))
        return self.head + nonce + sealed

    def open(self, salt: bytes, column: str, row_id: str | int, sealed: bytes) -> bytes:
        """Open it again; raises `Unreadable`."""
        return self._opened(_cipher, salt, column, row_id, sealed)

    def open_each(self, column: str, rows: Iterable[tuple[bytes, str, bytes]]) -> list[bytes]:
        """Open one column of many rows, each its salt, id and sealed value; raises `Unreadable`.

        Their keys are not kept: a crowd that is looked through once would push out those who are here every hour.
        """
        return [self._opened(_new_cipher, salt, column, row_id, sealed) for salt, row_id, sealed in rows]

    def _opened(
        self,
        cipher: Callable[[Key, bytes], AESGCM],
        salt: bytes,
        column: str,
        row_id: str | int,
        sealed: bytes,
    ) -> bytes:
        key = self._masters.get(sealed[:_HEAD])
        if key is None:
            raise Unreadable(f"{column} was sealed in a way, or with a key, that is not here")
        nonce, rest = sealed[_HEAD:_BODY], sealed[_BODY:]
        try:
            return cipher(key, salt).decrypt(nonce, rest, _bound(column, row_id, key.id))
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"{column} of {row_id} does not open") from error

    @property
    def head(self) -> bytes:
        """How every value begins that is sealed with the master key now in use."""
        return _head(self._active)

    def index(self, name: str, value: str) -> bytes:
        """HMAC-SHA-256 of a value under the index's own key, 32 bytes: equal values are equal, nothing else shows."""
        return hmac.digest(_index_key(self._index, name), value.encode(), "sha256")


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def _head(key: Key) -> bytes:
    return VERSION + bytes.fromhex(key.id)


def _bound(column: str, row_id: str | int, key_id: str) -> bytes:
    return f"{column}\0{row_id}\0{key_id}".encode()


def _new_cipher(key: Key, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=_SHA256, length=32, salt=salt, info=b"sasar person").derive(key.secret))


# A busy hour's people; a salt that was deleted is never asked for again, so nothing needs to be dropped from here.
_cipher = lru_cache(maxsize=4096)(_new_cipher)


@lru_cache(maxsize=16)
def _index_key(key: Key, name: str) -> bytes:
    return hmac.digest(key.secret, b"sasar index\0" + name.encode(), "sha256")
