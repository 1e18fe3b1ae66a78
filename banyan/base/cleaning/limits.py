"""What the child process may use. It lowers its own limits, hard, before it looks at anything it was sent."""

import ctypes
import os
import resource
import sys
from typing import Final

from banyan.base.cleaning.contract import MEBIBYTE

MAX_MEMORY: Final = 768 * MEBIBYTE
CPU_SECONDS: Final = 15  # Thirty scanned pages take three; a PDF can be made to take any number.
NICENESS: Final = 10  # Whoever waits for a page goes before it.
WALL_SECONDS: Final = 60.0

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_SIGKILL: Final = 9


def limit_resources() -> None:
    """Bound memory and time, give way to others; forbid files growing, core dumps and outliving the parent."""
    os.nice(NICENESS)
    # Soft below hard: the soft limit's signal tells the parent why the child died.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    _hard(resource.RLIMIT_FSIZE, 0)
    _hard(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _hard(resource.RLIMIT_AS, MAX_MEMORY)
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        # A dump piped to a collector ignores RLIMIT_CORE, and it would hold the file in clear.
        libc.prctl(_PR_SET_DUMPABLE, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def close_the_doors() -> None:
    """From here no file, socket or pipe can be opened; everything to be imported must have been."""
    _hard(resource.RLIMIT_NOFILE, 0)


def _hard(what: int, value: int) -> None:
    resource.setrlimit(what, (value, value))
