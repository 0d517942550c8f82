"""A reminder names the day and the price of the months that follow, and no figure that the rules do not give."""

from dataclasses import replace
from datetime import date

from conversations.reminding.due import Due, find_due
from conversations.reminding.ways import Member, Reach, Reader, Way, find_way, is_known
from conversations.reminding.words import Message, Terms, aloud, letter

OCTOBER, TODAY = date(2026, 10, 31), date(2026, 11, 3)
SITI = Member("r1", "p1", "SSR-7K2F-QD", "3202252004", date(2026, 5, 1), OCTOBER, 5001, True, "other")
UNPAID = Due(date(2026, 11, 1), "unpaid", 1)
REACH = Reach({5001: Reader(5001, 5001, "id")}, {}, {SITI.village_code: TODAY}, frozenset(), frozenset())


def test_the_price_changes_with_the_relief_and_that_is_said_before_it_happens() -> None:
    html = letter(Message(SITI, UNPAID, Terms(1), as_of=TODAY), "id", TODAY).html
    assert "Rp8.400 sampai Desember 2026, lalu Rp16.800" in html
    assert "Masih boleh dibayar sampai 31 Januari 2027" in html
    assert "per 3 November 2026" in html


def test_without_an_income_or_a_clear_sector_the_branch_is_named_and_no_figure() -> None:
    for member, terms in ((SITI, Terms()), (replace(SITI, sector="unclear"), Terms(1)), (SITI, Terms(31))):
        html = letter(Message(member, UNPAID, terms), "id", TODAY).html
        assert "Rp" not in html
        assert "kantor cabang" in html


def test_a_transport_worker_hears_of_the_own_relief() -> None:
    html = letter(Message(replace(SITI, sector="transport"), UNPAID, Terms(1)), "en", TODAY).html
    assert "Rp8,400" in html
    assert "March 2027" in html


def test_who_is_told_about_somebody_else_reads_about_whom() -> None:
    html = letter(Message(replace(SITI, is_own=False), UNPAID, Terms(1)), "id", TODAY).html
    assert html.startswith("untuk pendaftaran: <b>SSR-7K2F-QD</b>")


def test_every_thing_that_can_be_due_has_words_in_both_languages() -> None:
    for offset in range(-120, 100):
        today = date.fromordinal(OCTOBER.toordinal() + offset)
        for is_funded in (True, False):
            if found := find_due(OCTOBER, today, is_funded=is_funded):
                for language in ("id", "en"):
                    message = Message(SITI, found, Terms(1), "Dana Desa")
                    assert letter(message, language, today).html
                    said = aloud(message, "Siti", "RT 003/005 R-12", language, today)
                    assert "Siti" in said
                    assert said.partition("«")[2][0].isalpha()


def test_the_way_is_the_own_chat_then_an_officer_then_the_branch_then_nobody() -> None:
    alone = replace(SITI, contact_id=None)
    village = frozenset({SITI.village_code})
    assert find_way(SITI, REACH, TODAY) is Way.OWN
    assert find_way(alone, replace(REACH, at_hand=village, served=village), TODAY) is Way.OFFICER
    assert find_way(alone, replace(REACH, served=village), TODAY) is Way.BRANCH
    assert find_way(alone, REACH, TODAY) is Way.NOBODY
    assert find_way(SITI, replace(REACH, unwilling=frozenset({"r1"})), TODAY) is Way.NOBODY


def test_a_reader_who_had_a_letter_today_waits_and_is_not_handed_to_somebody_else() -> None:
    assert find_way(SITI, REACH.after_letter(5001, TODAY), TODAY) is None


def test_warnings_need_fresh_payments_and_a_first_payment_needs_none() -> None:
    unknown = replace(REACH, as_of={})
    assert is_known(SITI, REACH, TODAY)
    assert not is_known(SITI, unknown, TODAY)
    assert is_known(replace(SITI, paid_until=None), unknown, TODAY)
