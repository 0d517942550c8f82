"""No text of ours holds a sign that the practice page cannot draw: a machine without an emoji font shows no boxes."""

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORDS = sorted((ROOT / "conversations").rglob("*.toml"))
DRAWN = re.findall(r'"([^"]+)"', (ROOT / "simulator/page/signs.js").read_text("utf-8").partition("];")[0])
IN_EVERY_FONT = frozenset("✓✕▓░▶■•")


def signs_in(text: str) -> set[str]:
    return {mark for mark in text if unicodedata.category(mark) in {"So", "Sk"} and ord(mark) > 0x2190}


@pytest.mark.parametrize("path", WORDS, ids=lambda path: str(path.relative_to(ROOT / "conversations")))
def test_every_sign_can_be_drawn(path: Path) -> None:
    drawn = {sign.replace("\ufe0f", "") for sign in DRAWN}
    assert signs_in(path.read_text("utf-8")) <= drawn | IN_EVERY_FONT
