"""The curated topics are short, sourced, the same in both languages, and state nothing unsure."""

import re
from html.parser import HTMLParser

import pytest

from conversations.knowledge import PLACEHOLDERS, Topic, fill
from conversations.knowledge.claims import load_guides
from conversations.knowledge.topics import SLOT, load_topics
from conversations.reading import problems

TOPICS = [
    pytest.param(topic, id=f"{language}-{topic.id}")
    for language in ("id", "en")
    for topic in load_topics(language)
]
COMMANDS = {"", "cek", "daftar", "iuran", "status", "klaim", "dataku", "hapus", "bantuan"}
FIXED_NUMBERS = {"16"}  # digits of a NIK: a format, not a rule
LONGEST_TITLE = 40


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i"}
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_is_telegram_html(text: str) -> None:
    tags = Tags()
    tags.feed(text)
    tags.close()
    assert not tags.open
    assert "&" not in re.sub(r"&(?:amp|lt|gt);", "", text)


def test_there_are_sixty_topics_or_more() -> None:
    assert len(load_topics("id")) >= 60


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_is_short_and_easy_to_read(topic: Topic) -> None:
    assert problems(f"{topic.question}\n{topic.answer}") == ()
    assert len(topic.question) <= LONGEST_TITLE
    assert len(topic.answer.splitlines()) <= 3


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_is_html_that_telegram_takes(topic: Topic) -> None:
    assert_is_telegram_html(topic.answer)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_figure_comes_only_from_the_rules(topic: Topic) -> None:
    assert set(re.findall(r"\d+", topic.answer)) <= FIXED_NUMBERS
    assert set(SLOT.findall(topic.answer)) <= {placeholder.name for placeholder in PLACEHOLDERS}


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_names_its_source_and_where_to_go(topic: Topic) -> None:
    assert topic.source
    assert topic.confidence in {"A", "B+", "B", "own", "ask"}
    assert topic.see in COMMANDS
    assert topic.hand_over or topic.confidence != "ask" or topic.see


def test_both_languages_have_the_same_topics_and_figures() -> None:
    indonesian, english = (
        {topic.id: set(SLOT.findall(topic.answer)) for topic in load_topics(at)} for at in ("id", "en")
    )
    assert indonesian == english


def test_every_figure_has_one_meaning_and_is_used() -> None:
    names = [placeholder.name for placeholder in PLACEHOLDERS]
    texts = [topic.answer for topic in load_topics("id")]
    texts += [page for guide in load_guides("id").values() for page in guide.pages()]
    assert sorted(set(names)) == sorted(names)
    assert {name for text in texts for name in SLOT.findall(text)} == set(names)


def test_nothing_is_promised() -> None:
    told = [topic for topic in load_topics("id") if "benefit" in topic.answer]
    assert told
    assert all("syarat" in topic.answer.lower() for topic in told)
    assert not [
        topic.id for topic in load_topics("id") if re.search(r"dijamin|pasti (?:di|men)dapat", topic.answer)
    ]


def test_a_family_in_mourning_is_spoken_to_gently_first() -> None:
    by_id = {topic.id: topic for topic in load_topics("id")}
    assert by_id["death_steps"].answer.startswith("Kami turut berduka")
    assert by_id["death_steps"].hand_over


def test_a_filled_figure_cannot_break_the_html() -> None:
    assert fill("Bayar {price_month}.", {"price_month": "<Rp1 & 2>"}) == "Bayar &lt;Rp1 &amp; 2&gt;."
    with pytest.raises(KeyError, match="price_month"):
        fill("Bayar {price_month}.", {})
    assert fill("Bayar.", {}) == "Bayar."
