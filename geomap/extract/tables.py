"""Tables of learned weights, one feature a line, as `benchmarks/fit_reading.py` writes them."""

import csv
from pathlib import Path


def read_table(name: str) -> dict[str, tuple[float, ...]]:
    """Read the weights of each feature from a file beside this one."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: tuple(map(float, row[1:])) for row in rows}
