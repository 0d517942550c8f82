"""A registration at the door takes few answers and little time; the bench reckons it from the transcript."""

import pytest

from bot.bench.assisted import (
    FIRST,
    MOST_ANSWERS,
    MOST_SECONDS,
    NEXT,
    Cost,
    cost,
    officer_facts,
    played,
    run,
    table,
)
from conversations.facts import Place
from conversations.transcript import Said, Shown


@pytest.mark.parametrize(("replies", "kept"), [(FIRST, "-"), (NEXT, "003/005")])
def test_a_plain_person_takes_fourteen_answers_and_three_minutes_at_most(
    replies: tuple[str, ...], kept: str, place: Place
) -> None:
    reckoned = cost(played(replies, officer_facts(place), neighbourhood=kept))
    assert reckoned.answers == len(replies) <= MOST_ANSWERS
    assert reckoned.seconds <= MOST_SECONDS


def test_each_part_is_reckoned_by_itself() -> None:
    lines = (
        Shown("untuk: Siti\nBacakan: (1 dari 9)\n«satu dua tiga»", (("Setuju",),)),
        Said("[Setuju]"),
        Shown("✓ Setuju\nNama lengkap?\nContoh: Siti"),
        Said("Siti"),
        Shown("Selesai."),
    )
    reckoned = cost(lines)
    assert reckoned == Cost(answers=2, letters=4, taps=1, notice_words=3, question_words=3)
    assert reckoned.seconds == pytest.approx(4 / 2 + 2 + 6 * 0.35)
    assert "| Siti | 2 | 4 | 1 | 3 | 3 | 2.0 | 2.0 | 2.1 | 6.1 |" in table([("Siti", reckoned)])


def test_the_page_shows_the_transcript_that_was_reckoned() -> None:
    page = run()
    assert f"at most {MOST_ANSWERS} answers" in page
    assert "| next one there |" in page
    assert "↩ 3202015708850001" in page
