"""The built-in gazetteer: names of places all over the world to what they name, offline."""

from geomap.gazetteer.fold import fold
from geomap.gazetteer.index import Index, open_index

__all__ = ["Index", "fold", "open_index"]
