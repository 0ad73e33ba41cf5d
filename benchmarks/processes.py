"""Whole processes, run in turn: what a user waits for, as ratios that another machine would give too."""

import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "seeds" / "000_24a45464d321b182.txt"


@dataclass(frozen=True, slots=True)
class Race:
    """What two commands took, run in turn.

    Parameters
    ----------
    name
        What is compared.
    ours_s, theirs_s
        Median wall time of each, in seconds.
    ratio
        Median of the ratios of the rounds.
    bound
        What the ratio must not exceed.
    """

    name: str
    ours_s: float
    theirs_s: float
    ratio: float
    bound: float


def geomap() -> str:
    """Give the command of the environment that runs this."""
    command = Path(sysconfig.get_path("scripts")) / "geomap"
    if not command.exists():
        sys.exit(f"{command} is not there: run `make map`, then this with .venv/bin/python.")
    return str(command)


def race(name: str, ours: Sequence[str], theirs: Sequence[str], *, bound: float, rounds: int) -> Race:
    """Run two commands in turn, once unmeasured and then `rounds` times."""
    _seconds(ours), _seconds(theirs)
    times = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
    return Race(
        name,
        ours_s=statistics.median(one for one, _ in times),
        theirs_s=statistics.median(other for _, other in times),
        ratio=statistics.median(one / other for one, other in times),
        bound=bound,
    )


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)[:200]} ended with {done.returncode}:\n{done.stderr[-1000:]}")
    return took
