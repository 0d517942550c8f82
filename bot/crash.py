"""Named places at which a test may kill the process, as a power cut would (`SASAR_CRASH=commit-before:3`)."""

import os
import signal
from collections.abc import Callable

POINTS = (
    "got",
    "lock",
    "turn",
    "write",
    "commit-before",
    "commit-after",
    "ack",
    "send-begin",
    "send-http",
    "send-mark",
)


def reacher(wanted: str) -> Callable[[str], None]:
    """Make a `reach` for `point:n`: SIGKILL at the n-th pass of that point; "" makes one that is nothing."""
    if not wanted:
        return lambda _point: None
    point, _, written = wanted.partition(":")
    if point not in POINTS:
        raise ValueError(f"SASAR_CRASH names no crash point; there are {', '.join(POINTS)}")
    left = int(written or 1)

    def reach(here: str) -> None:
        nonlocal left
        if here == point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return reach


reach = reacher(os.environ.get("SASAR_CRASH", ""))
