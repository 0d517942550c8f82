"""The two long lists: occupations and villages, found by typing."""

from dataclasses import replace

import pytest

from conversations.kinds import Occupation, Village
from conversations.kinds.kind import Accepted, Asking, Offer, Option, Problem, Reading
from conversations.regions import Village as Place

FARMER, FARM_HAND, FISHER, TRADER, DRIVER, OTHER = "129", "026", "066", "075", "149", "185"


def offered(reading: Reading) -> tuple[Option, ...]:
    assert isinstance(reading, Offer)
    return reading.options


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Petani", FARMER),
        ("saya petani pak", FARMER),
        ("petni", FARMER),
        ("bekerja sebagai nelayan", FISHER),
        ("neleyan", FISHER),
        ("buruh tani", FARM_HAND),
        ("buruh tni", None),
        ("warung", TRADER),
        ("supir", DRIVER),
        ("Sopir", DRIVER),
        ("fisherman", FISHER),
        ("1", FARMER),
        ("8", OTHER),
        ("lainnya", OTHER),
        ("ojol", "110"),
    ],
)
def test_an_occupation_is_heard_by_its_names_and_with_a_slip(
    said: str, code: str | None, asking: Asking
) -> None:
    reading = Occupation().read(said, asking)
    if code is None:
        assert not isinstance(reading, Accepted)
    else:
        assert reading == Accepted(code)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("istri petani", FARMER),
        ("petani padi di sawah", FARMER),
        ("peda", TRADER),
        ("tani dan ternak", FARMER),
        ("buruh harian lepas", FARM_HAND),
        ("kadang nelayan", FISHER),
    ],
)
def test_an_occupation_within_other_words_is_asked_back(said: str, first: str, asking: Asking) -> None:
    options = offered(Occupation().read(said, asking))
    assert options[0].value == first
    assert options[-1].value == OTHER


def test_several_trades_of_one_name_are_offered(asking: Asking) -> None:
    values = [option.value for option in offered(Occupation().read("buruh", asking))]
    assert FARM_HAND in values
    assert len(values) <= 8
    wood = [option.value for option in offered(Occupation().read("kayu", asking))]
    assert {"165", "174"} <= set(wood)


@pytest.mark.parametrize("said", ["", "astronot", "129", "0", "👍"])
def test_an_unknown_occupation_points_to_other_and_the_next_answer_counts(said: str, asking: Asking) -> None:
    assert isinstance(Occupation().read(said, asking), Problem)
    assert Occupation().read("petani", asking) == Accepted(FARMER)


def test_the_first_page_of_occupations_ends_with_other(asking: Asking, asking_english: Asking) -> None:
    codes = [option.value for option in Occupation().options(asking)]
    assert codes[0] == FARMER
    assert codes[7] == OTHER
    assert len(set(codes)) == len(codes)
    assert Occupation().show(FARMER, asking_english) == "Farmer"
    with pytest.raises(ValueError, match="not an occupation"):
        Occupation().stored("999")


def village(asking: Asking, name: str, district: str) -> Place:
    regions = asking.facts.place.regions
    return next(each for each in regions if (each.name, each.district) == (name, district))


def test_a_village_is_always_offered_back_with_what_it_lies_in(asking: Asking) -> None:
    wanted = village(asking, "Sukamanah", "Cisaat")
    options = offered(Village().read("sukamanah kec cisaat", asking))
    assert options[0] == Option(wanted.code, "Sukamanah, Cisaat, Sukabumi")
    assert Village().pick(wanted.code, asking) == Accepted(wanted.code)
    assert Village().show(wanted.code, asking) == "Sukamanah, Cisaat, Sukabumi"


def test_a_village_is_found_by_its_code_with_or_without_dots(asking: Asking) -> None:
    code = village(asking, "Sukamanah", "Cisaat").code
    dotted = f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}"
    assert [option.value for option in offered(Village().read(dotted, asking))] == [code]
    assert [option.value for option in offered(Village().read(code, asking))] == [code]


def test_a_second_village_is_looked_for_around_the_first(asking: Asking) -> None:
    home = village(asking, "Sukamanah", "Cisaat").code
    near = replace(asking, answers={"village": home})
    assert offered(Village().read("sukaresmi", near))[0].value[:4] == home[:4]


def test_twins_in_one_district_say_which_is_the_desa(asking: Asking) -> None:
    labels: dict[str, list[Place]] = {}
    for each in asking.facts.place.regions:
        labels.setdefault(each.label, []).append(each)
    twins = next(places for places in labels.values() if len({place.kind for place in places}) > 1)
    options = offered(Village().read(f"{twins[0].name} {twins[0].district} {twins[0].regency}", asking))
    assert {f"{place.label} ({place.kind})" for place in twins} <= {option.label for option in options}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "not_found"),
        ("wxzvwxzv", "not_found"),
        ("halo pak", "not_found"),
        ("tidak tahu", "not_found"),
        ("saya mau tanya dulu?", "not_found"),
        ("x" * 101, "too_long"),
        ("👍", "not_found"),
    ],
)
def test_a_village_that_is_not_there_is_asked_again(said: str, code: str, asking: Asking) -> None:
    reading = Village().read(said, asking)
    assert isinstance(reading, Problem)
    assert reading.code == code
    assert isinstance(Village().read("sukamanah cisaat", asking), Offer)


def test_a_code_that_is_no_village_is_not_on_offer_but_an_old_one_can_be_shown(asking: Asking) -> None:
    assert Village().pick("9999999999", asking) == Problem("not_on_offer")
    assert Village().stored("9999999999") == "9999999999"
    assert Village().show("9999999999", asking) == "desa dengan kode 9999999999"
    with pytest.raises(ValueError, match="not the code"):
        Village().stored("٩999999999")
