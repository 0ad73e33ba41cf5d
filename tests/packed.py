"""Reads what `geomap/web/steps.mjs` and `geomap/web/basemap.mjs` pack."""

from itertools import accumulate
from typing import Any

ALPHABET = "#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
ONE = 80


def numbers(text: str) -> list[int]:
    """Give the numbers that a text stands for."""
    base, values, digits = len(ALPHABET), [], map(ALPHABET.index, text)
    for value in digits:
        if value == base - 1:
            value = (next(digits) * base + next(digits)) * base + next(digits)
        elif value >= ONE:
            value = ONE + (value - ONE) * base + next(digits)
        values.append(-(value + 1) // 2 if value % 2 else value // 2)
    return values


def line(text: str, grid: float) -> list[tuple[float, float]]:
    """Give longitudes and latitudes of a line, in degrees."""
    steps = numbers(text)
    return [(x * grid, y * grid) for x, y in zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)]


def rings(world: dict[str, Any], packed: str) -> list[list[tuple[float, float]]]:
    """Give the rings of a country of the world."""
    values, found, reference = iter(numbers(packed)), [], 0
    for count in values:
        ring: list[tuple[float, float]] = []
        for _ in range(count):
            reference += next(values)
            arc = line(world["arcs"][reference // 2], world["grid"])
            ring += arc[::-1] if reference % 2 else arc
        found.append(ring)
    return found
