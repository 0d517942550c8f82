"""An officer puts one field of an own entry right: about somebody else, whose name stands on every step."""

from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.flows.correction import FIELDS, is_chosen
from conversations.kinds import Choice, FreeText, FullName
from conversations.outcomes import EntryCorrection
from conversations.says import Say
from conversations.texts import Texts


def _name(answers: Answers) -> str:
    return str(answers.get("whose", ""))


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    field = str(answers["field"])
    said = Say(texts.fill("entry.done", label=texts.fill(f"entry.field.button.{field}")), is_private=True)
    return Conclusion(
        (said,), EntryCorrection(entry=str(answers["entry"]), field=field, value=str(answers[field]))
    )


ENTRY = Flow(
    name="entry",
    steps=(
        Ask("entry", FreeText(40), is_counted=False, is_given=True),
        Ask("whose", FullName(), is_counted=False, is_given=True),
        Ask("field", Choice(tuple(FIELDS)), is_counted=False),
        *(
            Ask(field, kind, is_chosen(field), follows=("field",), is_counted=False)
            for field, kind in FIELDS.items()
        ),
    ),
    conclude=_conclude,
    about=_name,
    is_personal=True,
)
