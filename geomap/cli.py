"""The command line: parse, call, print; no logic."""

import os
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from geomap import cli_online, cli_readers
from geomap.cli_online import Contact, NoCache, Online
from geomap.cli_readers import DryRun, Fallback, Jobs, Reader, Record, Refresh, Replay, Traveller, opened, say
from geomap.errors import GeomapError
from geomap.plugins import BUILT_IN, FAST

if TYPE_CHECKING:
    from geomap.lines import Line
    from geomap.model import Place
    from geomap.render.tiles import Tiles

app = typer.Typer(
    name="geomap",
    help="From a news article about a trip to its route on a map that can be published.",
    epilog="Examples:\n\n  geomap map article.txt --date 2024-06-17\n\n  geomap stops article.html --format csv\n\n"
    "  geomap geocode Vostochny",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


class ListFormat(StrEnum):
    """How a list is printed."""

    table = "table"
    json = "json"


class StopsFormat(StrEnum):
    """How stops are printed; each is an exporter's name."""

    table = "table"
    json = "json"
    csv = "csv"
    geojson = "geojson"


class Borders(StrEnum):
    """Whose borders a map shows."""

    un = "un"
    de_facto = "de-facto"


#: How a command ends that was stopped with Ctrl-C.
_INTERRUPTED = 130
_MAKE, _LOOK = "Make a map", "Look at what geomap reads"

Input = Annotated[str, typer.Argument(metavar="INPUT", help="Article (text, HTML), our JSON; - for stdin.")]
OptionalInput = Annotated[
    str | None, typer.Argument(metavar="INPUT", help="Article (text, HTML), our JSON; - for stdin.")
]
Title = Annotated[str | None, typer.Option(help="The headline, if it has none.")]
Date = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Date of publication, likewise.")]
Lang = Annotated[str | None, typer.Option(metavar="en", help="Insist that the text is English.")]
Everything = Annotated[bool, typer.Option("--all", help="Count doubtful stops as stops.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if something is amiss.")]
Processes = Annotated[
    int | None, typer.Option("--jobs", min=1, max=64, help="Processes for --jsonl; default: all cores.")
]
Near = Annotated[str | None, typer.Option(metavar="PLACE", help="Where the paper is at home.")]
Jsonl = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="JSON lines in, JSON lines out; - for stdin."),
]


