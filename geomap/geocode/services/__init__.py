"""geopy's services, asked politely and only when a person wants it: `geomap.geocode.online` decides what for.

Nothing here trusts an answer: it is read within limits, turned into `Place` values, and checked by the caller.
"""

from geomap.geocode.services.service import Service, open_service
from geomap.geocode.services.settings import Settings, known_services

__all__ = ["Service", "Settings", "known_services", "open_service"]
