"""Answers are kept: in a cache that processes share, and in files that carry a run to another machine."""

import json
import threading
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from geomap.configuration import cache_folder
from geomap.errors import InputError, PublishError
from geomap.kept import Kept
from geomap.plugins import ReaderOptions
from geomap.reader_llm.question import PROMPT_VERSION, SCHEMA_TEXT, Messages

_RECORD = "geomap_reader_record"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said to one request.

    Parameters
    ----------
    text
        JSON, as an object of the schema or at least as one object.
    tokens_in, tokens_out
        As the endpoint counts them; 0 where it doesn't.
    """

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class Answers:
    """All answers at hand, by what was asked; safe in several threads and processes.

    Parameters
    ----------
    options
        Where to record to and to replay from, and whether to leave the cache's answers aside.

    Raises
    ------
    InputError
        If the file to replay can't be read.
    """

    def __init__(self, options: ReaderOptions) -> None:
        self._refresh = options.refresh
        self._kept = Kept(cache_folder("answers"))
        self._record = options.record
        self._recorded: set[str] = set()
        self._lock = threading.Lock()
        self._replayed: dict[str, Answer] | None = None
        self.replayed_model: str | None = None
        if options.replay is not None:
            self.replayed_model, self._replayed = _read_record(options.replay)

    def get(self, model: str, messages: Messages) -> Answer | None:
        """Give the answer that is kept for a request, or None.

        Raises
        ------
        InputError
            If a record is replayed that does not hold it.
        """
        key = _key(model, messages)
        if self._replayed is not None:
            if key not in self._replayed:
                raise InputError(
                    "The record holds no answer for this text.",
                    hint="It was made with another text, title, date, prompt or geomap: record it again.",
                )
            answer = self._replayed[key]
        else:
            kept = None if self._refresh else self._cached(key)
            if kept is None:
                return None
            answer = kept
        self._write(key, model, answer)
        return answer

    def put(self, model: str, messages: Messages, answer: Answer) -> None:
        """Keep an answer."""
        key = _key(model, messages)
        if self._replayed is not None:
            return
        self._kept.put(key, json.dumps(asdict(answer), ensure_ascii=False))
        self._write(key, model, answer)

    def _cached(self, key: str) -> Answer | None:
        text = self._kept.get(key)
        try:
            return Answer(**json.loads(text)) if text is not None else None
        except (TypeError, ValueError):  # not ours, or of another version
            return None

    def _write(self, key: str, model: str, answer: Answer) -> None:
        """Add an answer to the record, which is begun anew with the first one."""
        if self._record is None:
            return
        with self._lock:
            if key in self._recorded:
                return
            head = {_RECORD: _VERSION, "model": model, "prompt": PROMPT_VERSION}
            lines = [] if self._recorded else [head]
            try:
                with self._record.open("a" if self._recorded else "w", encoding="utf-8", newline="\n") as file:
                    for line in (*lines, {"key": key, **asdict(answer)}):
                        file.write(json.dumps(line, ensure_ascii=False) + "\n")
            except OSError as error:
                raise PublishError(
                    f"{self._record} can't be written: {error.strerror or error}.", value=str(self._record)
                ) from error
            self._recorded.add(key)


def _key(model: str, messages: Messages) -> str:
    """Give the hash of all that decides an answer; where it is asked does not."""
    asked = [_VERSION, PROMPT_VERSION, SCHEMA_TEXT, model, messages]
    return sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def _read_record(path: Path) -> tuple[str, dict[str, Answer]]:
    problem = InputError(
        f"{path} is no record of answers that this geomap reads.",
        value=str(path),
        hint="Make one with --reader-record FILE.",
    )
    try:
        head, *lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        if head[_RECORD] != _VERSION or not isinstance(head["model"], str):
            raise problem
        answers = {}
        for line in lines:
            texts, numbers = (line["key"], line["text"]), (line["tokens_in"], line["tokens_out"])
            if not all(isinstance(one, str) for one in texts) or not all(isinstance(one, int) for one in numbers):
                raise problem
            answers[line["key"]] = Answer(line["text"], *numbers)
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror or error}.", value=str(path)) from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise problem from error
    return head["model"], answers
