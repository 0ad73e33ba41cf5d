"""The whole line in one place: read → extract → geocode → route → render → publish."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import Borders, Document, Itinerary, Stop, Toponym
from geomap.plugins import BUILT_IN, FollowingReader, Reader, open_reader
from geomap.publish import slug, write_text
from geomap.read.itinerary import is_iso_date, is_itinerary, parse_itinerary
from geomap.route import route

if TYPE_CHECKING:
    from geomap.geocode.services import Service
    from geomap.render.tiles import Tiles


@dataclass(frozen=True, slots=True)
class Published:
    """A page that was written, and the itinerary that it shows."""

    path: Path
    itinerary: Itinerary


def trace(
    source: str | Path | Document | Itinerary,
    *,
    title: str | None = None,
    date: str | None = None,
    lang: str | None = None,
    everything: bool = False,
    near: str | None = None,
    reader: str | Reader = BUILT_IN,
    traveller: str | None = None,
    online: "str | Service | None" = None,
) -> Itinerary:
    """Give the visit route of an article or of an itinerary file.

    Parameters
    ----------
    source
        The article's text, a path (text, HTML, or our own JSON), `"-"` for standard input, a `Document`, or an
        `Itinerary` whose stops are still to be placed (one from `from_frame`). A string of one line that names an
        existing file, or ends like a file name, is a path.
    title, date
        The headline and the ISO 8601 date of publication, where the input does not carry them. Without a headline
        the first stops name the itinerary.
    lang
        `"en"` insists that the text is English.
    everything
        Whether doubtful stops count as stops.
    near
        Where the paper is at home ("Ohio"), if that is known: it helps to choose between namesakes.
    reader
        Who reads an article: the name of a plug-in (`geomap readers` lists them), or a `geomap.plugins.Reader`.
    traveller
        Whose trip, by parts of the name, titles and roles ("Xi Jinping", "the pope"), case and accents aside; that of
        the one whom the article follows foremost if None.
    online
        The service that is asked for what the gazetteer can't place well: its name (`geomap services` lists them),
        name and address (`"nominatim=https://geo.example.org"`), or a `geomap.geocode.services.Service`. If it
        fails, the itinerary's notes say so.

    Raises
    ------
    InputError
        If the input can't be read, or is not English, or if `near` is no place that the gazetteer has, or if the
        traveller is nobody in the text, could be several, or can't be chosen with this reader or input.
    UnknownPlugin
        If there is no reader or service of that name.
    ServiceError
        If the reader asks a service, and that fails.

    Examples
    --------
    >>> trace("The minister flew to Hanoi on Monday.").stops[0].place.country
    'VN'
    """
    itinerary = _read(source, title=title, date=date, lang=lang, reader=reader, traveller=traveller)
    if everything:
        itinerary = _with_doubtful(itinerary)
    if any(stop.place is None and stop.reason is None for stop in itinerary.stops + itinerary.doubtful):
        from geomap.geocode import geocode

        itinerary = geocode(itinerary, near=near)
    return route(itinerary if online is None else _asked_online(itinerary, online))


def make(
    source: str | Path | Document | Itinerary,
    page: str | Path | None = None,
    *,
    title: str | None = None,
    date: str | None = None,
    lang: str | None = None,
    credit: str | None = None,
    source_url: str | None = None,
    everything: bool = False,
    borders: Borders = "un",
    tiles: "str | Tiles | None" = None,
    near: str | None = None,
    reader: str | Reader = BUILT_IN,
    traveller: str | None = None,
    online: "str | Service | None" = None,
) -> Published:
    """Write the page of an article or of an itinerary file.

    Parameters
    ----------
    source, title, date, lang, everything, near, reader, traveller, online
        As in `trace`.
    page
        Where to; `output/<title>.html` if None, or the first places where the title is not in Latin letters.
    credit, source_url
        Shown under the map: who wrote the article, and where it stands (http or https).
    borders
        Whose borders the basemap shows: `"un"` or `"de-facto"`.
    tiles
        A provider's tiles over the basemap: by name, as xyzservices has it, or your own.

    Raises
    ------
    InputError
        As in `trace`, and if the text holds no trip, or if there are no such tiles; nothing is written then.
    PublishError
        If the page can't be written.
    """
    itinerary = trace(
        source, title=title, date=date, lang=lang, everything=everything, near=near, reader=reader,
        traveller=traveller, online=online,
    )  # fmt: skip
    if source_url is not None and not source_url.startswith(("https://", "http://")):
        raise InputError(f"{source_url!r} is not a web address.", value=source_url, hint="Begin it with https://.")
    itinerary = replace(itinerary, credit=credit or itinerary.credit, source_url=source_url or itinerary.source_url)
    if not itinerary.stops:
        raise InputError(
            "There is no trip in this text: nobody in it visits a place, so there is nothing to map."
            if traveller is None
            else f"The text does not say that {traveller!r} visits a place, so there is nothing to map.",
            value=str(source)[:80],
            hint="`geomap stops` lists what was doubtful; `--all` maps that too."
            if itinerary.doubtful
            else "`geomap toponyms` lists the places that it names.",
        )
    if not itinerary.placed:
        raise InputError(
            f"None of the {len(itinerary.stops)} stops could be placed, so there is nothing to map.",
            value=str(source)[:80],
            hint="`geomap stops` says why; add lat and lon to its JSON and map that.",
        )
    path = Path(page) if page is not None else Path("output") / f"{_file_name(itinerary)}.html"
    return Published(write_text(path, itinerary.to_html(borders=borders, tiles=tiles)), itinerary)


def toponyms(
    source: str | Path | Document, *, lang: str | None = None, near: str | None = None, fast: bool = False
) -> tuple[Toponym, ...]:
    """Give every place name of a text, in text order, each with the place that it means (None if unknown).

    Parameters
    ----------
    source
        As of `trace`, an article.
    lang
        `"en"` insists that the text is English.
    near
        Where the paper is at home ("Ohio"), if that is known.
    fast
        Without the English model: an article in a millisecond or two, and less found; `near` counts for nothing.

    Raises
    ------
    InputError
        If the input can't be read, or is not English.

    Examples
    --------
    >>> [(one.mention.text, one.place.country) for one in toponyms("The minister flew to Hanoi on Monday.")]
    [('Hanoi', 'VN')]
    """
    from geomap.extract.recognition import recognise
    from geomap.geocode import resolve

    document = document_of(source, lang=lang)
    if fast:
        from geomap.geocode.quick import recognise_quickly

        return recognise_quickly(document)
    return resolve(recognise(document), document, near=near)


def _read(
    source: str | Path | Document | Itinerary,
    *,
    title: str | None,
    date: str | None,
    lang: str | None,
    reader: str | Reader,
    traveller: str | None,
) -> Itinerary:
    """Read an itinerary as it is, or the itinerary out of an article."""
    if isinstance(source, Document):
        date = date or source.date
    if date is not None and not is_iso_date(date):
        raise InputError(f"The date {date!r} is not understood.", value=date, hint="Write it like 2024-06-17.")
    if isinstance(source, Itinerary):
        _not_chosen(traveller)
        return replace(source, title=title or source.title, date=date or source.date)
    data = _data(source)
    if not isinstance(data, Document) and is_itinerary(data):
        _not_chosen(traveller)
        given = parse_itinerary(data, source=_name(source))
        return replace(given, title=title or given.title, date=date or given.date)
    chosen = open_reader(reader) if isinstance(reader, str) else reader
    document = document_of(source, data, title=title, date=date, lang=lang)
    found = chosen.read(document) if traveller is None else _following(chosen).read_trip_of(traveller, document)
    return found if found.title else replace(found, title=_title_of(found.stops))


def _following(reader: Reader) -> FollowingReader:
    if isinstance(reader, FollowingReader):
        return reader
    raise InputError("This reader can't be asked for a traveller.", hint=f"Take the reader {BUILT_IN!r}.")


def _not_chosen(traveller: str | None) -> None:
    if traveller is not None:
        raise InputError(
            f"An itinerary is one traveller's already; {traveller!r} can't be chosen in it.",
            value=traveller,
            hint="Give the article.",
        )


def _asked_online(itinerary: Itinerary, online: "str | Service") -> Itinerary:
    from geomap.geocode.online import place_online
    from geomap.geocode.services import open_service

    return place_online(itinerary, open_service(online) if isinstance(online, str) else online)


def _file_name(itinerary: Itinerary) -> str:
    """Name a page by its title; by its first places where the title has no Latin letters."""
    places = " ".join(stop.place.name for stop in itinerary.placed[:3] if stop.place)
    return slug(itinerary.title, fallback="") or slug(places)


def _title_of(stops: tuple[Stop, ...]) -> str:
    """Name an itinerary without a headline by its first three stops."""
    names = list(dict.fromkeys(stop.name for stop in stops))
    return ", ".join(names[:3]) + (" …" if names[3:] else "") if names else "Itinerary"


def document_of(
    source: str | Path | Document,
    data: "bytes | str | Document | None" = None,
    *,
    title: str | None = None,
    date: str | None = None,
    lang: str | None = None,
) -> Document:
    """Give the article that a source is, as a reader gets it; `data` is its content, where that was read before."""
    data = _data(source) if data is None else data
    if isinstance(data, Document):
        return replace(data, title=title or data.title, date=date or data.date)
    from geomap.read.article import parse_article

    return parse_article(data, source=_name(source) or None, title=title, date=date, lang=lang)


def _data(source: str | Path | Document) -> "bytes | str | Document":
    if isinstance(source, Document):
        return source
    if not _is_path(source):
        return str(source)
    from geomap.read.article import read_source

    return read_source(source)


def _name(source: str | Path | Document) -> str:
    return str(source) if not isinstance(source, Document) and _is_path(source) else ""


def _is_path(source: str | Path) -> bool:
    if isinstance(source, Path) or source == "-":
        return True
    if "\n" in source or len(source) > 1000:
        return False
    return Path(source).suffix.lower() in {".txt", ".html", ".htm", ".json", ".md"} or _exists(source)


def _exists(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False


def _with_doubtful(itinerary: Itinerary) -> Itinerary:
    """Move the doubtful stops among the others, each where its order number puts it."""
    stops: tuple[Stop, ...] = tuple(
        sorted(itinerary.stops + itinerary.doubtful, key=lambda stop: (stop.journey, stop.order))
    )
    return replace(itinerary, stops=stops, doubtful=())
