"""From CSV tables to the compact file: exact, repeatable, and refusing whatever is wrong by its row."""

import gzip
from dataclasses import replace
from importlib.resources import files

import pytest

from conversations.regions import Regions, expected_edition
from conversations.regions.building import (
    BadCountError,
    BadRowError,
    TableName,
    build,
    compact,
    names_in,
    origin_of,
    read_tables,
)
from conversations.regions.edition import Counts
from conversations.regions.retiring import merge, read_retired, retire, write_retired

GOOD: dict[TableName, str] = {
    "provinces": "code,name\n32,Jawa Contoh\n",
    "regencies": "code,province_code,name\n32.02,32,Kabupaten Mawar\n",
    "districts": "code,regency_code,name\n32.02.29,32.02,Melati\n",
    "villages": 'code,district_code,name\n32.02.29.2001,32.02.29,"Soka""an"\n32.02.29.1002,32.02.29,Anggrek\n',
}
EDITION = replace(expected_edition(), counts=Counts(1, 1, 1, 2))
NO_RETIRED = write_retired(())


def test_four_tables_become_a_list_that_can_be_loaded() -> None:
    regions = Regions(build(GOOD, EDITION), NO_RETIRED)
    assert [village.label for village in regions] == ["Anggrek, Melati, Mawar", "Soka'an, Melati, Mawar"]
    assert [village.code for village in regions] == ["3202291002", "3202292001"]


def test_equal_tables_give_equal_bytes_in_whatever_order_their_rows_stand() -> None:
    head, *rows = GOOD["villages"].splitlines()
    turned = {**GOOD, "villages": "\n".join([head, *reversed(rows)])}
    assert build(turned, EDITION) == build(GOOD, EDITION)
    assert build(GOOD, EDITION)[4:8] == b"\0\0\0\0", "the packing time is left out"


def test_the_list_says_what_it_is_and_what_it_was_made_of() -> None:
    built = build(GOOD, EDITION)
    head = gzip.decompress(built).decode().splitlines()[:7]
    assert head[2:5] == [f"# decree: {EDITION.decree}", "# decided_on: 2025-06-23", "# licence: ODbL-1.0"]
    assert origin_of(built) == "idn-area-data 4.0.1"
    assert names_in(built) == read_tables(GOOD)


def test_the_committed_list_is_what_building_it_again_gives() -> None:
    stored = (files("conversations.regions") / "regions.tsv.gz").read_bytes()
    text = gzip.decompress(stored).decode()
    assert text == expected_edition().header() + compact(names_in(stored))


def with_row(table: TableName, row: str) -> dict[TableName, str]:
    return {**GOOD, table: GOOD[table] + row + "\n"}


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("villages", "32.02.29.2001,32.02.29,Lagi", "row 4: code 3202292001 stands twice"),
        ("villages", "32.02.30.2001,32.02.30,Yatim", "row 4: 3202302001 has no parent 320230"),
        (
            "villages",
            "32.02.29.2003,32.02.28,Salah",
            "row 4: 32.02.29.2003 does not begin with its parent '32.02.28'",
        ),
        ("villages", "32.02.29.4001,32.02.29,Jenis", "row 4: '32.02.29.4001' is not a code of villages"),
        ("villages", "32.2.29.2003,32.02.29,Nol", "row 4: '32.2.29.2003' is not a code of villages"),
        ("villages", "٣٢.02.29.2003,32.02.29,Angka", "is not a code of villages"),
        ("villages", "32.02.29.2003,32.02.29,", "row 4: 32.02.29.2003 has no usable name: ''"),
        ("villages", "32.02.29.2003,32.02.29,   ", "row 4: 32.02.29.2003 has no usable name: ''"),
        ("villages", "32.02.29.2003,32.02.29,Ta\x00nya", "no usable name"),
        ("villages", "32.02.29.2003,32.02.29," + "a" * 61, "no usable name"),
        ("villages", "32.02.29.2003,32.02.29,Nama,lebih", "no usable name"),
        ("villages", "32.02.29.2003", "row 4"),
        ("villages", '32.02.29.2003,32.02.29,"terbuka', "row 4: unexpected end of data"),
        ("districts", "32.03.01,32.03,Tanpa", "districts.csv, row 3: 320301 has no parent 3203"),
        ("regencies", "11.10,11,Kabupaten", "regencies.csv, row 3: 1110 has no parent 11"),
        ("regencies", "11.1,11,Kabupaten", "regencies.csv, row 3: '11.1' is not a code of regencies"),
        ("provinces", "32,Dua Kali", "provinces.csv, row 3: code 32 stands twice"),
    ],
)
def test_a_wrong_row_is_refused_by_its_number(table: TableName, row: str, why: str) -> None:
    with pytest.raises(BadRowError, match=r"\.csv, row \d+: ") as refused:
        build(with_row(table, row), EDITION)
    assert why in str(refused.value)
    assert build(GOOD, EDITION)


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(
        BadRowError, match=r"districts.csv, row 1: columns code, name, regency_code are wanted"
    ):
        build({**GOOD, "districts": "id,title\n1,2\n"}, EDITION)
    assert build(GOOD, EDITION)


