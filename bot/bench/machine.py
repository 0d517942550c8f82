"""What Linux tells of a process: the cores it may use, its processor time and its memory."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def two_cores() -> tuple[int, int]:
    """One core for what is measured and one for what measures; the same where there is only one."""
    cores = sorted(os.sched_getaffinity(0))
    return cores[0], cores[-1]


def pinned_to(core: int) -> None:
    """Keep this process on one core."""
    os.sched_setaffinity(0, {core})


def cpu_seconds_of(pid: int) -> float:
    """Processor seconds that a process and its threads have used (proc(5), stat: utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(pid: int) -> int:
    """Bytes that a process holds in memory (proc(5), statm: resident)."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * PAGE


def children_of(pid: int) -> list[int]:
    """The processes that the first thread of a process has begotten (proc(5), children)."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
