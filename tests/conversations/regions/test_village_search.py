"""The search as people use it: what they really type, what generated fingers type, and whatever else comes in."""

import time
import tracemalloc
from statistics import mean, quantiles

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bench.village_queries import WITH_DISTRICT, questions
from conversations.regions import Regions, Search

CISAAT = "3202292003"
SUKAMANAH = "Sukamanah, Cisaat, Sukabumi"


def labels(search: Search, text: str, near: str | None = None) -> list[str]:
    return [match.village.label for match in search.find(text, near=near)]


@pytest.mark.parametrize(
    "typed",
    [
        "Sukamanah, Cisaat, Sukabumi",
        "sukamanah cisaat",
        "suka manah kec cisaat",
        "desa sukamanah kecamatan cisaat kabupaten sukabumi provinsi jawa barat",
        "ds. sukamanah kec. cisaat kab. sukabumi jabar",
        "cisaat, sukamanah",
        "kec cisaat desa sukamanah",
        "Kp. Babakan RT 03/RW 05 Ds. Sukamanah Kec. Cisaat 43152",
        "soekamanah tjisaat",
        "SUKAMANAH CISAAT",
        "sukamana cisaat",
        "sukamanha cisat",
        "sukkamanah  cisaat!!",
        "sukamanah\ncisaat",
        "sukamnah sukabumi cisaat",
    ],
)
def test_what_people_type_finds_the_village_first(search: Search, typed: str) -> None:
    assert labels(search, typed)[0] == SUKAMANAH


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("lubuk pakam satu dua", "Lubuk Pakam I,II, Lubuk Pakam, Deli Serdang"),
        ("kel menteng jakpus", "Menteng, Menteng, Kota Jakarta Pusat"),
        ("oesapa kota kupang", "Oesapa, Kelapa Lima, Kota Kupang"),
        ("20 margo mulyo muara padang", "Margo Mulyo 20, Muara Padang, Banyuasin"),
        ("waena distrik heram", "Waena, Heram, Kota Jayapura"),
        ("sei rampah", "Sei Rampah, Sei Rampah, Serdang Bedagai"),
        ("sungai rampah", "Sei Rampah, Sei Rampah, Serdang Bedagai"),
        ("tj beringin sumbul", "Tanjung Beringin, Sumbul, Dairi"),
        ("kampung melayu jatinegara jaktim", "Kampung Melayu, Jatinegara, Kota Jakarta Timur"),
        ("kota sukabumi nyomplong", "Nyomplong, Warudoyong, Kota Sukabumi"),
        ("cikole lembang bandung barat", "Cikole, Lembang, Bandung Barat"),
        ("gunung sugih lampung tengah", "Gunung Sugih, Gunung Sugih, Lampung Tengah"),
    ],
)
def test_numbers_short_forms_and_nicknames_are_understood(search: Search, typed: str, label: str) -> None:
    assert (search.find(typed)[0].village.label, search.find(typed)[0].likeness) == (label, 1.0)


def test_a_wrong_letter_in_a_village_that_is_not_there_offers_its_likes_in_the_district(
    search: Search,
) -> None:
    offered = labels(search, "sukamju kec cisaat")
    assert offered[:2] == [SUKAMANAH, "Sukamantri, Cisaat, Sukabumi"]
    assert "Sukaresmi, Cisaat, Sukabumi" in offered


def test_a_right_name_with_the_wrong_district_offers_those_of_the_regency_first(search: Search) -> None:
    offered = labels(search, "ds. sukamaju cisaat")
    assert len(offered) == 5
    assert all(label.startswith("Sukamaju, ") and label.endswith(", Sukabumi") for label in offered)


def test_name_and_regency_offer_every_village_of_that_name_there(search: Search) -> None:
    offered = labels(search, "sukamaju sukabumi")
    assert len(set(offered)) == 5
    assert all(label.startswith("Sukamaju, ") and label.endswith(", Sukabumi") for label in offered)


