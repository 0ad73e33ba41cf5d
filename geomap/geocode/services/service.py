"""A service that is asked for places: politely, no more than need be, and not for ever."""

import inspect
import json
import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from geopy.adapters import AdapterHTTPError
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.geocoders import SERVICE_TO_GEOCODER

from geomap.configuration import cache_folder
from geomap.errors import InputError, ServiceError
from geomap.geocode.services.failure import Failed
from geomap.geocode.services.pace import Pace
from geomap.geocode.services.reading import from_text, read_places, to_text
from geomap.geocode.services.settings import Connection, read_connection
from geomap.geocode.services.wire import Wire, stand_in
from geomap.kept import Kept
from geomap.model import Place

#: Goes into the keys of kept answers: answers of another version of our reading are asked again.
_VERSION = 1
_LIMIT = 5
#: A well-formed "nothing found" is kept for so long.
_NOTHING_DAYS = 1.0
#: With these geopy signs the address itself, which stand-ins would falsify; they never leave.
_SIGNING = {"secret_key", "security_key"}
#: What every service is asked for beside the name, as far as geopy's class takes it.
_WISHES = {"exactly_one": False, "limit": _LIMIT, "language": "en", "addressdetails": True, "namedetails": True}


class Service:
    """One of geopy's services.

    It may be asked from several threads; one after another is served.

    Parameters
    ----------
    connection
        Where and how it is asked.
    keep
        Whether answers are kept on disk, and kept ones used.
    tell
        Is told, before it happens, what is sent and where.
    """

    def __init__(self, connection: Connection, *, keep: bool = True, tell: Callable[[str], None]) -> None:
        self._connection = connection
        self.tell = tell
        self._kept = Kept(cache_folder("places")) if keep and connection.policy.days else None
        self._answered: dict[str, tuple[Place, ...]] = {}
        self._lock = threading.Lock()
        self._sent = self._failed = 0
        self._last: object = None
        self._introduced = False
        self._stopped = ""
        self._geocoder = self._open()

    @property
    def source(self) -> str:
        """What people call it; `Place.source` of its answers."""
        return self._connection.policy.source

    @property
    def origin(self) -> str:
        """Scheme and host that it is asked at."""
        return self._connection.origin

    @property
    def stopped(self) -> str:
        """Why it is asked no more, as the end of a sentence; "" while it is."""
        return self._stopped

    def ask(self, query: str) -> tuple[Place, ...]:
        """Give the places that it knows of a name, in its order; they are not checked against anything.

        Raises
        ------
        ServiceError
            If it gives no answer; the message says why, and holds no key.
        InputError
            If answers can't be kept, or turns not be taken.
        """
        with self._lock:
            key = json.dumps([_VERSION, self._connection.policy.service, self._connection.origin, query])
            if key not in self._answered:
                kept = self._from_disk(key)
                self._answered[key] = self._asked(key, query) if kept is None else kept
            return self._answered[key]

    def _from_disk(self, key: str) -> tuple[Place, ...] | None:
        text = self._kept.get(key) if self._kept else None
        return None if text is None else from_text(text, source=self.source)

    def _asked(self, key: str, query: str) -> tuple[Place, ...]:
        if self._stopped:
            raise self._error(self._stopped)
        try:
            places = self._with_patience(query)
        except Failed as failure:
            self._failed += 1
            if failure.final:
                self._stopped = failure.says
            elif self._failed >= self._connection.settings.failures:
                self._stopped = f"it failed {self._failed} times in a row; the last time, {failure.says}"
            if self._stopped:
                self.tell(f"online: {self.source} is asked no more in this run: {self._stopped}.")
            raise self._error(failure.says) from None
        self._failed = 0
        if self._kept:
            days = self._connection.policy.days if places else _NOTHING_DAYS
            self._kept.put(key, to_text(places), days=days)
        return places

    def _with_patience(self, query: str) -> tuple[Place, ...]:
        settings = self._connection.settings
        wait_s = settings.wait_s
        for further in reversed(range(settings.tries)):
            try:
                return self._once(query)
            except Failed as failure:
                asked_s = failure.wait_s
                if asked_s is not None and asked_s > settings.longest_wait_s:
                    raise Failed(f"it asks to wait {asked_s:.0f} seconds ({failure.says})", final=True) from None
                if not failure.again or not further:
                    raise
                time.sleep(wait_s if asked_s is None else asked_s)
                wait_s *= 2
        raise AssertionError("a last try returns or raises")

    def _once(self, query: str) -> tuple[Place, ...]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # geopy's on bad latitudes, which it then refuses
                found = self._geocoder.geocode(query, **self._wishes)
            return read_places(
                found if isinstance(found, list) else [found] if found else [],
                source=self.source,
                radius_m=self._connection.policy.radius_m,
            )
        except (Failed, ServiceError, InputError):
            raise
        except (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges):
            raise Failed("it does not accept the key", final=True) from None
        except GeocoderQuotaExceeded:
            raise Failed("what may be asked of it is used up", final=True) from None
        except GeocoderTimedOut:
            raise Failed("it gave no answer in time", again=True) from None
        except GeopyError as error:
            status = error.__cause__.status_code if isinstance(error.__cause__, AdapterHTTPError) else None
            says = (
                f"HTTP {status}" if status else "it does not understand the question, or says that something is wrong"
            )
            raise Failed(says) from None
        except Exception:  # geopy reads answers as if they were always right
            raise Failed(f"its answer is not what {self.source} answers") from None

    def _open(self) -> Any:
        connection, settings = self._connection, self._connection.settings
        signing = not _SIGNING.isdisjoint(connection.secrets)
        pace = Pace(
            cache_folder("turns"), connection.origin, apart_s=connection.apart_s, patience_s=settings.longest_wait_s
        )

        def adapter(**_: object) -> Wire:
            return Wire(
                secrets=connection.secrets, timeout_s=settings.timeout_s, pace=pace, direct=connection.is_local,
                before=self._before,
            )  # fmt: skip

        try:
            geocoder = SERVICE_TO_GEOCODER[connection.policy.service](
                **connection.parameters,
                **(connection.secrets if signing else {name: stand_in(name) for name in connection.secrets}),
                user_agent=_user_agent(settings.contact if connection.policy.contact and connection.public else ""),
                adapter_factory=adapter,
            )
        except (ConfigurationError, ValueError) as error:  # the latter for a signing key that is no Base64
            told = str(error) if isinstance(error, ConfigurationError) and not signing else "a key is of a wrong form"
            raise InputError(
                f"{self.source} can't be asked with these settings: {told}.",
                value=connection.policy.service,
                hint="Its settings are GEOMAP_… in the environment, and [online] in geomap.toml; see docs/online.md.",
            ) from None
        takes = inspect.signature(geocoder.geocode).parameters
        self._wishes = {name: value for name, value in _WISHES.items() if name in takes}
        return geocoder

    def _before(self, address: str, parameters: list[tuple[str, str]], headers: Mapping[str, str]) -> None:
        """Count a request, and tell what it sends, before it leaves."""
        most = self._connection.most
        if most is not None and self._sent >= most:
            raise Failed(
                f"{most} requests are all that one run makes of it"
                + (", which is no service for lists; docs/online.md tells of servers of your own"
                   if self._connection.public else ""),
                final=True,
            )  # fmt: skip
        self._sent += 1
        if not self._introduced:
            self._introduced = True
            caution = self._connection.policy.caution
            self.tell(
                f"online: what geomap can't place itself goes to {self.source} at {self.origin}, "
                f"as {headers.get('User-Agent', 'geomap')}" + (f". Mind: {caution}." if caution else ".")
            )
        said = (address, parameters)
        again = " (again)" if said == self._last else ""
        self._last = said
        shown = ", ".join(f"{name}={value}" for name, value in parameters)
        self.tell(f"online: sends to {address}{again}: {shown}")

    def _error(self, says: str) -> ServiceError:
        return ServiceError(
            f"{self.source} at {self.origin} gave no answer: {says}.",
            value=self.origin,
            hint="Try again later, or ask another service; what it answered is kept.",
        )


def open_service(
    asked: str,
    *,
    contact: str | None = None,
    keep: bool = True,
    tell: Callable[[str], None] | None = None,
) -> Service:
    """Give a service of a name; nothing is sent yet.

    Parameters
    ----------
    asked
        geopy's name for it (`"nominatim"`), or name and address of one's own server
        (`"nominatim=https://geo.example.org"`).
    contact
        An address, of mail or of a page, that public Nominatim wants; by default the one that the settings have.
    keep
        Whether answers are kept on disk, as long as the service's policy lets us, and kept ones used.
    tell
        Is told what is sent, and where, before it is; by default standard error is.

    Raises
    ------
    UnknownPlugin
        If geopy has no such service.
    InputError
        If a key or another setting is missing or bad.
    """
    return Service(read_connection(asked, contact=contact), keep=keep, tell=tell or _to_stderr)


def _to_stderr(words: str) -> None:
    sys.stderr.write("".join(char for char in words if char.isprintable()) + "\n")


def _user_agent(contact: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        name = f"geomap/{version('geomap-itinerary')}"
    except PackageNotFoundError:  # a checkout that is not installed
        name = "geomap"
    return f"{name} ({contact})" if contact else name
