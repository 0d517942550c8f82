"""A workbook behind a password that Excel and LibreOffice ask for, and the password itself."""

import io
import secrets

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""No letters that look alike: it is typed off another screen."""
GROUPS, GROUP = 4, 4


def draw_password() -> str:
    """78 bits in four groups: `7k2f-qd4m-xw3h-9ptr`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def protect(workbook: bytes, password: str) -> bytes:
    """The same workbook, encrypted as Office does it (ECMA-376 agile, AES); takes about a second for 5 MB."""
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - only a process that writes files needs it

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, locked)
    return locked.getvalue()