def test_a_sound_list_of_another_size_is_not_the_edition_announced() -> None:
    grown = with_row("villages", "32.02.29.2003,32.02.29,Baru")
    with pytest.raises(BadCountError, match=r"has 1 / 1 / 1 / 2 regions, the tables have 1 / 1 / 1 / 3"):
        build(grown, EDITION)
    assert build(grown, replace(EDITION, counts=Counts(1, 1, 1, 3)))


OLD = {
    "91": "Papua",
    "9101": "KAB. MAWAR",
    "910101": "Melati",
    "9101012001": "Anggrek",
    "9101012002": "Kenanga",
}
NEW = {"93": "Papua Muda", "9301": "Kabupaten Mawar", "930101": "Melati", "9301012001": "Anggrek"}


def test_the_heir_of_a_code_bears_its_name_within_what_the_parent_became() -> None:
    heirs = {row.code: row.successor for row in retire(OLD, NEW, "list 1")}
    assert heirs == {
        "91": "",
        "9101": "9301",
        "910101": "930101",
        "9101012001": "9301012001",
        "9101012002": "",
    }


def test_two_heirs_are_none() -> None:
    twins = {
        **NEW,
        "9301012005": "Anggrek",
        "930102": "Seroja",
        "9301022001": "Kenanga",
        "9301022002": "Kenanga",
    }
    heirs = {row.code: row.successor for row in retire(OLD, twins, "list 1")}
    assert heirs["9101012001"] == heirs["9101012002"] == ""


def test_a_village_that_changed_its_district_is_found_in_the_regency() -> None:
    moved = {**NEW, "930102": "Seroja", "9301022001": "Kenanga"}
    heirs = {row.code: row.successor for row in retire(OLD, moved, "list 1")}
    assert heirs["9101012002"] == "9301022001"


def test_a_city_is_not_the_heir_of_the_regency_of_its_name() -> None:
    split = {"93": "Papua Muda", "9301": "Kabupaten Mawar", "9371": "Kota Mawar"}
    heirs = {
        row.code: row.successor
        for row in retire({"9101": "KAB. MAWAR", "9171": "KOTA MAWAR"}, split, "list 1")
    }
    assert heirs == {"9101": "9301", "9171": "9371"}


def test_retired_codes_come_back_from_their_file_and_leave_when_in_force_again() -> None:
    rows = retire(OLD, NEW, "list 1")
    assert read_retired(write_retired(rows)) == rows
    assert [row.code for row in merge(rows, (), {"91": "Papua"})] == [
        row.code for row in rows if row.code != "91"
    ]


def test_successors_are_followed_through_later_lists() -> None:
    later = {"97": "Papua Lagi", "9701": "Kabupaten Mawar"}
    rows = merge(retire(OLD, NEW, "list 1"), retire(NEW, later, "list 2"), later)
    regions = Regions(build(GOOD, EDITION), write_retired(rows))
    assert regions.find_successor("9101") == "9701"
    assert regions.find_successor("910101") is None
