"""A sealed value opens in its own place, with its own key and salt, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import Unreadable
from storage.keys import Keys
from storage.sealing import Sealer, new_salt

KEYS = Keys.create()
SEALER = Sealer(KEYS)
SALT = new_salt()


@given(st.binary(max_size=200))
def test_whatever_is_sealed_opens_again(plain: bytes) -> None:
    assert SEALER.open(SALT, "person.body", "p1", SEALER.seal(SALT, "person.body", "p1", plain)) == plain


def test_the_same_words_are_never_sealed_alike() -> None:
    assert SEALER.seal(SALT, "person.body", "p1", b"Siti") != SEALER.seal(SALT, "person.body", "p1", b"Siti")


@pytest.mark.parametrize(
    ("salt", "column", "row_id"),
    [(new_salt(), "person.body", "p1"), (SALT, "person.full_name", "p1"), (SALT, "person.body", "p2")],
    ids=["another-salt", "another-column", "another-row"],
)
def test_a_value_moved_elsewhere_does_not_open(salt: bytes, column: str, row_id: str) -> None:
    sealed = SEALER.seal(SALT, "person.body", "p1", b"Siti")
    with pytest.raises(Unreadable):
        SEALER.open(salt, column, row_id, sealed)


def test_many_open_as_one_does_and_one_that_was_moved_stops_all() -> None:
    rows = [(salt, f"p{number}", f"Siti {number}".encode()) for number in range(5) for salt in [new_salt()]]
    sealed = [(salt, one, SEALER.seal(salt, "person.body", one, plain)) for salt, one, plain in rows]
    assert SEALER.open_each("person.body", sealed) == [plain for _, _, plain in rows]
    with pytest.raises(Unreadable):
        SEALER.open_each("person.full_name", sealed)


def test_every_changed_or_missing_byte_shows() -> None:
    sealed = SEALER.seal(SALT, "person.body", "p1", b"Siti")
    broken = [
        sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :] for place in range(len(sealed))
    ]
    for one in (*broken, sealed[:-1], b""):
        with pytest.raises(Unreadable):
            SEALER.open(SALT, "person.body", "p1", one)


def test_an_old_master_key_still_opens_and_the_new_one_seals() -> None:
    sealed = SEALER.seal(SALT, "person.body", "p1", b"Siti")
    rotated = Sealer(KEYS.rotated())
    assert rotated.open(SALT, "person.body", "p1", sealed) == b"Siti"
    assert not sealed.startswith(rotated.head)
    assert rotated.seal(SALT, "person.body", "p1", b"Siti").startswith(rotated.head)


def test_an_index_finds_the_equal_and_tells_nothing_across_columns_or_keys() -> None:
    nik = "3273014100000001"
    assert SEALER.index("nik", nik) == Sealer(KEYS).index("nik", nik)
    others = {
        SEALER.index("phone", nik),
        Sealer(Keys.create()).index("nik", nik),
        SEALER.index("nik", nik[:-1]),
    }
    assert len(others | {SEALER.index("nik", nik)}) == 4
