"""The claim guides: every case has steps, papers, sources, and somebody to ask."""

import pytest

from conversations.knowledge import CASES, Guide, fill, get_guide
from conversations.knowledge.topics import PLACEHOLDERS, SLOT
from conversations.reading import problems
from tests.conversations.knowledge.test_topics import assert_is_telegram_html

GUIDES = [pytest.param(get_guide(case, at), id=f"{at}-{case}") for at in ("id", "en") for case in CASES]
FREE = {"id": ("gratis", "perantara"), "en": ("free", "middleman")}
LONGEST_PAGE = 400


@pytest.mark.parametrize("guide", GUIDES)
def test_each_page_is_short_and_easy_to_read(guide: Guide) -> None:
    for page in guide.pages():
        assert problems(page) == ()
        assert len(page) <= LONGEST_PAGE
        assert len([line for line in page.splitlines() if not line.startswith("•")]) <= 3
        assert_is_telegram_html(page)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_pages_hold_all_that_the_guide_says(guide: Guide) -> None:
    told = "\n".join(guide.pages())
    assert all(part in told for part in (guide.opening, *guide.steps, *guide.papers, guide.closing))
    assert guide.sources
    assert guide.confidence in {"A", "B+", "B"}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_help_is_free_and_needs_no_middleman(case: str, language: str) -> None:
    opening = get_guide(case, language).opening.lower()
    assert all(word in opening for word in FREE[language])


@pytest.mark.parametrize("guide", GUIDES)
def test_somebody_to_ask_is_named_at_the_end(guide: Guide) -> None:
    assert "{call_centre}" in guide.closing


@pytest.mark.parametrize("case", CASES)
def test_both_languages_tell_the_same_steps_papers_and_figures(case: str) -> None:
    indonesian, english = get_guide(case, "id"), get_guide(case, "en")
    assert len(indonesian.steps) == len(english.steps)
    assert len(indonesian.papers) == len(english.papers)
    pairs = zip(indonesian.pages(), english.pages(), strict=True)
    assert all(set(SLOT.findall(one)) == set(SLOT.findall(other)) for one, other in pairs)


def test_a_death_is_met_with_sympathy_before_papers_and_never_tells_who_is_a_member() -> None:
    guide = get_guide("death", "id")
    assert guide.pages()[0].startswith("Kami turut berduka")
    assert "tidak menyebut siapa yang menjadi peserta" in guide.closing
    assert guide.hand_over


def test_an_accident_is_reported_within_the_time_of_the_rules() -> None:
    steps = " ".join(get_guide("accident", "id").steps)
    assert steps.count("{report_within}") == 2
    values = {placeholder.name: "·" for placeholder in PLACEHOLDERS}
    assert "{" not in fill(steps, values)


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(KeyError):
        get_guide("divorce", "id")
    assert get_guide("death", "id").case == "death"