def main() -> NoReturn:
    """Run the command line; a GeomapError becomes a message and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:  # whoever stops a run does not wait for answers on their way
            sys.stdout.flush()
            os._exit(_INTERRUPTED)
        raise
    except GeomapError as error:
        say(f"geomap: {error.message}")
        if error.hint:
            say(f"        {error.hint}")
        sys.exit(1)
    except OSError as error:  # a full disk behind standard output
        say(f"geomap: {error.filename or 'standard output'} can't be written: {error.strerror or error}.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python can flush what is left
        sys.exit(1)
    sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        from geomap import __version__

        typer.echo(f"geomap {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command("map", rich_help_panel=_MAKE, epilog="Example: geomap map article.txt -o map.html --date 2024-06-17")
def map_(
    source: Input,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PAGE.html", help="Default: output/<title>.html.")
    ] = None,
    title: Title = None,
    date: Date = None,
    credit: Annotated[str | None, typer.Option(help="Who wrote it, for the line below.")] = None,
    source_url: Annotated[str | None, typer.Option(metavar="URL", help="Where it stands, for a link.")] = None,
    borders: Annotated[
        Borders, typer.Option(help="Borders near the UN's, or as controlled on the ground.")
    ] = Borders.un,
    tiles: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Tiles over the built-in map, by their name in xyzservices (OpenTopoMap); key in GEOMAP_TILES_KEY.",
        ),
    ] = None,
    lang: Lang = None,
    near: Near = None,
    everything: Everything = False,
    traveller: Traveller = None,
    strict: Strict = False,
    reader: Reader = BUILT_IN,
    refresh: Refresh = False,
    record: Record = None,
    replay: Replay = None,
    fallback: Fallback = False,
    dry_run: DryRun = False,
    online: Online = None,
    contact: Contact = None,
    no_cache: NoCache = False,
) -> None:
    """Draw the route of an article or itinerary as one HTML page.

    Prints the stops, the page's place and size, and the iframe line to paste; doubts go to standard error.
    """
    from urllib.parse import quote

    from geomap.export import printable, to_table
    from geomap.pipeline import make
    from geomap.render.disputes import disputes
    from geomap.render.embed import iframe_line

    if str(output) == "-":
        raise typer.BadParameter("A page is a file: give its name, such as map.html.", param_hint="--output")
    chosen = opened(reader, refresh=refresh, record=record, replay=replay, fallback=fallback)
    if dry_run:
        cli_readers.preview(chosen, _path(source), title=title, date=date, lang=lang)
        return
    service = cli_online.opened(online, contact=contact, no_cache=no_cache)
    under = None if tiles is None else _tiles(tiles)
    published = make(
        _path(source), output, title=title, date=date, lang=lang, credit=credit, source_url=source_url,
        everything=everything, near=near, borders=borders.value, tiles=under, reader=chosen, traveller=traveller,
        online=service,
    )  # fmt: skip
    itinerary = published.itinerary
    typer.echo(f"{printable(itinerary.title)}\n\n{to_table(itinerary)}")
    size = _size(published.path)
    frame = iframe_line(itinerary.title, url=quote(published.path.name))
    typer.echo(f"{published.path}  {size}\n\nTo embed it, paste this, or what `geomap embed` prints:\n{frame}")
    cli_readers.say_doubts(itinerary)
    cli_readers.say_spent(chosen)
    if areas := disputes(itinerary):
        say(f"disputed, in view: {', '.join(areas)} (borders: {borders.value})")
    _finish(strict and any(stop.place is None for stop in itinerary.stops))


@app.command(rich_help_panel=_LOOK, epilog="Example: geomap stops article.txt --format json")
def stops(
    source: OptionalInput = None,
    format_: Annotated[
        StopsFormat, typer.Option("--format", "-f", metavar="NAME", help="table, json, csv or geojson.")
    ] = StopsFormat.table,
    title: Title = None,
    date: Date = None,
    lang: Lang = None,
    near: Near = None,
    everything: Everything = False,
    traveller: Traveller = None,
    jsonl: Jsonl = None,
    strict: Strict = False,
    reader: Reader = BUILT_IN,
    refresh: Refresh = False,
    record: Record = None,
    replay: Replay = None,
    fallback: Fallback = False,
    dry_run: DryRun = False,
    jobs: Jobs = 4,
    online: Online = None,
    contact: Contact = None,
    no_cache: NoCache = False,
) -> None:
    """List the stops of a trip in travel order: place, status, time, evidence."""
    from geomap.export import exporter, stop_fields
    from geomap.pipeline import trace

    chosen = opened(reader, refresh=refresh, record=record, replay=replay, fallback=fallback)
    service = cli_online.opened(online, contact=contact, no_cache=no_cache)
    read = partial(trace, everything=everything, near=near, reader=chosen, online=service)
    if jsonl is not None:
        _no_input_beside(jsonl, source)

        def answer(line: "Line") -> Mapping[str, object]:
            document = line.document(lang=lang)
            if dry_run:
                return {"requests": cli_readers.requests(chosen, document)}
            itinerary = read(document, traveller=line.text("traveller") or traveller)
            return {
                "stops": [stop_fields(stop) for stop in itinerary.stops],
                "doubtful": [stop_fields(stop) for stop in itinerary.doubtful],
                **({"notes": list(itinerary.notes)} if reader not in {BUILT_IN, FAST} or service else {}),
            }

        try:
            _each_line(jsonl, "id", answer, strict=strict, jobs=1 if reader in {BUILT_IN, FAST} else jobs)
        finally:
            cli_readers.say_spent(chosen)
        return
    if dry_run:
        cli_readers.preview(chosen, _path(_needed(source)), title=title, date=date, lang=lang)
        return
    export = exporter(format_)
    itinerary = read(_path(_needed(source)), title=title, date=date, lang=lang, traveller=traveller)
    typer.echo(export(itinerary), nl=False)
    cli_readers.say_doubts(itinerary)
    cli_readers.say_spent(chosen)
    _finish(strict and any(stop.place is None for stop in itinerary.stops))


@app.command(rich_help_panel=_LOOK, epilog="Example: geomap toponyms article.txt")
def toponyms(
    source: OptionalInput = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print it.")] = ListFormat.table,
    near: Near = None,
    fast: Annotated[bool, typer.Option("--fast", help="Without the English model: finds less, in no time.")] = False,
    lang: Lang = None,
    jsonl: Jsonl = None,
    jobs: Processes = None,
    strict: Strict = False,
) -> None:
    """List every place name of a text, with its offsets and its place.

    What is in doubt goes to standard error.
    """
    if jsonl is not None:
        from geomap.lines import toponyms_of, worthwhile

        _no_input_beside(jsonl, source)
        _each_line(
            jsonl, "doc_id", partial(toponyms_of, lang=lang, near=near, fast=fast), strict=strict,
            empty={"toponyms": []}, jobs=jobs or worthwhile(jsonl, start_bytes=1_000_000 if fast else 100_000),
            processes=True,
        )  # fmt: skip
        return
    from geomap.export import columns, toponym_fields
    from geomap.pipeline import toponyms as find

    found = find(_path(_needed(source)), lang=lang, near=near, fast=fast)
    if format_ is ListFormat.json:
        _json({"toponyms": [toponym_fields(toponym) for toponym in found]})
    else:
        typer.echo(
            columns(
                [
                    (
                        f"{one.mention.start}–{one.mention.end}",
                        one.mention.text,
                        one.kind,
                        one.use,
                        _sureness(one.confidence),
                        _where(one.place) if one.place else "not placed",
                    )
                    for one in found
                ]
            ),
            nl=False,
        )
    for doubt in dict.fromkeys(doubt for one in found for doubt in one.doubts):
        say(f"check: {doubt}")
    _finish(strict and any(one.place is None for one in found))


@app.command(rich_help_panel=_LOOK, epilog='Example: geomap geocode "Kim Il Sung Square" Vostochny')
def geocode(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Names of places.")] = None,
    within: Annotated[
        str | None, typer.Option(metavar="PLACE", help="The city, region or country that holds them.")
    ] = None,
    near: Near = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Candidates shown for each name.")] = 5,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each term adds to a candidate.")] = False,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print it.")] = ListFormat.table,
    jsonl: Jsonl = None,
    strict: Strict = False,
    online: Online = None,
    contact: Contact = None,
    no_cache: NoCache = False,
) -> None:
    """List the places that a name may mean, best first, with scores and reasons."""
    from geomap.export import candidate_fields

    candidates = cli_online.candidates(cli_online.opened(online, contact=contact, no_cache=no_cache))
    at_home = () if near is None else (near,)
    if jsonl is not None:
        _no_input_beside(jsonl, names[0] if names else None)

        def answer(line: "Line") -> Mapping[str, object]:
            from geomap.errors import InputError

            query = line.text("query")
            if query is None or not query.strip():
                raise InputError('there is no "query".')
            found = candidates(query, within=line.text("within"), context=(*line.texts("context"), *at_home), limit=1)
            best = candidate_fields(found[0]) if found else {}
            shown = ("name", "lat", "lon", "precision", "score", *(("source",) if online else ()))
            return {key: best.get(key) for key in shown}

        _each_line(jsonl, "id", answer, strict=strict)
        return
    asked = names or [_needed(None)]
    results = {name: candidates(name, within=within, context=at_home, limit=limit) for name in asked}
    if format_ is ListFormat.json:
        _json({name: [candidate_fields(one, terms=explain) for one in found] for name, found in results.items()})
    else:
        for name, found in results.items():
            typer.echo(name)
            for rank, one in enumerate(found, 1):
                typer.echo(f"  {rank}. {_where(one.place)}  {one.score:.2f}\n     {'; '.join(one.reasons)}")
                if explain:
                    typer.echo("     " + "  ".join(f"{term} {worth:+.2f}" for term, worth in one.terms))
            if not found:
                typer.echo("  nobody knows it" if online else "  no gazetteer knows it")
    _finish(strict and not all(results.values()))


app.command(rich_help_panel=_LOOK, epilog="Example: geomap evaluate gold.jsonl --reader llm --articles")(
    cli_readers.evaluate
)
app.command(rich_help_panel=_LOOK, epilog="Example: geomap readers")(cli_readers.readers)
app.command(rich_help_panel=_LOOK, epilog="Example: geomap services")(cli_online.services)


gazetteer = typer.Typer(
    help="What the gazetteer is made of.", epilog="Example: geomap gazetteer info", no_args_is_help=True
)
app.add_typer(gazetteer, name="gazetteer", rich_help_panel=_LOOK)


@gazetteer.command(epilog="Example: geomap gazetteer info")
def info(
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print it.")] = ListFormat.table,
) -> None:
    """Say what is inside: places by source, with licences and whom to credit."""
    from dataclasses import asdict

    from geomap.export import columns
    from geomap.gazetteer import open_index
    from geomap.gazetteer.credits import sources

    counts = open_index().counts()
    found = sorted(((source, counts.get(source.name, 0)) for source in sources()), key=lambda pair: -pair[1])
    places = sum(count for _, count in found)
    if format_ is ListFormat.json:
        _json({"places": places, "sources": [asdict(source) | {"places": count} for source, count in found]})
        return
    rows = [(f"{count:,}", one.name, one.licence, one.gives, one.credit, one.url) for one, count in found]
    typer.echo(columns([*rows, (f"{places:,}", "in all", "", "", "", "")]), nl=False)


@app.command(rich_help_panel=_MAKE, epilog="Example: geomap embed output/map.html --url https://example.org/map.html")
def embed(
    page: Annotated[Path, typer.Argument(metavar="PAGE.html", help="A page that geomap wrote.")],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where readers will find the page; default its file name.")
    ] = None,
) -> None:
    """Print the iframe for a page, with the few lines that fit its height to the map."""
    from geomap.render.embed import embed_html

    typer.echo(embed_html(page, url=url), nl=False)


def _path(source: str) -> str | Path:
    """Give what was typed as a path: on the command line an INPUT is never the text itself."""
    return source if source == "-" else Path(source)


def _needed(source: str | None) -> str:
    if source is None:
        raise typer.BadParameter("Give an INPUT, or --jsonl FILE.")
    return source


def _no_input_beside(jsonl: Path, source: str | None) -> None:
    if source is not None:
        raise typer.BadParameter(f"Give either an INPUT or --jsonl {jsonl}, not both.")


def _json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _each_line(
    jsonl: Path,
    key: str,
    answer: "Callable[[Line], Mapping[str, object]]",
    *,
    strict: bool,
    empty: Mapping[str, object] | None = None,
    jobs: int = 1,
    processes: bool = False,
) -> None:
    from geomap.lines import answer_lines, read_lines

    bad = 0
    with cli_readers.progress(jsonl) as told:
        lines = read_lines(jsonl)
        for result, good in answer_lines(lines, answer, key=key, empty=empty, jobs=jobs, processes=processes):
            typer.echo(result)
            told()
            bad += not good
    if bad:
        say(f"geomap: {bad} bad line{'s' if bad > 1 else ''}; each has its error in its place.")
    _finish(strict and bad > 0)


def _tiles(name: str) -> "Tiles":
    """Find the tiles, and say what speaks against them before a reader meets it."""
    from geomap.render.tiles import find_tiles

    tiles = find_tiles(name)
    for caution in tiles.cautions:
        say(f"tiles {tiles.name}: {caution}")
    return tiles


def _sureness(confidence: float | None) -> str:
    """Give a place's confidence in a word."""
    from geomap.geocode.rank import SURE

    if confidence is None:
        return ""
    return "sure" if confidence >= SURE else "likely" if confidence >= 0.75 else "doubtful"


def _where(place: "Place") -> str:
    """Give a place in one line."""
    return f"{place.address}  {place.point.lat:.4f}, {place.point.lon:.4f}  {place.source}"


def _size(path: Path) -> str:
    import gzip

    data = path.read_bytes()
    return f"{len(data) / 1000:.0f} kB, {len(gzip.compress(data, 6)) / 1000:.0f} kB as sent (gzip)"


def _finish(unplaced: bool) -> None:
    if unplaced:
        raise typer.Exit(3)
