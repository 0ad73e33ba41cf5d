"""From a Document to an Itinerary without places: who travels, where they stop, in what order, and why we say so."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.model import Document, Itinerary
    from geomap.plugins import Reader, ReaderOptions

__all__ = ["BuiltInReader", "extract", "open_reader"]


def extract(document: "Document") -> "Itinerary":
    """Read the itinerary of an article's traveller.

    Parameters
    ----------
    document
        An English text.

    Returns
    -------
    Itinerary
        Stops in travel order, not yet placed, each with its evidence; what is below the confidence threshold in
        `doubtful`, the other places named in `not_visited`. Without a trip in the text there are no stops.
    """
    from geomap.extract.itinerary import read_itinerary

    return read_itinerary(document)


class BuiltInReader:
    """`extract` as a reader (see `geomap.plugins`)."""

    def read(self, document: "Document") -> "Itinerary":
        """Read the itinerary of an article's traveller (see `extract`)."""
        return extract(document)


def open_reader(_options: "ReaderOptions") -> "Reader":
    """Give the built-in reader, which needs no options."""
    return BuiltInReader()
