"""From a Document to an Itinerary without places: who travels, where they stop, in what order, and why we say so."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.model import Document, Itinerary
    from geomap.plugins import Reader, ReaderOptions

__all__ = ["BuiltInReader", "extract", "open_fast_reader", "open_reader"]


def extract(document: "Document", *, fast: bool = False, traveller: str | None = None) -> "Itinerary":
    """Read the itinerary of an article's traveller.

    Parameters
    ----------
    document
        An English text.
    fast
        Without the encoder, the small language model that judges each mention of a place: half the time, and more stops
        missed.
    traveller
        Whose itinerary, by parts of the name, titles and roles ("Xi Jinping", "the pope"), case and accents aside;
        that of the one whom the text follows foremost if None.

    Raises
    ------
    InputError
        If the traveller is nobody in the text, or could be several; the hint names those who travel in it.

    Returns
    -------
    Itinerary
        Stops in travel order, not yet placed, each with its evidence; what is below the confidence threshold in
        `doubtful`, the other places named in `not_visited`. Without a trip in the text there are no stops.
    """
    from geomap.extract.itinerary import read_itinerary

    return read_itinerary(document, fast=fast, traveller=traveller)


@dataclass(frozen=True, slots=True)
class BuiltInReader:
    """`extract` as a reader (see `geomap.plugins`)."""

    fast: bool = False

    def read(self, document: "Document") -> "Itinerary":
        """Read the itinerary of an article's traveller (see `extract`)."""
        return extract(document, fast=self.fast)

    def read_trip_of(self, traveller: str, document: "Document") -> "Itinerary":
        """Read the itinerary of the traveller whom a person names (see `extract`)."""
        return extract(document, fast=self.fast, traveller=traveller)


def open_reader(_options: "ReaderOptions") -> "Reader":
    """Give the built-in reader, which needs no options."""
    return BuiltInReader()


def open_fast_reader(_options: "ReaderOptions") -> "Reader":
    """Give the built-in reader without the encoder."""
    return BuiltInReader(fast=True)
