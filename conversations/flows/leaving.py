"""Taking consent back, and having everything deleted (UU 27/2022 art. 40-44)."""

from conversations.asking import open_button
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import Choice, OwnCase
from conversations.kinds.own_case import find_case
from conversations.outcomes import Erasure, Withdrawal
from conversations.says import Say, column
from conversations.texts import Texts


def _withdrawn(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    case = find_case(str(answers["case"]), facts.cases)
    menu = column(open_button("menu", texts))
    if answers["sure"] == "keep" or case is None:
        return Conclusion((Say(texts.fill("withdrawal.kept"), menu),))
    rows = column(open_button("hapus", texts), open_button("menu", texts))
    return Conclusion(
        (Say(texts.fill("withdrawal.done", reference=case.reference), rows),), Withdrawal(case_id=case.id)
    )


WITHDRAWAL = Flow(
    name="withdrawal",
    steps=(
        Ask("case", OwnCase(), is_counted=False),
        Ask("sure", Choice(("withdraw", "keep")), is_counted=False),
    ),
    conclude=_withdrawn,
    is_personal=True,
    wants_cases=True,
)


def _erased(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    menu = column(open_button("menu", texts))
    if answers["sure"] == "keep":
        return Conclusion((Say(texts.fill("deletion.kept"), menu),))
    return Conclusion((Say(texts.fill(f"deletion.{_what_stays(facts)}"), menu),), Erasure())


def _what_stays(facts: Facts) -> str:
    """The words that are true of this contact: whom they registered, and the post they hold, outlive this."""
    if facts.actor.roles:
        return "done_but_posted"
    has_others = any(not case.is_own and case.state != "erased" for case in facts.cases)
    return "done_but_others" if has_others else "done"


DELETION = Flow(
    name="deletion",
    steps=(Ask("sure", Choice(("erase", "keep")), is_counted=False),),
    conclude=_erased,
    wants_cases=True,
)
