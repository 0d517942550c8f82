"""What is set once about Python itself, so that nobody's answer waits for it."""

import gc
import sys

SWITCH_SECONDS = 0.0005
"""A thread that has read from the database waits so long for its turn; Python's own 5 ms are felt in each step."""


def settle_python() -> None:
    """Never look again through what is loaded by now (84 thousand villages hold up a turn each time); turn briskly."""
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)
