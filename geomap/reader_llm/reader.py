"""The reader: ask, verify, ask once more, compare with the built-in reader."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geomap.errors import ServiceError
from geomap.evidence import Evidence
from geomap.extract import extract
from geomap.gazetteer import fold
from geomap.model import Document, Itinerary, Stop
from geomap.plugins import ReaderOptions
from geomap.reader_llm.addressed import addressed, cut, without
from geomap.reader_llm.answers import Answer, Answers
from geomap.reader_llm.claims import BadAnswer, Claims, plain, read_claims
from geomap.reader_llm.compare import built_in_first, compare
from geomap.reader_llm.consent import make_sure
from geomap.reader_llm.endpoint import Endpoint
from geomap.reader_llm.question import PROMPT_VERSION, Messages, first_question, parts, second_question
from geomap.reader_llm.settings import Settings
from geomap.reader_llm.verify import Problem, Span, Verified, ordered, verify

_TAMPERED = "The article holds text that addresses a machine, so only what the built-in reader sees is drawn."


class LanguageModelReader:
    """Reads with a language model; see `geomap.plugins.AskingReader`.

    Parameters
    ----------
    settings
        Which model, where, within which limits.
    answers
        What was answered before.
    options
        What the person wants.
    """

    def __init__(self, settings: Settings, answers: Answers, options: ReaderOptions) -> None:
        self._settings = settings
        self._answers = answers
        self._options = options
        self._endpoint = Endpoint(settings)
        self._tally = _Tally()
        self._parsing = threading.Lock()

    def read(self, document: Document) -> Itinerary:
        """Read an article; what the model claims and the text does not bear out stands in `notes`.

        Raises
        ------
        ServiceError
            If the endpoint gives no usable answer, and there is to be no fallback.
        InputError
            If the text may not be sent, a replayed record lacks it, or it is too long for the built-in reader.
        """
        closed = addressed(document.text)
        with self._parsing:  # the parser is not made for threads
            built_in = _by_extract(document, closed)
        try:
            model = self._by_model(document, closed)
        except ServiceError as error:
            if not self._options.fallback:
                raise
            return replace(built_in, notes=(f"{error.message} This is the built-in reader's view.",))
        if closed:
            return built_in_first(built_in, model, because=_TAMPERED)
        return compare(model, built_in)

    def requests(self, document: Document) -> tuple[Mapping[str, object], ...]:
        """Give what would be sent first, and where."""
        asked = self._questions(document, addressed(document.text))
        return tuple({"url": self._endpoint.url, "body": self._endpoint.body(messages)} for messages in asked)

    def spent(self) -> str:
        """Say how often the model was asked, and what it took."""
        return self._tally.words(self._settings)

    def _questions(self, document: Document, closed: Sequence[Span]) -> list[Messages]:
        text = without(document.text, closed)
        if not text:
            return []
        return [first_question(document, part) for part in parts(text, self._settings.window)]

    def _by_model(self, document: Document, closed: Sequence[Span]) -> Itinerary:
        readings = [self._verified(messages, document, closed) for messages in self._questions(document, closed)]
        merged = _merged([reading for reading, _ in readings])
        notes = [f"Left out, for the text does not bear it out: {problem}." for _, lost in readings for problem in lost]
        if len(readings) > 1:
            notes.append(
                f"The article was read in {len(readings)} parts; check the order of stops from different parts."
            )
        if closed:
            notes.append("Left out of the reading, for it seems to address a machine: " + _shown(document.text, closed))
        return Itinerary(
            title=document.title or "",
            stops=merged.stops,
            document=document,
            date=document.date,
            traveller=merged.traveller,
            other_travellers=merged.other_travellers,
            not_visited=merged.not_visited,
            notes=tuple(dict.fromkeys(notes)),
        )

    def _verified(
        self, messages: Messages, document: Document, closed: Sequence[Span]
    ) -> tuple[Verified, tuple[Problem, ...]]:
        """Ask, and once more with what does not stand up to the text; give what still does not beside the rest."""
        first_answer = self._ask(messages)
        first, problems = self._check(first_answer.text, document, closed)
        asked = [(messages, first_answer)]
        second, again = None, problems
        if problems:
            messages = second_question(messages, first_answer.text, problems)
            second_answer = self._ask(messages)
            second, again = self._check(second_answer.text, document, closed)
            asked.append((messages, second_answer))
        chosen, lost = _better(first, second)
        if chosen is None:
            raise self._unusable(again)
        for question, answer in asked:
            self._answers.put(self._settings.model, question, answer)
        return chosen, lost

    def _check(self, text: str, document: Document, closed: Sequence[Span]) -> tuple[Verified | None, list[str]]:
        try:
            claims: Claims = read_claims(text)
        except BadAnswer as error:
            if not error.is_json:
                self._endpoint.try_another_form()
            return None, error.problems
        why = f"Read by {self._settings.model} (prompt {PROMPT_VERSION}), and found in the text."
        reading = verify(claims, document, closed=closed, why=why)
        return reading, [str(problem) for problem in reading.problems]

    def _ask(self, messages: Messages) -> Answer:
        """Give the answer that is kept, else the model's."""
        kept = self._answers.get(self._settings.model, messages)
        if kept is None:
            make_sure(self._settings, self._options.ask)
            answer = self._endpoint.ask(messages)
            self._tally.add(answer, fresh=True)
            return replace(answer, text=self._endpoint.hidden(plain(answer.text)))
        self._tally.add(kept, fresh=False)
        return kept

    def _unusable(self, problems: Sequence[str]) -> ServiceError:
        return ServiceError(
            f"The model {self._settings.model} does not answer in the form asked for: {'; '.join(problems)[:300]}.",
            value=self._settings.model,
            hint="Choose a stronger model, or add --reader-fallback.",
        )


