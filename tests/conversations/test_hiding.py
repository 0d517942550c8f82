"""Whatever is shown to a group, nobody can work out a small count from it."""

from itertools import product

import pytest

from conversations.hiding import SMALL, Shown, hide_alone, hide_small

NAMES = ("protected", "waiting", "lapsing")
MOST, JUDGED = 20, 9
"""Counts below the first are tried; those below the second are judged, as what could be mistaken for them was tried."""


def shown_as(parts: tuple[int, ...]) -> tuple[object, ...]:
    shown = hide_small(dict(zip(NAMES, parts, strict=True)))
    return shown.total, *(shown.parts[name] for name in NAMES)


@pytest.fixture(scope="module")
def worlds() -> dict[tuple[object, ...], list[tuple[int, ...]]]:
    """Every way to be shown, with all the counts that are shown so: what a reader who knows our rule can infer."""
    found: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for parts in product(range(MOST), repeat=len(NAMES)):
        found.setdefault(shown_as(parts), []).append(parts)
    return found


def test_no_hidden_count_can_be_inferred(worlds: dict[tuple[object, ...], list[tuple[int, ...]]]) -> None:
    judged = {seen: found for seen, found in worlds.items() if any(max(parts) < JUDGED for parts in found)}
    for seen, possible in judged.items():
        for place, part in enumerate(seen[1:]):
            values = {parts[place] for parts in possible}
            assert part is not None or len(values) > 1, (seen, possible)


def test_a_small_count_is_never_seen_and_nobody_at_all_is_no_secret(
    worlds: dict[tuple[object, ...], list[tuple[int, ...]]],
) -> None:
    for seen in worlds:
        assert not any(isinstance(one, int) and 0 < one < SMALL for one in seen)
    assert shown_as((0, 0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"a": 37, "b": 9, "c": 6}, Shown(52, {"a": 37, "b": 9, "c": 6})),
        ({"a": 37, "b": 3, "c": 6}, Shown(46, {"a": 37, "b": None, "c": None})),
        ({"a": 37, "b": 3, "c": 4}, Shown(44, {"a": 37, "b": None, "c": None})),
        ({"a": 37, "b": 4, "c": 4}, Shown(45, {"a": None, "b": None, "c": None})),
        ({"a": 3, "b": 0, "c": 0}, Shown(None, {"a": None, "b": 0, "c": 0})),
        ({"a": 3, "b": 1, "c": 0}, Shown(None, {"a": None, "b": None, "c": 0})),
    ],
)
def test_a_complement_is_hidden_along(parts: dict[str, int], seen: Shown) -> None:
    assert hide_small(parts) == seen


def test_a_count_of_its_own_is_hidden_only_while_it_is_small() -> None:
    assert [hide_alone(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
