"""The commands of workers."""

from collections.abc import Callable

from bot.commands.command import Command, Reply, opens, says
from conversations.answers.benefits import benefits, sources
from conversations.answers.claims import claims
from conversations.answers.exercises import exercises
from conversations.answers.language import choices
from conversations.answers.own_details import copy_of_details, own_details
from conversations.answers.privacy import privacy
from conversations.answers.questions import answered, find_topic, told
from conversations.answers.status import receipt, registered, status
from conversations.asking import menu_button
from conversations.exercises import find_exercise
from conversations.facts import Facts, Needs
from conversations.flow import Flow
from conversations.flows.correction import CORRECTION
from conversations.flows.cost import COST
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.leaving import DELETION, WITHDRAWAL
from conversations.flows.question import HANDOVER, QUESTION
from conversations.flows.registration import REGISTRATION
from conversations.outcomes import LanguageChosen
from conversations.says import Say
from conversations.texts import LANGUAGES, load

CASES = Needs(cases=True)
EXERCISE = "latihan"
"""The subject of exercises, so that they never meet a real conversation of the same flow."""


def _register(argument: str, facts: Facts) -> Reply:
    """For oneself first; whoever is registered already may register somebody else."""
    if argument == "lain":
        return Reply(opens=REGISTRATION, given=(("for_whom", "other"),), subject=facts.fresh[8:16])
    if any(case.is_own and case.state not in {"withdrawn", "rejected", "erased"} for case in facts.cases):
        return Reply(registered(facts))
    return Reply(opens=REGISTRATION, given=(("for_whom", "self"),))


def _ask(argument: str, facts: Facts) -> Reply:
    """A topic by its name, a question in one line, or the question of what the question is."""
    if topic := find_topic(argument, facts.language):
        return Reply(told(topic, facts))
    if argument and (found := answered(argument, facts)):
        return Reply(found)
    return Reply(opens=QUESTION)


def _of_case(flow: Flow) -> Callable[[str, Facts], Reply]:
    """A flow over one of the contact's registrations, chosen already when there is only one."""

    def run(argument: str, facts: Facts) -> Reply:
        references = [case.reference for case in facts.cases if case.state != "erased"]
        if not references:
            return Reply(own_details("", facts))
        chosen = argument if argument in references else references[0] if len(references) == 1 else ""
        return Reply(opens=flow, given=(("case", chosen),) if chosen else ())

    return run


def _language(argument: str, facts: Facts) -> Reply:
    if argument not in LANGUAGES:
        return Reply(choices(facts))
    chosen = Say(load(argument).fill("language.chosen"), menu_button(argument))
    return Reply((chosen,), LanguageChosen(language=argument))


def _exercise(argument: str, facts: Facts) -> Reply:
    exercise = find_exercise(argument, facts.actor)
    if exercise is None:
        return Reply(exercises(facts))
    given = tuple(exercise.given(facts).items())
    return Reply(opens=exercise.flow, given=given, subject=EXERCISE, is_exercise=True)


WORKER: tuple[Command, ...] = (
    Command("cek", opens(ELIGIBILITY), alias="check"),
    Command("iuran", opens(COST), alias="cost"),
    Command("manfaat", says(benefits), alias="benefits"),
    Command("daftar", _register, alias="register", needs=CASES),
    Command("status", says(status), needs=CASES),
    Command("tanya", _ask, alias="ask"),
    Command("klaim", says(claims), alias="claim"),
    Command("dataku", says(own_details), alias="mydata", needs=CASES),
    Command("hapus", opens(DELETION), alias="delete"),
    Command("bahasa", _language, alias="language"),
    Command("latihan", _exercise, alias="exercise"),
    Command("privasi", says(privacy), alias="privacy"),
    Command("sumber", says(sources), alias="sources", shows_in_menu=False),
    Command("bukti", says(receipt), alias="receipt", needs=CASES, shows_in_menu=False),
    Command("perbaiki", _of_case(CORRECTION), alias="correct", needs=CASES, shows_in_menu=False),
    Command("salinan", says(copy_of_details), alias="copy", needs=CASES, shows_in_menu=False),
    Command("tarik", _of_case(WITHDRAWAL), alias="withdraw", needs=CASES, shows_in_menu=False),
    Command("orang", opens(HANDOVER), alias="person", shows_in_menu=False),
)
