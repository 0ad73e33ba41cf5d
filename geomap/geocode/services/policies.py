"""What each service asks of those who use it (`geomap/gazetteer/data/services.tsv`)."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from geomap.errors import UnknownPlugin
from geomap.gazetteer.sources import DATA, read_tsv


@dataclass(frozen=True, slots=True)
class Policy:
    """How a service may be used.

    Parameters
    ----------
    service
        Its name in geopy.
    source
        What people call it, as in `Place.source`.
    days
        How long its answers may be kept; 0 where it does not allow that, or we have not read that it does.
    apart_s
        Seconds between two requests to its public server, over all runs and processes.
    most
        Requests to its public server in one run.
    contact
        Whether its public server wants to know whom to write to.
    radius_m
        How far off its coordinates may be at least, in metres.
    caution
        What a desk should know before using it, as the end of a sentence; or "".
    """

    service: str
    source: str
    days: float
    apart_s: float
    most: int
    contact: bool
    radius_m: float
    caution: str


@cache
def policies() -> dict[str, Policy]:
    """Give the policies by geopy's names."""
    return {
        row["service"]: Policy(
            row["service"],
            row["source"],
            float(row["days"]),
            float(row["apart_s"]),
            int(row["most"]),
            row["contact"] == "yes",
            float(row["radius_m"]),
            row["caution"],
        )
        for row in read_tsv(DATA / "services.tsv")
    }


def policy_of(name: str) -> Policy:
    """Give the policy of the service of a name, whatever its case.

    Raises
    ------
    UnknownPlugin
        If geopy has no service of that name; the hint has the nearest.
    """
    known = policies()
    found = known.get(name.strip().lower())
    if found is None:
        near = get_close_matches(name.strip().lower(), known, n=3, cutoff=0.6)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UnknownPlugin(
            f"There is no service {name!r}.", value=name, hint=f"{meant}`geomap services` lists all {len(known)}."
        )
    return found
