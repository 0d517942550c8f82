"""The shipped list: complete, with parents, zones and the codes that were."""

from zoneinfo import ZoneInfo

import pytest

from conversations.regions import Regions, Retired, expected_edition
from conversations.regions.codes import parent_code
from conversations.regions.zones import ZONE_BY_PROVINCE


def test_the_list_holds_as_many_regions_as_the_decree_counts(regions: Regions) -> None:
    digits = [len(area.code) for area in regions.areas]
    assert (digits.count(2), digits.count(4), digits.count(6), len(regions)) == (38, 514, 7_285, 83_762)


def test_kelurahan_desa_and_desa_adat_are_as_many_as_the_decree_counts(regions: Regions) -> None:
    kinds = [village.kind for village in regions]
    assert [kinds.count(kind) for kind in ("kelurahan", "desa", "desa adat")] == [8_496, 75_252, 14]


def test_codes_are_text_of_digits_and_none_stands_twice(regions: Regions) -> None:
    codes = [village.code for village in regions] + [area.code for area in regions.areas]
    assert all(code.isascii() and code.isdecimal() for code in codes)
    assert len(set(codes)) == len(codes)


def test_no_region_is_an_orphan(regions: Regions) -> None:
    codes = {area.code for area in regions.areas}
    children = [area.code for area in regions.areas if len(area.code) > 2] + [
        village.code for village in regions
    ]
    assert {parent_code(code) for code in children} <= codes


def test_every_village_is_found_by_its_code(regions: Regions) -> None:
    assert all(regions.get_village(village.code) == village for village in regions)


def test_a_village_knows_what_it_lies_in(regions: Regions) -> None:
    village = regions.get_village("3202292003")
    assert (village.name, village.district) == ("Sukamanah", "Cisaat")
    assert (village.regency, village.province) == ("Kabupaten Sukabumi", "Jawa Barat")
    assert (village.kind, village.label) == ("desa", "Sukamanah, Cisaat, Sukabumi")
    assert [area.name for area in regions.parents(village.code)] == [
        "Jawa Barat",
        "Kabupaten Sukabumi",
        "Cisaat",
    ]


def test_the_label_of_a_city_keeps_its_title(regions: Regions) -> None:
    menteng = next(village for village in regions.villages_in("3171") if village.name == "Menteng")
    assert menteng.label == "Menteng, Menteng, Kota Jakarta Pusat"


@pytest.mark.parametrize(
    "code", ["", "32", "3202292999", "9999999999", "32022920033", "320229200x", "٣٢٠٢٢٩٢٠٠٣", "-202292003"]
)
def test_a_code_that_is_not_a_villages_finds_none(regions: Regions, code: str) -> None:
    assert regions.find_village(code) is None
    with pytest.raises(KeyError):
        regions.get_village(code)
    assert regions.get_village("3202292003").name == "Sukamanah"


def test_parents_of_an_unknown_code_are_refused(regions: Regions) -> None:
    with pytest.raises(KeyError):
        regions.parents("990101")
    assert regions.parents("32") == ()


def test_an_area_gives_its_villages_in_the_order_of_their_codes(regions: Regions) -> None:
    cisaat = regions.villages_in("320229")
    assert [village.code for village in cisaat] == sorted(village.code for village in cisaat)
    assert {village.district for village in cisaat} == {"Cisaat"}
    assert regions.villages_in("320299") == ()


def test_every_province_keeps_one_of_three_times(regions: Regions) -> None:
    assert set(ZONE_BY_PROVINCE) == {area.code for area in regions.areas if len(area.code) == 2}
    assert {ZoneInfo(zone).key for zone in ZONE_BY_PROVINCE.values()} == set(ZONE_BY_PROVINCE.values())
    zones = list(ZONE_BY_PROVINCE.values())
    assert [zones.count(zone) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")] == [18, 12, 8]


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("3202292003", "Asia/Jakarta"),
        ("6271", "Asia/Jakarta"),  # Palangkaraya: Kalimantan is parted
        ("6301", "Asia/Makassar"),
        ("5171", "Asia/Makassar"),
        ("8271", "Asia/Jayapura"),
        ("9671", "Asia/Jayapura"),  # Sorong, in the youngest province
        ("920104", "Asia/Jayapura"),  # a retired code
    ],
)
def test_a_region_keeps_the_time_of_its_province(regions: Regions, code: str, zone: str) -> None:
    assert regions.zone(code) == zone


def test_a_zone_of_no_province_is_not_guessed(regions: Regions) -> None:
    with pytest.raises(KeyError):
        regions.zone("0001")
    assert regions.zone("11") == "Asia/Jakarta"


@pytest.mark.parametrize(
    ("prefix", "standing"),
    [
        ("320229", "known"),
        ("920107", "retired"),
        ("910101", "retired"),
        ("929999", "unknown"),
        ("000000", "unknown"),
    ],
)
def test_a_nik_region_is_known_retired_or_unknown(regions: Regions, prefix: str, standing: str) -> None:
    assert regions.nik_region(prefix) == standing


@pytest.mark.parametrize("prefix", ["", "32", "3202", "3202292003", "abcdef"])
def test_what_is_no_district_code_is_no_nik_region(regions: Regions, prefix: str) -> None:
    assert regions.nik_region(prefix) == "unknown"


def test_a_retired_district_leads_to_the_one_of_its_name_today(regions: Regions) -> None:
    aimas = regions.find_retired("920107")
    assert isinstance(aimas, Retired)
    today = regions.find_successor("920107")
    assert today
    area = regions.find_area(today)
    assert area
    assert (aimas.name, area.name, regions.parents(today)[0].name) == ("Aimas", "Aimas", "Papua Barat Daya")


def test_a_code_in_force_has_no_successor(regions: Regions) -> None:
    assert regions.find_retired("320229") is None
    assert regions.find_successor("320229") is None


def test_the_committed_list_names_its_origin_and_licence() -> None:
    edition = expected_edition()
    assert edition.licence == "ODbL-1.0"
    assert edition.decree in edition.header()
    assert edition.decided_on.isoformat() in edition.header()
