"""Readers by name: our own from a table, others' from the entry points of installed packages, loaded when first used.

A package adds a reader by an entry point of the group `geomap.readers`, which names a `ReaderFactory`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from geomap.errors import GeomapError, UnknownPlugin

if TYPE_CHECKING:
    from geomap.model import Document, Itinerary

GROUP = "geomap.readers"
#: The reader that needs nothing, and the same without the language model tuned on trips.
BUILT_IN, FAST = "built-in", "fast"
_OURS = {
    BUILT_IN: "geomap.extract:open_reader",
    FAST: "geomap.extract:open_fast_reader",
    "llm": "geomap.reader_llm:open_reader",
}


class Reader(Protocol):
    """Reads the itinerary of an article's traveller."""

    def read(self, document: "Document") -> "Itinerary":
        """Give stops in travel order, not yet placed, each with its evidence; no stops where the text tells no trip.

        It may be called from several threads at once.

        Raises
        ------
        GeomapError
            If the document can't be read, or a service that reads it fails.
        """
        ...


@runtime_checkable
class FollowingReader(Reader, Protocol):
    """A reader that can be asked for the trip of one traveller among several."""

    def read_trip_of(self, traveller: str, document: "Document") -> "Itinerary":
        """Give the itinerary of a traveller, told by parts of the name, titles and roles; else as `read`.

        Raises
        ------
        InputError
            If the traveller is nobody in the text, or could be several.
        """
        ...


@runtime_checkable
class AskingReader(Reader, Protocol):
    """A reader that sends the text to a service."""

    def requests(self, document: "Document") -> tuple[Mapping[str, object], ...]:
        """Give what would be sent first, and where, as JSON values without any key; nothing is sent."""
        ...

    def spent(self) -> str:
        """Say in a sentence what has been asked so far, and what it cost."""
        ...


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What a person asks of a reader beyond its configuration; a reader leaves aside what does not concern it.

    Parameters
    ----------
    refresh
        Ask again, also where an earlier answer is kept.
    record
        A file to write all answers to.
    replay
        A file of answers to read from instead of asking.
    fallback
        Take the built-in reader's view, with a note, where a service fails.
    ask
        Puts a yes-or-no question to a person; None where nobody is there to answer.
    """

    refresh: bool = False
    record: Path | None = None
    replay: Path | None = None
    fallback: bool = False
    ask: Callable[[str], bool] | None = None


ReaderFactory: TypeAlias = Callable[[ReaderOptions], Reader]


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A reader that is there, and whether it can be used.

    Parameters
    ----------
    name
        For `--reader`.
    ready
        Whether it can be used as things are.
    state
        "ready", or what is missing, in a sentence.
    source
        The package that brings it.
    """

    name: str
    ready: bool
    state: str
    source: str


def open_reader(name: str, options: ReaderOptions | None = None) -> Reader:
    """Give the reader of a name.

    Raises
    ------
    UnknownPlugin
        If there is none of that name, or its package can't be loaded.
    InputError
        If it is not configured.

    Examples
    --------
    >>> open_reader("nobody")
    Traceback (most recent call last):
    geomap.errors.UnknownPlugin: There is no reader 'nobody'.
    """
    point = next((point for point in _points() if point.name == name), None)
    if point is None:
        known = ", ".join(point.name for point in _points())
        raise UnknownPlugin(f"There is no reader {name!r}.", value=name, hint=f"The readers are {known}.")
    return _factory(point)(options or ReaderOptions())


def readers() -> tuple[ReaderState, ...]:
    """Give every reader with its state, ours first."""
    return tuple(_state(point) for point in _points())


def _points() -> Iterator[EntryPoint]:
    """Yield ours, then others' by name; nobody can take the name of one of ours."""
    yield from (EntryPoint(name, home, GROUP) for name, home in _OURS.items())
    others = {point.name: point for point in entry_points(group=GROUP) if point.name not in _OURS}
    yield from (others[name] for name in sorted(others))


def _factory(point: EntryPoint) -> ReaderFactory:
    try:
        module, _, name = point.value.partition(":")
        factory: ReaderFactory = getattr(import_module(module), name)
    except Exception as error:  # whatever another's module does when it is imported
        raise UnknownPlugin(
            f"The reader {point.name!r} can't be loaded: {error}.",
            value=point.name,
            hint=f"Install {_source(point)} again, or choose another reader.",
        ) from error
    return factory


def _state(point: EntryPoint) -> ReaderState:
    try:
        _factory(point)(ReaderOptions())
    except GeomapError as error:
        return ReaderState(point.name, False, f"{error.message} {error.hint}".strip(), _source(point))
    return ReaderState(point.name, True, "ready", _source(point))


def _source(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "geomap"
