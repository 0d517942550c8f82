"""Putting one's own details right, one field at a time."""

from conversations.asking import open_button
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Condition, Flow
from conversations.kinds import (
    Address,
    BirthDate,
    BirthPlace,
    Choice,
    FullName,
    IncomeBracket,
    Nik,
    Occupation,
    OwnCase,
    Phone,
    Village,
)
from conversations.kinds.kind import Kind
from conversations.kinds.own_case import find_case
from conversations.outcomes import Correction
from conversations.says import Say, column
from conversations.texts import Texts

FIELDS: dict[str, Kind] = {
    "full_name": FullName(),
    "nik": Nik(),
    "birth_place": BirthPlace(),
    "birth_date": BirthDate(),
    "sex": Choice(("female", "male")),
    "phone": Phone(),
    "village_code": Village(),
    "address": Address(),
    "occupation": Occupation(),
    "income_bracket": IncomeBracket(),
}
"""What can be put right, by its name in the kept form."""


def is_chosen(field: str) -> Condition:
    """Asked when this field is the one to put right."""
    return lambda answers, _facts: answers.get("field") == field


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    case = find_case(str(answers["case"]), facts.cases)
    field = str(answers["field"])
    if case is None:
        return Conclusion((Say(texts.fill("status.none")),))
    rows = column(open_button("dataku", texts), open_button("menu", texts))
    said = Say(texts.fill("correction.done", label=texts.fill(f"correction.field.button.{field}")), rows)
    return Conclusion((said,), Correction(case_id=case.id, field=field, value=str(answers[field])))


CORRECTION = Flow(
    name="correction",
    steps=(
        Ask("case", OwnCase(), is_counted=False),
        Ask("field", Choice(tuple(FIELDS)), is_counted=False),
        *(
            Ask(field, kind, is_chosen(field), follows=("field",), is_counted=False)
            for field, kind in FIELDS.items()
        ),
    ),
    conclude=_conclude,
    is_personal=True,
    wants_cases=True,
)
