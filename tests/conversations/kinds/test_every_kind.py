"""Promises that every kind of answer keeps, whatever is typed."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conversations.kinds as all_kinds
from conversations.heard import Contact, Tap
from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from tests.conversations.kinds.kinds_tried import KINDS

NAMES = [type(kind).__name__ for kind in KINDS]
"""Not the names of their texts, which a narrower kind shares with the wider one."""
LONGEST_TAP = Tap.LIMIT - len("12345678:999999999:")
LONGEST_BUTTON = 64
# Pieces that kinds look for, so that chance comes near their doors.
PIECES = (
    "17 08 1985 70 Agustus agsts mei 3 / - . , juta rb jt satu setengah puluh lima RT RW 005 08 62 + 1234567890 "
    "3201015708850001 O0l1 Siti M'ufah H. S.Pd bin tidak ya apa ? petani ojek Sukamaju Cisaat kec 1.500.000 Rp ,- "
    "٣ ３ ² \x00 \u202e \ud800 👍 ـ ﷺ ß İ"
)
PIECE = st.sampled_from(PIECES.split(" "))
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(PIECE, max_size=7).map(" ".join),
    st.lists(PIECE, max_size=5).map("".join),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), st.lists, max_leaves=3
)
OFTEN = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_all_kinds_are_tried_here() -> None:
    assert {type(kind).__name__ for kind in KINDS} == set(all_kinds.__all__)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
@OFTEN
@given(said=TYPED)
def test_whatever_is_typed_is_answered_and_what_is_accepted_can_be_stored(
    kind: Kind, said: str, asking: Asking
) -> None:
    kind.needs(said)
    judge(kind, kind.read(said, asking), asking)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
@OFTEN
@given(value=TYPED)
def test_a_tap_with_any_value_is_answered(kind: Kind, value: str, asking: Asking) -> None:
    judge(kind, kind.pick(value, asking), asking)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
@OFTEN
@given(phone=TYPED, is_own=st.booleans())
def test_any_contact_card_is_answered(kind: Kind, phone: str, asking: Asking, *, is_own: bool) -> None:
    judge(kind, kind.take_contact(Contact(phone, is_own), asking), asking)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
@OFTEN
@given(value=JSON)
def test_the_second_door_lets_in_only_what_it_would_give_back(
    kind: Kind, value: object, asking: Asking
) -> None:
    try:
        kept = kind.stored(value)  # type: ignore[arg-type]
    except ValueError:
        return
    assert kept == value
    assert kind.show(kept, asking)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_button_of_every_kind_leads_to_an_answer(
    kind: Kind, asking: Asking, asking_english: Asking
) -> None:
    for each in (asking, asking_english):
        assert_tappable(kind, kind.options(each), each)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_four_thousand_signs_are_answered(kind: Kind, asking: Asking) -> None:
    for said in (
        "1" * 4096,
        "a" * 4096,
        "RT" * 2048,
        "1 " * 2048,
        "juta " * 800,
        "- " * 2048,
        "17/" * 1300,
        "a b" * 1300,
    ):
        judge(kind, kind.read(said, asking), asking)


def judge(kind: Kind, reading: Reading, asking: Asking) -> None:
    """An answer goes through JSON and the second door, an offer can be tapped, a problem has words."""
    match reading:
        case Accepted(value):
            assert kind.stored(json.loads(json.dumps(value, allow_nan=False))) == value
            shown = kind.show(value, asking)
            assert shown.encode()
            assert "\x00" not in shown
        case Offer(options, code, values):
            key = asking.texts.first(f"kinds.{kind.name}.offer.{code}", f"kinds.any.offer.{code}")
            assert asking.texts.fill(key, **values)
            assert_tappable(kind, options, asking)
            assert options
        case Problem(code, values):
            key = asking.texts.first(f"kinds.{kind.name}.problem.{code}", f"kinds.any.problem.{code}")
            assert asking.texts.fill(key, **values).encode()


def assert_tappable(kind: Kind, options: tuple[Option, ...], asking: Asking) -> None:
    labels = [option.label for option in options]
    assert len(set(labels)) == len(labels)
    for option in options:
        assert 0 < len(option.label) <= LONGEST_BUTTON
        assert 0 < len(option.value.encode()) <= LONGEST_TAP
        assert not option.value.startswith("~")
        picked = kind.pick(option.value, asking)
        assert isinstance(picked, Accepted)
        assert kind.stored(picked.value) == picked.value
