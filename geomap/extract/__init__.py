"""From a Document to an Itinerary without places: who travels, where they stop, in what order, and why we say so."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.model import Document, Itinerary
    from geomap.plugins import Reader, ReaderOptions

__all__ = ["BuiltInReader", "extract", "open_fast_reader", "open_reader"]


def extract(document: "Document", *, fast: bool = False) -> "Itinerary":
    """Read the itinerary of an article's traveller.

    Parameters
    ----------
    document
        An English text.
    fast
        Without the encoder, the small language model that judges each mention of a place: half the time, and more stops
        missed.

    Returns
    -------
    Itinerary
        Stops in travel order, not yet placed, each with its evidence; what is below the confidence threshold in
        `doubtful`, the other places named in `not_visited`. Without a trip in the text there are no stops.
    """
    from geomap.extract.itinerary import read_itinerary

    return read_itinerary(document, fast=fast)


@dataclass(frozen=True, slots=True)
class BuiltInReader:
    """`extract` as a reader (see `geomap.plugins`)."""

    fast: bool = False

    def read(self, document: "Document") -> "Itinerary":
        """Read the itinerary of an article's traveller (see `extract`)."""
        return extract(document, fast=self.fast)


def open_reader(_options: "ReaderOptions") -> "Reader":
    """Give the built-in reader, which needs no options."""
    return BuiltInReader()


def open_fast_reader(_options: "ReaderOptions") -> "Reader":
    """Give the built-in reader without the encoder."""
    return BuiltInReader(fast=True)
