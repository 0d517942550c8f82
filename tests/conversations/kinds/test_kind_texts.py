"""Every code that a kind can produce has words in every language: short, and with the same placeholders."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import conversations.kinds
from conversations.reading import problems
from conversations.texts import LANGUAGES, PLACEHOLDER, load
from tests.conversations.kinds.kinds_tried import KINDS

FOLDER = Path(conversations.kinds.__file__).parent
KIND_OF_FILE = {type(kind).__module__.rsplit(".", 1)[1]: kind.name for kind in KINDS}
KEYS = sorted({key for each in map(load, LANGUAGES) for key in each.keys() if key.startswith("kinds.")})  # noqa: SIM118 - Texts is no mapping
LONGEST_LINE = 80


def written_codes() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every file's own table of texts, the code it writes down, and the placeholders given with it."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"Problem", "Offer"}
            ):
                table = f"kinds.{KIND_OF_FILE.get(path.stem, 'any')}.{node.func.id.lower()}"
                at = ("Problem", "Offer").index(node.func.id)
                codes = words_in(node.args[at : at + 1]) or {"which_one"}
                yield from ((table, code, frozenset(keys_in(node.args[at + 1 :]))) for code in codes)


def words_in(nodes: list[ast.expr]) -> set[str]:
    constants = (node for each in nodes for node in ast.walk(each) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def keys_in(nodes: list[ast.expr]) -> set[str]:
    return words_in([key for each in nodes if isinstance(each, ast.Dict) for key in each.keys if key])


CODES = sorted(set(written_codes()), key=repr)


def test_the_codes_are_found_in_the_source() -> None:
    found = {(table, code) for table, code, _ in CODES}
    assert ("kinds.nik.problem", "too_short") in found
    assert ("kinds.village.offer", "which_village") in found
    assert ("kinds.any.problem", "not_on_offer") in found
    assert len(CODES) > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("table", "code", "given"), CODES, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_code_has_words_that_ask_for_no_more_than_it_gives(
    table: str, code: str, given: frozenset[str], language: str
) -> None:
    texts = load(language)
    key = texts.first(f"{table}.{code}", f"kinds.any.{table.rsplit('.', 1)[1]}.{code}")
    assert set(PLACEHOLDER.findall(texts.find(key) or "")) <= given


def test_no_words_are_kept_for_codes_that_no_kind_has() -> None:
    codes = {code for _, code, _ in CODES} | {"other"}
    kept = {key.rsplit(".", 1)[1] for key in KEYS if ".problem." in key or ".offer." in key}
    assert kept == codes


@pytest.mark.parametrize("key", KEYS)
def test_every_wording_is_there_in_each_language_with_the_same_placeholders(key: str) -> None:
    wordings = [load(language).find(key) for language in LANGUAGES]
    assert all(wordings)
    assert len({frozenset(PLACEHOLDER.findall(wording or "")) for wording in wordings}) == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_explain_itself(kind: conversations.kinds.kind.Kind, language: str) -> None:
    assert load(language).find(f"kinds.{kind.name}.help")


@pytest.mark.parametrize("language", LANGUAGES)
def test_wordings_are_short_enough_to_be_read_at_the_door(language: str) -> None:
    wordings = {key: load(language).find(key) or "" for key in KEYS}
    for key, wording in wordings.items():
        lines = wording.split("\n")
        assert len(lines) <= (1 if ".problem." in key else 2), key
        assert all(len(line) <= LONGEST_LINE for line in lines), key
        assert not problems(wording), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_words_are_written_as_they_are_compared(language: str) -> None:
    texts = load(language)
    for key in texts.list_keys():
        if key.startswith("kinds."):
            assert list(texts.words(key)) == [
                conversations.kinds.written.worded(word) for word in texts.words(key)
            ], key


def test_no_word_means_both_yes_and_no() -> None:
    yes, no = (conversations.kinds.written.spoken(f"kinds.yes_no.also.{value}") for value in ("yes", "no"))
    assert not yes & no
    assert not (yes | no) & conversations.kinds.written.spoken("kinds.any.small_words")
