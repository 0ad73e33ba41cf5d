"""From a Document to an Itinerary without places: who travels, where they stop, in what order, and why we say so."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.model import Document, Itinerary

__all__ = ["extract"]


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
