"""Every flow as it is declared: complete, reachable, in both languages; and the checker that proves it."""

import pkgutil
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pytest

from conversations import flows
from conversations.checking import problems, walk
from conversations.facts import Answers, Facts, Place
from conversations.flow import Ask, Conclusion, Flow, Stop
from conversations.flows import FLOWS
from conversations.kinds import Choice, YesNo
from conversations.says import Say
from tests.conversations.worlds import facts_in

BY_NAME = [pytest.param(flow, id=flow.name) for flow in FLOWS]


def test_every_flow_of_a_module_is_listed_once() -> None:
    modules = (
        import_module(f"{flows.__name__}.{found.name}") for found in pkgutil.iter_modules(flows.__path__)
    )
    declared = {id(value) for module in modules for value in vars(module).values() if isinstance(value, Flow)}
    assert declared == {id(flow) for flow in FLOWS}
    assert len({flow.name for flow in FLOWS}) == len(FLOWS)


@pytest.mark.parametrize("flow", BY_NAME)
def test_a_flow_can_be_talked_through_in_every_way_and_language(flow: Flow, place: Place) -> None:
    assert problems(flow, facts_in(place)) == ()


@pytest.mark.parametrize("flow", BY_NAME)
def test_an_answer_that_is_left_out_never_breaks_a_condition(flow: Flow, place: Place) -> None:
    facts = facts_in(place)
    answers = walk(flow, facts, 0).answers
    for left_out in answers:
        fewer = {step: value for step, value in answers.items() if step != left_out}
        for step in flow.steps:
            if isinstance(step, Ask | Stop):
                step.when(fewer, facts)


def test_the_version_of_a_flow_changes_with_its_shape_alone() -> None:
    flow = FLOWS[0]
    assert replace(flow, is_personal=not flow.is_personal).version == flow.version
    assert replace(flow, steps=flow.steps[1:]).version != flow.version


def done(*_: object) -> Conclusion:
    return Conclusion((Say("selesai"),))


def never(answers: Answers, facts: Facts) -> bool:
    del answers, facts
    return False


def hasty(answers: Answers, facts: Facts) -> bool:
    del facts
    return answers["working"] == "yes"


def eligibility(*steps: Ask | Stop) -> Flow:
    """A flow that borrows the words of one we have."""
    return Flow("eligibility", steps, done)


AGE = Ask("member", Choice(("no", "yes", "unknown")))
WORKING = Ask("working", YesNo())
FAULTS: dict[str, tuple[Flow, str]] = {
    "twice": (eligibility(WORKING, WORKING), "2 steps are called working"),
    "follows nobody": (
        eligibility(replace(WORKING, follows=("age",))),
        "follows age, which is not asked before",
    ),
    "follows a later one": (
        eligibility(replace(WORKING, follows=("member",)), AGE),
        "follows member, which is not",
    ),
    "hasty": (eligibility(replace(WORKING, when=hasty)), "cannot tell whether it applies"),
    "never": (eligibility(WORKING, replace(AGE, when=never)), "eligibility.member is never shown"),
    "wordless question": (
        eligibility(Ask("shoe_size", YesNo())),
        "eligibility.shoe_size.ask has no words in en",
    ),
    "wordless stop": (
        eligibility(WORKING, Stop("over", when=never)),
        "eligibility.over.stop has no words in id",
    ),
    "wordless button": (eligibility(Ask("working", Choice(("yes", "perhaps")))), "breaks on the way"),
    "wordless flow": (Flow("nowhere", (WORKING,), done), "nowhere.title has no words in id"),
}


@pytest.mark.parametrize(("flow", "finding"), FAULTS.values(), ids=FAULTS.keys())
def test_the_checker_finds_a_fault(flow: Flow, finding: str, place: Place) -> None:
    assert any(finding in problem for problem in problems(flow, facts_in(place)))


def test_the_checker_is_content_with_what_it_may_be_content_with(place: Place) -> None:
    conclude: Callable[..., Conclusion] = done
    assert problems(Flow("eligibility", (WORKING, AGE), conclude), facts_in(place)) == ()
