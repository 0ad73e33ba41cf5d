"""JSON Lines in, JSON Lines out: one result for each line, a bad line answered in its place."""

import json
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from geomap.errors import GeomapError, InputError
from geomap.model import Document
from geomap.read.itinerary import is_iso_date

_T = TypeVar("_T")
_R = TypeVar("_R")

_KEYS = ("id", "doc_id")
#: Lines that a process is given at a time; processes that a file gets at most, each with the English model in memory.
_BATCH = 16
_MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input, read as a JSON object.

    Parameters
    ----------
    number
        From 1.
    keys
        The line's identifier under the names that it came with.
    fields
        The whole object; None where the line holds none.
    problem
        What is wrong with the line, or None.
    """

    number: int
    keys: Mapping[str, object]
    fields: Mapping[str, Any]
    problem: str | None = None

    def text(self, name: str) -> str | None:
        """Give a text field, None where it is absent or null.

        Raises
        ------
        InputError
            If it is something else.
        """
        value = self.fields.get(name)
        if value is None or isinstance(value, str):
            return value
        raise InputError(f'"{name}" is not a text.', value=value)

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a field that holds a text or a list of texts; empty where it is absent or null.

        Raises
        ------
        InputError
            If it is something else.
        """
        value = self.fields.get(name)
        values = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise InputError(f'"{name}" is neither a text nor a list of texts.', value=value)
        return tuple(values)

    def document(self, *, lang: str | None = None) -> Document:
        """Give the article on this line; of a date with a time the day is taken, one not in ISO 8601 counts as absent.

        Raises
        ------
        InputError
            If there is no text, or if it is not English and `lang` does not insist.
        """
        from geomap.language import check_english

        text, title, date = self.text("text"), self.text("title"), self.text("date")
        if text is None:
            raise InputError('there is no "text".')
        if not text.strip():
            raise InputError('the "text" is empty.')
        _encodable(text)
        _encodable(title or "")
        if lang is None:
            check_english(text)
        return Document(text=text, title=title, date=_day(date))


def read_lines(path: Path) -> Iterator[Line]:
    """Read the lines of a file, or of standard input for "-", one at a time.

    Raises
    ------
    InputError
        If the file can't be opened.
    """
    if str(path) == "-":
        yield from _lines(sys.stdin.buffer)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(
            f"{path} can't be read: {error.strerror or error}.", value=str(path), hint="Give a file of JSON lines."
        ) from error
    with file:
        yield from _lines(file)


def answer_lines(
    lines: Iterable[Line],
    answer: Callable[[Line], Mapping[str, object]],
    *,
    key: str,
    empty: Mapping[str, object] | None = None,
    jobs: int = 1,
    processes: bool = False,
) -> Iterator[tuple[str, bool]]:
    """Answer each line.

    Parameters
    ----------
    lines
        The input.
    answer
        Gives a line's result, or raises a GeomapError.
    key
        The identifier's name in the output; the name that it came with stays too.
    empty
        What a bad line's result holds beside its error.
    jobs
        How many lines are answered at a time; `answer` is then called from several threads.
    processes
        Whether from several processes instead; `answer` can then be pickled.

    Yields
    ------
    tuple
        The JSON of the result, and whether the line was good.
    """
    one = partial(_answered, answer=answer, key=key, empty=empty or {})
    yield from in_order(one, lines, jobs=jobs, processes=processes)


def _answered(
    line: Line, *, answer: Callable[[Line], Mapping[str, object]], key: str, empty: Mapping[str, object]
) -> tuple[str, bool]:
    keys = {**line.keys, **({} if key in line.keys else {key: next(iter(line.keys.values()), None)})}
    try:
        if line.problem:
            raise InputError(line.problem)
        result, good = {**keys, **answer(line)}, True
    except GeomapError as error:
        result, good = {**(line.keys or keys), "line": line.number, "error": error.message, **empty}, False
    return json.dumps(result, ensure_ascii=False), good


def toponyms_of(line: Line, *, lang: str | None, near: str | None, fast: bool) -> Mapping[str, object]:
    """Answer a line with its text's place names, as `geomap.pipeline.toponyms` gives them."""
    from geomap.export import toponym_fields
    from geomap.pipeline import toponyms

    return {"toponyms": [toponym_fields(one) for one in toponyms(line.document(lang=lang), near=near, fast=fast)]}


def worthwhile(path: Path, *, start_bytes: int) -> int:
    """Give how many processes a file of lines is worth: one for each core, if there is enough for each.

    Parameters
    ----------
    path
        The file; a stream is answered as it comes, by one process.
    start_bytes
        About how much text is answered while one process starts.
    """
    size = path.stat().st_size if path.is_file() else 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _MOST_PROCESSES, size // start_bytes))


def in_order(
    work: Callable[[_T], _R], items: Iterable[_T], *, jobs: int, processes: bool = False
) -> Generator[_R, None, None]:
    """Yield what a function gives for each item, in the items' order, with so many at work at a time.

    Few items wait and few results, however many there are.

    Examples
    --------
    >>> list(in_order(abs, [-3, 2, -1], jobs=2))
    [3, 2, 1]
    """
    if jobs == 1:
        yield from map(work, items)
        return
    pool = _processes(jobs) if processes else ThreadPoolExecutor(jobs)
    waiting = iter(items)
    pending: deque[Future[list[_R]]] = deque()
    try:
        while batch := list(islice(waiting, _BATCH if processes else 1)):
            pending.append(pool.submit(_each, work, batch))
            if len(pending) >= 2 * jobs:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    finally:  # where nobody wants the rest, nobody waits for it
        pool.shutdown(wait=False, cancel_futures=True)


def _each(work: Callable[[_T], _R], items: list[_T]) -> list[_R]:
    return [work(item) for item in items]


def _processes(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_serve)


def _serve() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:  # on Windows it stays so, and the process ends with its work
        time.sleep(1)
    os._exit(1)


def _lines(file: BinaryIO) -> Iterator[Line]:
    for number, raw in enumerate(file, 1):
        try:
            value = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
        except UnicodeDecodeError:
            yield Line(number, {}, {}, "the line is not in UTF-8.")
        except (ValueError, RecursionError):
            yield Line(number, {}, {}, "the line is not valid JSON." if raw.strip() else "the line is empty.")
        else:
            if isinstance(value, dict):
                yield Line(number, {name: value[name] for name in _KEYS if name in value}, value)
            else:
                yield Line(number, {}, {}, "the line is not a JSON object.")


def _refuse(constant: str) -> None:
    """NaN and Infinity are Python's, not JSON."""
    raise ValueError(constant)


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise ValueError(number)
    return value


def _day(date: str | None) -> str | None:
    """Give the day of an ISO 8601 date, with or without a time."""
    return date[:10] if date and is_iso_date(date[:10]) and date[10:11] in {"", "T", " "} else None


def _encodable(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"half a character (a lone surrogate) stands at {error.start}.") from error
