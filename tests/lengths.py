"""Work on lines that a process of its own can import: tests themselves it can't."""

from collections.abc import Mapping

from geomap import InputError
from geomap.lines import Line


def length(line: Line) -> Mapping[str, object]:
    """Give the length of a line's text."""
    text = line.text("text")
    if text is None:
        raise InputError('there is no "text".')
    return {"length": len(text)}
