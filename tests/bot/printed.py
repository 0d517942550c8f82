"""Reads the words back from a page that we printed, in the order in which they were drawn."""

import re
import zlib
from base64 import a85decode

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
DRAWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj")
ESCAPED = re.compile(rb"\\([0-7]{3}|.)")
PAGE = re.compile(rb"/Type /Page\b")


def words_of(pdf: bytes) -> str:
    """Everything that was drawn, a line each; our letters keep their own numbers in the file as far as ASCII goes."""
    assert pdf.startswith(b"%PDF")
    drawn = [words for stream in STREAM.findall(pdf) for words in DRAWN.findall(_opened(stream))]
    return "\n".join(ESCAPED.sub(_plain, words).decode("latin-1") for words in drawn)


def pages_of(pdf: bytes) -> int:
    return len(PAGE.findall(pdf))


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(
            a85decode(stream.strip(), adobe=False) if b"~>" not in stream else _a85(stream)
        )
    except (ValueError, zlib.error):
        return b""


def _a85(stream: bytes) -> bytes:
    return a85decode(b"<~" + stream.strip(), adobe=True)


def _plain(found: re.Match[bytes]) -> bytes:
    code = found.group(1)
    return bytes([int(code, 8)]) if code.isdigit() else code
