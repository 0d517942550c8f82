"""A copy of the keys that a passphrase protects, to be kept on paper or a stick by somebody else."""

import json
import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.errors import KeysUnreadable
from storage.keys import Keys

# OWASP's first choice for scrypt: 128 MB and about half a second a guess.
COST, BLOCK, LANES = 2**17, 8, 1
PURPOSE = b"sasar keys copy 1"
SHORTEST_PASSPHRASE = 12
"""In characters."""


def export_keys(keys: Keys, passphrase: str) -> str:
    """The passphrase copy, as text; raises `ValueError` for a passphrase of fewer than 12 characters."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ValueError(f"The passphrase needs at least {SHORTEST_PASSPHRASE} characters.")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = _cipher(passphrase, salt).encrypt(nonce, keys.exported().written().encode(), PURPOSE)
    parts = {"copy": PURPOSE, "salt": salt, "nonce": nonce, "sealed": sealed}
    return json.dumps({name: b64encode(value).decode() for name, value in parts.items()}, indent=1)


def import_keys(copy: str, passphrase: str) -> Keys:
    """The keys of a passphrase copy; raises `KeysUnreadable` when either is wrong."""
    try:
        parts = {name: b64decode(value, validate=True) for name, value in json.loads(copy).items()}
        opened = _cipher(passphrase, parts["salt"]).decrypt(parts["nonce"], parts["sealed"], PURPOSE)
    except (InvalidTag, KeyError, ValueError, TypeError, AttributeError) as error:
        raise KeysUnreadable("The passphrase is wrong, or this is no whole passphrase copy.") from error
    return Keys.read(opened.decode())


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=BLOCK, p=LANES).derive(passphrase.encode()))
