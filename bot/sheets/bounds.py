"""What a process may use that opens files of strangers: a bomb ends it, and nothing else."""

import os
import resource

MEMORY_BYTES = 600 * 2**20
"""Address space: 100,000 rows of sixteen columns need half of it, and who claims more is refused by the kernel."""
CPU_SECONDS = 60
NICE = 10
"""People who wait for an answer in a chat come first."""


def set_bounds() -> None:
    """Bound this process for good (setrlimit(2)); it leaves no picture of its memory behind either."""
    os.nice(NICE)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