class _Tally:
    """Counts what was asked, in all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = self._kept = self._read = self._written = 0

    def add(self, answer: Answer, *, fresh: bool) -> None:
        with self._lock:
            if not fresh:
                self._kept += 1
                return
            self._asked += 1
            self._read += answer.tokens_in
            self._written += answer.tokens_out

    def words(self, settings: Settings) -> str:
        asked = f"asked {_times(self._asked)}, {_times(self._kept)} answered from before"
        said = f"{settings.model}: {asked}; {self._read:,} tokens read, {self._written:,} written"
        if settings.price_in is None or settings.price_out is None:
            return f"{said}."
        cost = (self._read * settings.price_in + self._written * settings.price_out) / 1_000_000
        return f"{said}; {cost:.4f} {settings.currency}."


def _by_extract(document: Document, closed: Sequence[Span]) -> Itinerary:
    """Give the built-in reader's view of the article without the passages that address a machine."""
    if not closed:
        return extract(document)
    text, whole = cut(document.text, closed)

    def placed(evidence: Evidence) -> Evidence:
        start, end = whole(evidence.start), whole(evidence.end - 1) + 1
        name_start, name_end = whole(evidence.name_start), whole(evidence.name_end - 1) + 1
        return Evidence(start, end, document.text[start:end], name_start, name_end)

    def moved(stop: Stop) -> Stop:
        return replace(stop, evidence=tuple(map(placed, stop.evidence)))

    found = extract(replace(document, text=text))
    return replace(
        found,
        document=document,
        stops=tuple(map(moved, found.stops)),
        doubtful=tuple(map(moved, found.doubtful)),
        not_visited=tuple(replace(one, evidence=tuple(map(placed, one.evidence))) for one in found.not_visited),
    )


def _shown(text: str, passages: Sequence[Span]) -> str:
    """Give the beginnings of passages."""
    return "; ".join(f"“{' '.join(text[start:end].split())[:60]}…”" for start, end in passages)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _better(first: Verified | None, second: Verified | None) -> tuple[Verified | None, tuple[Problem, ...]]:
    """Choose the answer with more verified stops, the second of equals, and give what it lost or left out."""
    if second is None or (first is not None and len(second.stops) < len(first.stops)):
        return first, first.problems if first else ()
    mended = {fold(stop.name) for stop in second.stops}
    told = {problem.name for problem in second.problems}
    before = first.problems if first else ()
    left_out = (one for one in before if fold(one.name) not in mended and one.name not in told)
    return second, (*second.problems, *left_out)


def _merged(readings: Sequence[Verified]) -> Verified:
    """Join the readings of overlapping parts: a stop that an earlier part has too is one, later parts come later."""
    stops: list[Stop] = []
    for reading in readings:
        known = {(fold(stop.name), fold(stop.within or "")) for stop in stops}
        last = max((stop.order for stop in stops), default=0)
        new = [stop for stop in reading.stops if (fold(stop.name), fold(stop.within or "")) not in known]
        stops += [replace(stop, order=last + stop.order) for stop in new]
    visited = {fold(stop.name) for stop in stops}
    places = {fold(place.name): place for reading in readings for place in reversed(reading.not_visited)}
    return Verified(
        traveller=next((reading.traveller for reading in readings if reading.traveller), None),
        other_travellers=tuple(dict.fromkeys(name for reading in readings for name in reading.other_travellers)),
        stops=ordered(stops),
        not_visited=tuple(place for name, place in places.items() if name not in visited),
        problems=(),
    )