def test_a_district_alone_offers_its_villages(search: Search) -> None:
    assert {label.split(", ", 1)[1] for label in labels(search, "kec cisaat")} == {"Cisaat, Sukabumi"}


def test_kota_and_kabupaten_tell_city_and_regency_apart(search: Search) -> None:
    for typed, regency in (
        ("karamat kota sukabumi", "Kota Sukabumi"),
        ("cikembar kab sukabumi", "Kabupaten Sukabumi"),
    ):
        assert search.find(typed)[0].village.regency == regency


def test_a_common_name_is_looked_for_around_the_asker_first(search: Search) -> None:
    assert labels(search, "babakan", near=CISAAT)[0] == "Babakan, Cisaat, Sukabumi"
    assert labels(search, "babakn", near=CISAAT)[0] == "Babakan, Cisaat, Sukabumi"
    assert labels(search, "sidomulyo", near="3503")[0] == "Sidomulyo, Pule, Trenggalek"


def test_a_named_area_wins_over_being_near(search: Search) -> None:
    assert labels(search, "sidomulyo stabat langkat", near="3503")[0] == "Sidomulyo, Stabat, Langkat"


def test_a_name_written_the_same_stands_before_one_that_sounds_the_same(search: Search) -> None:
    names = [match.village.name for match in search.find("karangjaya", limit=60)]
    assert "Karang Jaya" in names
    assert names[0] == "Karang Jaya"
    assert search.find("karangjaya")[0].likeness == 1.0


def test_only_a_whole_fit_is_called_one(search: Search) -> None:
    assert search.find("sukamanah cisaat")[0].likeness == 1.0
    assert search.find("sukamanha cisaat")[0].likeness < 1.0
    assert search.find("sukamanah indah cisaat")[0].likeness < 1.0


def test_what_names_no_village_finds_none(search: Search) -> None:
    assert [search.find(typed) for typed in ("", "   ", "kec.", "!?", "qwxzv kjhgfd", "🙂", "12345678")] == [
        ()
    ] * 7
    assert labels(search, "sukamanah cisaat")[0] == SUKAMANAH


def test_no_more_are_given_than_asked_for(search: Search) -> None:
    assert [len(search.find("sidomulyo", limit=limit)) for limit in (-1, 0, 1, 5, 40)] == [0, 0, 1, 5, 40]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.none() | st.text(max_size=10))
def test_whatever_comes_in_is_answered_the_same_way_twice(
    search: Search, text: str, near: str | None
) -> None:
    found = search.find(text, near=near)
    assert search.find(text, near=near) == found
    assert len({match.village.code for match in found}) == len(found) <= 5
    assert all(0.4 <= match.likeness <= 1 for match in found)


WORDS = st.sampled_from(
    (
        "kec.",
        "kab",
        "kota",
        "desa",
        "ds.",
        "rt",
        "03",
        "sukamanah",
        "cisaat",
        "tanjung",
        "baru",
        "ii",
        ",",
        "/",
        "x",
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_village_words_in_any_order_are_answered(search: Search, text: str) -> None:
    assert all(0.4 <= match.likeness <= 1 for match in search.find(text))


def test_of_two_thousand_spoiled_names_the_right_village_is_nearly_always_first(
    search: Search, regions: Regions
) -> None:
    places, seconds = [], []
    for question in questions(regions, WITH_DISTRICT, 2_000):
        start = time.process_time()  # of this process alone: other work on the machine is not the search's
        codes = [match.village.code for match in search.find(question.text)]
        seconds.append(time.process_time() - start)
        places.append(codes.index(question.code) if question.code in codes else 9)
    assert mean(place == 0 for place in places) >= 0.95
    assert mean(place < 5 for place in places) >= 0.99
    assert quantiles(seconds, n=20)[18] < 0.020


def test_regions_and_index_together_stay_small() -> None:
    tracemalloc.start()
    kept = Search(Regions.load())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.find("sukamanah cisaat")
    assert held < 25_000_000
