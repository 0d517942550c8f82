"""What is set once about Python itself, so that nobody's answer waits for it."""

import gc
import sys

SWITCH_SECONDS = 0.002
"""A thread that has read from the database waits so long for its turn; Python's own 5 ms are felt in each step."""

GARBAGE = 4_000
"""A batch of fifty turns makes more things than Python's own 700 before it can drop any of them."""


def settle_python() -> None:
    """Never look again through what is loaded by now (84 thousand villages hold up a turn each time); turn briskly."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 100)
    sys.setswitchinterval(SWITCH_SECONDS)
