import subprocess
import sys

import pytest

from bot.crash import POINTS, reacher


def test_without_the_variable_a_crash_point_is_nothing() -> None:
    for point in POINTS:
        reacher("")(point)


def test_the_process_dies_at_the_nth_pass_and_at_no_other_point() -> None:
    code = """
from bot.crash import reach
for turn in range(1, 5):
    reach("got"); reach("lock"); print(turn, flush=True); reach("commit-before")
"""
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], env={"SASAR_CRASH": "commit-before:3"}, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout.split()) == (-9, [b"1", b"2", b"3"])


def test_a_name_that_is_no_crash_point_is_refused() -> None:
    with pytest.raises(ValueError, match="commit-before"):
        reacher("comit-before:1")
    reacher("commit-before:1")("got")
