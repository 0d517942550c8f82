"""What may be broadcast: the author's own formatting, honest links, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.broadcast import TAGS, bare, filled, find_problem, split_buttons, to_html
from conversations.heard import Entity
from conversations.ledger import Body, Link
from tests.conversations.tags import complaints


def code_of(html: str, *links: Link, entities: tuple[Entity, ...] = ()) -> str:
    problem = find_problem(Body(html, links=links), entities)
    return problem.code if problem else ""


def test_formatting_stays_where_the_author_put_it() -> None:
    text = "👨‍🌾 Rapat <besok> & lusa"
    start = len("👨‍🌾 ".encode("utf-16-le")) // 2
    entities = (Entity("bold", start, 5), Entity("italic", start, 13))
    assert to_html(text, entities) == "👨‍🌾 <i><b>Rapat</b> &lt;besok&gt;</i> &amp; lusa"


def test_overlapping_marks_are_closed_and_opened_again() -> None:
    assert to_html("abcd", (Entity("bold", 0, 3), Entity("italic", 2, 2))) == "<b>ab<i>c</i></b><i>d</i>"


def test_what_is_not_on_the_list_leaves_its_bare_words() -> None:
    assert to_html("halo @siapa", (Entity("mention", 5, 6), Entity("custom_emoji", 0, 4))) == "halo @siapa"


def test_a_link_keeps_its_address_and_cannot_break_out_of_it() -> None:
    html = to_html("buka", (Entity("text_link", 0, 4, 'https://contoh.id/"><b>'),))
    assert html == '<a href="https://contoh.id/&quot;&gt;&lt;b&gt;">buka</a>'


KINDS = st.sampled_from([*TAGS, "mention", "hashtag"])
ENTITIES = st.lists(st.builds(Entity, KINDS, st.integers(0, 30), st.integers(1, 30)), max_size=6)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), entities=ENTITIES)
def test_whatever_is_marked_becomes_what_telegram_takes(text: str, entities: list[Entity]) -> None:
    html = to_html(text, entities)
    assert complaints(html.replace("<blockquote expandable>", "<blockquote>")) == []
    if "\ufffd" not in bare(html):
        assert bare(html) == text


@pytest.mark.parametrize(
    "url",
    [
        "http://contoh.go.id",
        "https://bpjs@contoh.com/masuk",
        "https://192.168.1.1/a",
        "https://contoh.go.id:8443/",
        "https://xn--bpjs-xyz.com",
        "https://bрjs.go.id",
        "tg://user?id=1",
        "javascript:alert(1)",
        "https://[broken",
    ],
)
def test_an_address_that_hides_something_is_refused(url: str) -> None:
    assert code_of("Buka", Link("Buka", url)) == "bad_link"


def test_words_that_name_another_place_than_the_link_are_refused() -> None:
    text = "bpjsketenagakerjaan.go.id"
    link = Entity("text_link", 0, len(text), "https://contoh.com/")
    assert code_of(to_html(text, (link,)), entities=(link,)) == "hidden_link"
    assert code_of("Buka", Link("contoh.go.id", "https://contoh.com")) == "hidden_link"
    assert code_of("Buka", Link("www.contoh.go.id", "https://contoh.go.id/a")) == ""


def test_no_number_of_a_person_is_broadcast() -> None:
    assert code_of("NIK 3201-0157-0885-0001") == "holds_number"


def test_a_photo_needs_no_words_but_leaves_less_room_for_them() -> None:
    assert find_problem(Body("", photo="file"), ()) is None
    assert find_problem(Body("a" * 901, photo="file"), ()) is not None
    assert code_of("a" * 901) == ""
    assert code_of("") == "not_text"


def test_buttons_stand_in_the_last_lines_only() -> None:
    text, links = split_buttons(
        "Lihat [ini](https://a.id/x) dulu\n[Satu](https://a.id/1) [Dua](https://a.id/2)"
    )
    assert text == "Lihat [ini](https://a.id/x) dulu"
    assert [link.label for link in links] == ["Satu", "Dua"]


def test_a_name_cannot_bring_tags_along() -> None:
    assert filled("Halo <b>[nama]</b>", "<i>Budi & Co") == "Halo <b>&lt;i&gt;Budi &amp; Co</b>"
