import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.entities import read_html, trimmed, with_found
from simulator.rendering import as_html
from simulator.rulebook import Refused


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("<B>a</B>", "a", [("bold", 0, 1)]),
        (
            "<em>a</em><ins>b</ins><del>c</del>",
            "abc",
            [("italic", 0, 1), ("underline", 1, 1), ("strikethrough", 2, 1)],
        ),
        ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("&lt;b&gt; &amp;amp; &quot;&#33;&#x21; &nbsp; &ltx", '<b> &amp; "!! &nbsp; &ltx', []),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("😀<code>x</code>", "😀x", [("code", 2, 1)]),
        ("<a>tanpa alamat</a>", "tanpa alamat", []),
        ("a > b", "a > b", []),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, plain: str, entities: list[tuple[str, int, int]]
) -> None:
    text, found = read_html(source)
    assert text == plain
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_what_links_and_code_say_is_kept() -> None:
    _, (link,) = read_html("<a href='tg://user?id=77'>Bu Siti</a>")
    assert (link["type"], link["user"]["id"]) == ("text_mention", 77)
    _, (address,) = read_html('<a href="contoh.id/a">sini</a>')
    assert address["url"] == "http://contoh.id/a"
    _, (code,) = read_html('<pre><code class="language-python">x</code></pre>')
    assert (code["type"], code["language"]) == ("pre", "python")
    _, (emoji,) = read_html('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>')
    assert emoji["custom_emoji_id"] == "5368324170671202286"


@pytest.mark.parametrize(
    "source", ["<b", "<b class", "<a href=>x</a>", "<b =1>x</b>", "x</b>", "<b>x", "<script>x"]
)
def test_broken_html_is_refused_and_the_next_reading_works(source: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        read_html(source)
    assert read_html("<b>x</b>")[0] == "x"


def test_white_space_around_is_dropped_and_entities_move_along() -> None:
    text, entities = trimmed(*read_html("\n <b>a </b>b \n"))
    assert (text, entities) == ("a b", [{"type": "bold", "offset": 0, "length": 2}])


def test_commands_mentions_tags_and_addresses_are_found() -> None:
    text = "/cek@sasar_bot lalu #desa, @pak_rt, https://contoh.id/a?b=1, budi@contoh.id dan a/b atau 1/2"
    found = [
        (entity["type"], text[entity["offset"] :][: entity["length"]]) for entity in with_found(text, [])
    ]
    assert found == [
        ("bot_command", "/cek@sasar_bot"),
        ("hashtag", "#desa"),
        ("mention", "@pak_rt"),
        ("url", "https://contoh.id/a?b=1"),
        ("email", "budi@contoh.id"),
    ]


class _Strict(HTMLParser):
    """Fails on crossed tags and on tags or attributes that no message may bring."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "a"}
        assert {name for name, _ in attrs} <= {"href", "rel"}
        assert all(re.match(r"(https?|tg)://|mailto:|noopener$", value or "") for _, value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


_KINDS = ["bold", "italic", "text_link", "url", "code", "spoiler", "bot_command", "mention"]
_ENTITIES = st.lists(
    st.builds(
        lambda kind, offset, length: {
            "type": kind,
            "offset": offset,
            "length": length,
            "url": "javascript:x",
        },
        st.sampled_from(_KINDS),
        st.integers(0, 8),
        st.integers(1, 8),
    ),
    max_size=4,
)


@given(st.text(alphabet="ab<>&\"'😀é\n", min_size=16, max_size=30), _ENTITIES)
def test_the_page_gets_balanced_harmless_html_with_every_letter(
    text: str, entities: list[dict[str, object]]
) -> None:
    page = _Strict()
    page.feed(as_html(text.replace("😀", "é"), entities))
    page.close()
    assert page.open == []
    assert page.text == text.replace("😀", "é")


def test_a_link_of_a_kind_that_runs_programs_is_shown_as_text() -> None:
    entity = {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:alert(1)"}
    assert as_html("sini", [entity]) == "sini"
    assert as_html("😀 sini", [entity | {"offset": 3, "url": "https://contoh.id/?a=1&b=2"}]) == (
        '😀 <a href="https://contoh.id/?a=1&amp;b=2" rel="noopener">sini</a>'
    )
