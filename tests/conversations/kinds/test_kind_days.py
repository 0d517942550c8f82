"""Birth dates and months in every way that people write them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.kinds import BirthDate, Month
from conversations.kinds.kind import Accepted, Asking, Problem
from tests.conversations.kinds.readings import code_of, offered

NIK = "3201015708850001"
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
FORMS = (
    "{d}-{m}-{y}",
    "{d:02}/{m:02}/{y}",
    "{d} {m} {y}",
    "{d:02}{m:02}{y}",
    "{d} {name} {y}",
    "{d}.{m}.{short:02}",
    "{d} {abbr} {short:02}",
)


@pytest.mark.parametrize(
    "said",
    [
        "17-08-1970",
        "17–8–1970",
        "17—08—70",
        "17_8_1970",
        "17:08:1970",
        "17/8/70",
        "17 8 1970",
        "17.08.1970",
        "17081970",
        "170870",
        "17 Agustus 1970",
        "17 agt 70",
        "17 Agst. 1970",
        "17agustus1970",
        "17 Agusuts 1970",
        "17 aug 1970",
        "August 17, 1970",
        "1970-08-17",
        "tgl 17-08-1970",
        "Sukabumi, 17 Agustus 1970",
        "١٧-٠٨-١٩٧٠",
        "17 / 08 / 1970.",
        "tgl 17 bulan 8 tahun 1970",
        "17 agustus tahun 70",
        "17 ags '70",
        "17th of August 1970",
        "Senin, 17 Agustus 1970",
    ],
)
def test_a_birth_date_is_read_day_first_however_it_is_written(said: str, asking: Asking) -> None:
    assert BirthDate().read(said, asking) == Accepted("1970-08-17")


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("1-2-03", "2003-02-01"),
        ("22/11/09", "2009-11-22"),
        ("22/11/26", "1926-11-22"),
        ("22-11-1906", "1906-11-22"),
        ("17 ogostus 1970", "1970-08-17"),
        ("5 setember 1980", "1980-09-05"),
        ("1 peb 1960", "1960-02-01"),
        ("5 nopember 1980", "1980-11-05"),
        ("31 Desember 1955", "1955-12-31"),
        ("29-02-1972", "1972-02-29"),
        ("22-11-2026", "2026-11-22"),
        ("1 mei 1990", "1990-05-01"),
    ],
)
def test_a_short_year_is_of_the_century_that_makes_an_adult(said: str, stored: str, asking: Asking) -> None:
    assert BirthDate().read(said, asking) == Accepted(stored)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("31-02-1970", "no_such_day"),
        ("31 Februari 1970", "no_such_day"),
        ("29-02-1970", "no_such_day"),
        ("08/17/1985", "month_first"),
        ("32-01-1970", "no_such_day"),
        ("23-11-2026", "in_future"),
        ("17-08-1885", "too_long_ago"),
        ("21-11-1905", "too_long_ago"),
        ("17 jenuri 1970", "unknown_month"),
        ("0/17/1985", "no_such_day"),
        ("13/13/1985", "no_such_day"),
        ("12/32/1985", "no_such_day"),
        ("17-08-0085", "too_long_ago"),
        ("17-08-0000", "no_such_day"),
        ("45", "only_a_number"),
        ("1970", "only_a_number"),
        ("umur 45 tahun", "only_a_number"),
        ("17 Blabla 1970", "unknown_month"),
        ("lupa", "not_a_date"),
        ("", "not_a_date"),
        (NIK, "not_a_date"),
        ("17-08-19700", "not_a_date"),
    ],
)
def test_a_date_that_cannot_be_says_why_and_the_right_one_is_taken_next(
    said: str, code: str, asking: Asking
) -> None:
    assert code_of(BirthDate().read(said, asking)) == code
    assert BirthDate().read("17-08-1970", asking) == Accepted("1970-08-17")


def test_a_date_with_two_readings_is_asked_back(asking: Asking) -> None:
    assert offered(BirthDate().read("17 8 15", asking)) == ["1915-08-17", "2015-08-17"]
    assert offered(BirthDate().read("23 11 09", asking)) == ["1909-11-23", "2009-11-23"]
    assert offered(BirthDate().read("21 11 25", asking)) == ["1925-11-21", "2025-11-21"]
    assert offered(BirthDate().read("1 jui 1980", asking)) == ["1980-06-01", "1980-07-01"]
    assert BirthDate().pick("2015-08-17", asking) == Accepted("2015-08-17")
    assert BirthDate().pick("2027-01-01", asking) == Problem("in_future")
    assert BirthDate().pick("20150817", asking) == Problem("not_on_offer")
    assert BirthDate().show("1970-08-17", asking) == "17 Agustus 1970"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(1926, 11, 23), date(2009, 11, 22)), form=st.sampled_from(FORMS))
def test_every_birth_date_of_an_adult_is_read_back_from_every_form(
    day: date, form: str, asking: Asking
) -> None:
    name = MONTHS.split()[day.month - 1]
    said = form.format(
        d=day.day, m=day.month, y=day.year, short=day.year % 100, name=name, abbr=name[:3].lower()
    )
    assert BirthDate().read(said, asking) == Accepted(day.isoformat())


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("November 2026", "2026-11"),
        ("nopember 26", "2026-11"),
        ("11/2026", "2026-11"),
        ("11-26", "2026-11"),
        ("2026-11", "2026-11"),
        ("bulan november 2026", "2026-11"),
        ("bulan ini", "2026-11"),
        ("bulan depan", "2026-12"),
        ("bulan lalu", "2026-10"),
        ("next month", "2026-12"),
        ("1/1990", "1990-01"),
        ("12/2100", "2100-12"),
    ],
)
def test_a_month_is_read_with_its_year_or_from_today(said: str, stored: str, asking: Asking) -> None:
    assert Month().read(said, asking) == Accepted(stored)


def test_a_month_without_its_year_is_asked_back(asking: Asking) -> None:
    assert offered(Month().read("april", asking)) == ["2025-04", "2026-04", "2027-04"]
    assert Month().pick("2026-04", asking) == Accepted("2026-04")
    assert Month().show("2026-04", asking) == "April 2026"


@pytest.mark.parametrize(
    "said", ["", "13/2026", "0/2026", "kapan ya", "11/1899", "12/1989", "1/2101", "2026"]
)
def test_what_is_no_month_is_asked_again(said: str, asking: Asking) -> None:
    assert Month().read(said, asking) == Problem("not_a_month")
    assert Month().read("11/2026", asking) == Accepted("2026-11")
