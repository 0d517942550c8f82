"""The README opens with a transcript that is a passing test, stays short, and leads nowhere that does not exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = re.compile(r"<!-- transcript: (\S+) -->\n```\n(.*?)\n```\n<!-- /transcript -->", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def test_the_readme_opens_with_a_transcript_that_is_played_as_a_test() -> None:
    shown = SHOWN.search(README)
    assert shown is not None
    assert README[: shown.start()].count("\n") < 10
    assert (ROOT / shown[1]).read_text("utf-8").rstrip("\n") == shown[2]


def test_the_readme_stays_under_200_lines() -> None:
    assert README.count("\n") < 200


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name
)
def test_every_link_leads_to_a_file(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert missing == []
