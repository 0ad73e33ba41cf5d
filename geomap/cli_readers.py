"""The command line's options, commands and messages about readers."""

import re
import shlex
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.plugins import BUILT_IN, FAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geomap.evaluate import Scores
    from geomap.model import Document, Itinerary
    from geomap.plugins import Reader as AnyReader

Reader = Annotated[str, typer.Option(metavar="NAME", help="Who reads; see `geomap readers -h`.", show_default=False)]
Traveller = Annotated[str | None, typer.Option(metavar="NAME", help="Whose trip, if not the main one's.")]
# Told in the help of `geomap readers`, so that the others fit a screen
Refresh = Annotated[bool, typer.Option("--refresh", hidden=True)]
Record = Annotated[Path | None, typer.Option("--reader-record", metavar="FILE", hidden=True)]
Replay = Annotated[Path | None, typer.Option("--reader-replay", metavar="FILE", hidden=True)]
Fallback = Annotated[bool, typer.Option("--reader-fallback", hidden=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", hidden=True)]
Jobs = Annotated[int, typer.Option(min=1, max=64, hidden=True)]


class ScoreFormat(StrEnum):
    """How scores are printed."""

    table = "table"
    json = "json"


def say(message: str) -> None:
    """Tell people something; names of the text in it can't command their terminal."""
    from geomap.export import printable

    typer.echo("\n".join(printable(line) for line in message.split("\n")), err=True)


def opened(name: str, *, refresh: bool, record: Path | None, replay: Path | None, fallback: bool) -> "AnyReader":
    """Open a reader; it may put questions to whoever sits at the terminal."""
    from geomap.plugins import ReaderOptions, open_reader

    if refresh and replay is not None:
        raise typer.BadParameter("A replay asks nothing anew.", param_hint="--refresh")
    ask = _ask if sys.stdin.isatty() and sys.stderr.isatty() else None
    return open_reader(name, ReaderOptions(refresh, record, replay, fallback, ask))


def say_spent(reader: "AnyReader") -> None:
    """Say what a reader has asked of a service."""
    from geomap.plugins import AskingReader

    if isinstance(reader, AskingReader):
        say(reader.spent())


def say_doubts(itinerary: "Itinerary") -> None:
    """Say what an editor should check before publishing."""
    for number, stop in enumerate(itinerary.stops, 1):
        for doubt in (*((stop.reason,) if stop.reason else ()), *stop.doubts):
            say(f"check stop {number}, {stop.name}: {doubt}")
    if itinerary.doubtful:
        names = ", ".join(stop.name for stop in itinerary.doubtful)
        say(f"not drawn, for the text leaves it in doubt: {names} (--all draws them)")
    for note in itinerary.notes:
        say(f"note: {note}")
    if itinerary.other_travellers:
        others = ", ".join(itinerary.other_travellers)
        say(f"others travel too: {others} (--traveller {_typed(itinerary.other_travellers[0])} gives that trip)")


def _typed(name: str) -> str:
    """Give a name as it is typed on a command line; one from a text must not command a shell."""
    return f'"{name}"' if re.fullmatch(r"[\w .'-]+", name) else shlex.quote(name)


def preview(reader: "AnyReader", source: str | Path, *, title: str | None, date: str | None, lang: str | None) -> None:
    """Print what would be sent, and where."""
    import json

    from geomap.pipeline import document_of

    for request in requests(reader, document_of(source, title=title, date=date, lang=lang)):
        typer.echo(json.dumps(request, ensure_ascii=False, indent=1))


def requests(reader: "AnyReader", document: "Document") -> "tuple[object, ...]":
    """Give what a reader would send."""
    from geomap.plugins import AskingReader

    if not isinstance(reader, AskingReader):
        raise typer.BadParameter("This reader sends nothing.", param_hint="--dry-run")
    return reader.requests(document)


@contextmanager
def progress(lines: Path) -> "Iterator[Callable[[], None]]":
    """Show on a terminal how many lines of a file are done; gives what is to be called after each."""
    if not sys.stderr.isatty() or sys.stdout.isatty() or not lines.is_file():
        yield lambda: None
        return
    with lines.open("rb") as file:
        count = sum(1 for _ in file)
    with typer.progressbar(length=count, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)


def readers() -> None:
    """List the readers that --reader takes, and whether each is ready.

    built-in reads offline; fast is the same in half the time, and misses more stops.

    With --reader NAME, map, stops and evaluate take these options too:

    --dry-run           (map, stops) print what would be sent; send nothing
    --refresh           ask again, also where an answer is kept
    --reader-fallback   where the reader fails, take the built-in one's view
    --reader-record F   keep all answers of a run in the file F
    --reader-replay F   take all answers from such a file, and ask nobody
    --jobs N            articles asked for at a time, with --jsonl (4)
    """
    from geomap.export import columns
    from geomap.plugins import readers as every

    typer.echo(columns([(one.name, one.source, one.state) for one in every()]), nl=False)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Articles with the itineraries they should give.")],
    format_: Annotated[ScoreFormat, typer.Option("--format", "-f", help="How to print it.")] = ScoreFormat.table,
    articles: Annotated[bool, typer.Option("--articles", help="The counts of each article too.")] = False,
    reader: Reader = BUILT_IN,
    refresh: Refresh = False,
    record: Record = None,
    replay: Replay = None,
    fallback: Fallback = False,
    jobs: Jobs = 4,
) -> None:
    """Score a reader on gold itineraries (docs/reading.md)."""
    import json
    from dataclasses import asdict

    from geomap.evaluate import evaluate as score
    from geomap.evaluate import read_gold
    from geomap.lines import read_lines
    from geomap.pipeline import trace

    chosen = opened(reader, refresh=refresh, record=record, replay=replay, fallback=fallback)
    right = read_gold(read_lines(gold))

    def read(document: "Document") -> "Itinerary":
        return trace(document, reader=chosen)

    with progress(gold) as told:
        scores = score(right, read, jobs=1 if reader in {BUILT_IN, FAST} else jobs, told=told)
    if format_ is ScoreFormat.json:
        rows = {"rows": [asdict(row) for row in scores.rows]} if articles else {}
        typer.echo(json.dumps(scores.fields() | rows, ensure_ascii=False, indent=1))
    else:
        typer.echo(_table(scores, articles=articles), nl=False)
    for row in scores.rows:
        if row.error:
            say(f"geomap: {row.id} counts as read without stops: {row.error}")
    say_spent(chosen)


def _table(scores: "Scores", *, articles: bool) -> str:
    from geomap.export import columns

    rows = [
        (row.id, f"core {row.core}", f"found {row.tp}", f"false {row.fp}", f"pinned {row.tp_pinned}",
         f"status {row.status}/{row.matched}", f"tau {'–' if row.tau is None else f'{row.tau:.2f}'}")
        for row in scores.rows
    ]  # fmt: skip
    figures = [(name, "–" if value is None else str(value)) for name, value in scores.fields().items()]
    return (columns(rows) + "\n" if articles else "") + columns(figures)


def _ask(question: str) -> bool:
    return typer.confirm(question, err=True)
