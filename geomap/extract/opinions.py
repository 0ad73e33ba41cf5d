"""What a language model tuned on trips thinks of each mention of a place, as features beside the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from geomap.model import Status

if TYPE_CHECKING:
    from geomap.extract.toponyms import Name

STATUSES: tuple[Status, ...] = get_args(Status)
#: Thresholds are coarse, so that last digits, in which processors differ, seldom count.
_VISIT = (-4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3)
_PLACE = (-2, 0, 2)
_TEXT = (-1, 0, 1, 2)
_CHANCE = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the encoder thinks of one mention.

    Parameters
    ----------
    visit
        Log-odds of a visit.
    statuses
        The chances of each status, 0 to 1, in the order of `STATUSES`.
    """

    visit: float
    statuses: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What it thinks of a text.

    Parameters
    ----------
    of
        Of each mention, by index into the names of the text; a mention may lack one.
    of_place
        The surest log-odds of a visit among the mentions of a place, by key.
    of_text
        The surest log-odds in the text.
    """

    of: Mapping[int, Opinion]
    of_place: Mapping[str, float]
    of_text: float


def gather(names: "Sequence[Name]", of: Mapping[int, Opinion]) -> Opinions | None:
    """Put together what is thought of the mentions of a text; None without any opinion."""
    if not of:
        return None
    of_place: dict[str, float] = {}
    for n, opinion in of.items():
        key = names[n].key
        of_place[key] = max(of_place.get(key, opinion.visit), opinion.visit)
    return Opinions(of, of_place, max(of_place.values()))


def opinion_features(opinions: Opinions, n: int, key: str) -> set[str]:
    """Features of mention `n`, of the place `key`; none without an opinion of it."""
    opinion = opinions.of.get(n)
    if opinion is None:
        return set()
    found = {f"encoder visit>{cut}" for cut in _VISIT if opinion.visit > cut}
    found |= {f"encoder place>{cut}" for cut in _PLACE if opinions.of_place[key] > cut}
    found |= {f"encoder text>{cut}" for cut in _TEXT if opinions.of_text > cut}
    for status, chance in zip(STATUSES, opinion.statuses, strict=True):
        found |= {f"encoder {status}>{cut}" for cut in _CHANCE if chance > cut}
    return found
