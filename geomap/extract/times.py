"""When: the words of the text for a time, and their ISO date against the document's date."""

import re
from datetime import date as Date  # noqa: N812 (the model's fields are named date)
from datetime import timedelta
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import governor, mood
from geomap.model import Status, When

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_SHORT = {month[:3]: n for n, month in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|{'|'.join(_SHORT)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"(?:\s*(?:-|–|to|until|through|and)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_OTHER_MONTH = rf"(?:{_MONTH.replace('<month>', '<until>')}\s+)?"
_UNTIL = rf"(?:\s*(?:-|–|to|until|through|and)\s*{_OTHER_MONTH}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}{_UNTIL}\b{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}{_TO}\s+(?:of\s+)?{_MONTH}\b{_YEAR}", re.IGNORECASE),
)
_WEEKDAY = re.compile(
    rf"\b(?P<which>last|next|this|previous)?\s*(?P<day>{'|'.join(_DAYS)})"
    rf"(?:\s*(?:-|–|to|until|through|and)\s*(?P<last>{'|'.join(_DAYS)}))?\b",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"\b(?P<which>last|next|this)?\s*(?P<month>{'|'.join(_MONTHS)})\b{_YEAR}", re.IGNORECASE)
_BARE_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_SPAN = re.compile(r"\b(?P<which>last|next|this)\s+(?P<unit>week|month|year)\b", re.IGNORECASE)
_NUMBERS = ("a one an", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = {word: n for n, words in enumerate(_NUMBERS, 1) for word in words.split()}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBER)})"
_UNITS = {"day": 1, "week": 7}
_AGO = re.compile(rf"\b{_COUNT}\s+(?P<unit>day|week)s?\s+ago\b", re.IGNORECASE)
#: A time that counts from the one told before it.
_NEXT_DAY = re.compile(r"\b(?:next|following) (?:day|morning|afternoon|evening|night)\b", re.IGNORECASE)
_LATER = re.compile(rf"\b{_COUNT}\s+(?P<unit>day|week)s?\s+later\b", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?$")
#: "DHAKA, Jan 22 (Wire) -", where the date is that of writing.
_DATELINE = re.compile(r"^[A-Z][A-Z .'’-]+(?:, [\w .]+)?,? $")
_BEFORE = lexicon.words(
    """on in at from since during by late early until over for between around last next this earlier"""
)
#: Words that begin the next item of a list.
_NEXT = frozenset(("and", "then", "before", "but"))
#: What somebody is who is to come ("is due in Oslo on Friday").
_COMING = frozenset(("due", "bound", "set", "ready"))
_RANGE = frozenset(("-", "–", "to", "until", "through"))


def find_when(doc: "Doc", sentence: tuple[int, int], anchor: int, status: Status, published: str | None) -> When | None:
    """Find the time that belongs to a mention: the nearest date of its sentence, of its own item where it is a list.

    Parameters
    ----------
    doc
        The parsed text.
    sentence
        Token bounds of the sentence.
    anchor
        Token index of the mention.
    status
        Whether weekdays lie before or after publication.
    published
        ISO date of publication, or None.
    """
    start, end = sentence
    times = [time for time in _times(doc, start, end) if _is_time(time.text) and not _is_dateline(time)]
    clause = _clause_of(doc[anchor])
    found = _of_its_item(doc, times, anchor) or [time for time in times if _clause_of(time.root) & clause]
    if not found:
        return None
    best = min(found, key=lambda entity: (_remove(entity, anchor), abs(entity.root.i - anchor), entity.start))
    first = best.start
    while first > start and doc[first - 1].lower_ in _BEFORE:
        first -= 1
    words = doc[first : best.end].text.strip()
    return When(words, resolve(best.text, status, published) or _counted(best, status, published))


def direction(token: "Token") -> Status | None:
    """Tell from the tense of a token's clause whether its days are "past" or "planned"; None where it doesn't say."""
    verb = governor(token).verb
    flags = mood(verb)
    if verb is not None and any(child.lower_ in _COMING for child in verb.children):
        flags |= {"plan"}
    if flags & {"will", "plan"} and not flags & {"was", "had", "has", "tag:VBD"}:
        return "planned"
    if flags & {"had", "has", "tag:VBD"} and not flags & {"will", "plan", "to", "maybe"}:
        return "past"
    return None


def _is_dateline(time: "Span") -> bool:
    """Whether a date stands in the dateline before a text ("DHAKA, Jan 22 -")."""
    return bool(_DATELINE.search(time.doc[time.sent.start : time.start].text_with_ws))


def _counted(time: "Span", status: Status, published: str | None) -> str | None:
    """Resolve a time that counts from the one told before it ("the next day")."""
    match = _LATER.search(time.text)
    if match is None and not _NEXT_DAY.search(time.text):
        return None
    days = _days(match) if match else 1
    before = day_told_before(time.doc, time.start, status, published)
    last = before.split("/")[-1] if before else ""
    return (Date.fromisoformat(last) + timedelta(days=days)).isoformat() if len(last) == 10 else None


def day_told_before(doc: "Doc", at: int, status: Status, published: str | None) -> str | None:
    """Give the ISO day or interval that a text told last before a token, in its sentence or the one before.

    Parameters
    ----------
    doc
        The parsed text.
    at
        Token index.
    status, published
        As for `find_when`.
    """
    sentence = doc[at].sent.start
    start = doc[sentence - 1].sent.start if sentence else 0
    for time in reversed(list(_times(doc, start, at))):
        day = None if _is_dateline(time) else resolve(time.text, direction(time.root) or status, published)
        if day is not None and len(day) >= len("2024-06-17"):
            return day
    return None


def _days(match: re.Match[str]) -> int:
    count = match["count"].lower()
    return (_NUMBER.get(count) or int(count)) * _UNITS[match["unit"].lower()]


def _of_its_item(doc: "Doc", times: "list[Span]", anchor: int) -> "list[Span]":
    """Give the times of the item of a list with semicolons in which a mention stands."""
    bounds = [time for time in times if not any(token.text == ";" for token in _between(doc, time, anchor))]
    return bounds if len(bounds) < len(times) else []


def _between(doc: "Doc", time: "Span", anchor: int) -> "Span":
    return doc[time.end : anchor] if time.start < anchor else doc[anchor : time.start]


def _remove(time: "Span", anchor: int) -> int:
    """Tell how far a time stands from a mention in a list: none, before it, or with the next item behind it."""
    doc = time.doc
    if time.start < anchor:
        return int(any(token.text in {",", ";"} or token.lower_ in _NEXT for token in doc[time.end : anchor]))
    return 2 * any(token.text == ";" or token.lower_ in _NEXT for token in doc[anchor : time.start])


def _times(doc: "Doc", start: int, end: int) -> "Iterator[Span]":
    """Give the times between two tokens: entities, and days that the model missed."""
    i = start
    while i < end:
        last = i + 1
        if doc[i].ent_iob_ == "B" and doc[i].ent_type_ in {"DATE", "TIME"}:
            last = _end_of(doc, i, end)
            if last + 1 < end and doc[last].lower_ in _RANGE and doc[last + 1].ent_iob_ == "B":
                whole = doc[i : _end_of(doc, last + 1, end)]
                if any(match and match["last"] for match in (p.search(whole.text) for p in (*_DATES, _WEEKDAY))):
                    last = whole.end
            yield doc[i:last]
        elif doc[i].lower_ in _DAYS or (_is_month(doc[i]) and _is_day(doc, i - 1, start, end)):
            yield doc[i : i + 1] if doc[i].lower_ in _DAYS else doc[i - 1 : i + 1]
        elif _is_month(doc[i]) and _is_day(doc, i + 1, start, end):
            last = i + 2
            yield doc[i:last]
        i = last


def _is_month(token: "Token") -> bool:
    return token.lower_.rstrip(".") in _SHORT or token.lower_ in _MONTHS


def _is_day(doc: "Doc", i: int, start: int, end: int) -> bool:
    return start <= i < end and doc[i].ent_type_ not in {"DATE", "TIME"} and bool(_DAY_NUMBER.match(doc[i].text))


def _end_of(doc: "Doc", start: int, end: int) -> int:
    """Give the end of the entity that begins at a token."""
    last = start + 1
    while last < end and doc[last].ent_iob_ == "I":
        last += 1
    return last


def _is_time(text: str) -> bool:
    low = text.lower()
    return bool(
        any(pattern.search(low) for pattern in (*_DATES, _WEEKDAY, _BARE_MONTH, _BARE_YEAR, _SPAN, _AGO, _LATER))
        or any(word in low for word in _NEAR)
        or re.search(
            r"\b(?:week|month|weekend|morning|evening|night|afternoon|spring|summer|autumn|fall|winter|day)\b", low
        )
    ) and not re.search(r"\b(?:old|aged?)\b", low)


def _clause_of(token: "Token") -> set[int]:
    """Give the verbs above a token, up to and with the verb of its clause and the verbs that share its subject."""
    above = {token.i}
    while token.head != token:
        relation = token.dep_
        token = token.head
        if relation in {"relcl", "advcl", "ccomp", "acl"}:
            break
        above.add(token.i)
    return {i for i in above if token.doc[i].tag_[:2] in {"VB", "MD"} or token.doc[i].dep_ == "ROOT"} or above


def resolve(words: str, status: Status, published: str | None) -> str | None:
    """Give the ISO date, month, year or interval that time words mean.

    Parameters
    ----------
    words
        Such as "Tuesday", "March 9-11", "in September".
    status
        A planned day lies after publication, any other before.
    published
        ISO date of publication; without it only words with a year of their own are resolved.

    Examples
    --------
    >>> resolve("Tuesday", "planned", "2024-06-17"), resolve("March 9-11", "planned", "2022-03-04")
    ('2024-06-18', '2022-03-09/2022-03-11')
    """
    base = _base(published)
    low = words.lower()
    for pattern in _DATES:
        if match := pattern.search(low):
            return _day(match, status, base)
    counted = _from_today(low, status, base) if base is not None else None
    if counted is not None:
        return counted
    if match := _BARE_MONTH.search(low):
        year = match["year"] or (str(_year(_MONTHS.index(match["month"]) + 1, 15, status, base)) if base else None)
        return f"{year}-{_MONTHS.index(match['month']) + 1:02}" if year and low != "may" else None
    if match := _BARE_YEAR.search(low):
        return match["year"]
    return None


def _from_today(low: str, status: Status, base: Date) -> str | None:
    """Resolve words that count from the day of publication."""
    for word, shift in _NEAR.items():
        if word in low:
            return (base + timedelta(days=shift)).isoformat()
    if match := _WEEKDAY.search(low):
        return _weekdays(match, status, base)
    if match := _SPAN.search(low):
        return _span(match, base)
    if match := _AGO.search(low):
        return (base - timedelta(days=_days(match))).isoformat()
    return None


def _base(published: str | None) -> Date | None:
    """Give the day to count from; none at the calendar's ends, which leave no room to count."""
    base = Date.fromisoformat(published[:10]) if published else None
    return base if base is not None and 3 < base.year < 9997 else None


def _month_number(word: str) -> int:
    return _MONTHS.index(word) + 1 if word in _MONTHS else _SHORT[word]


def _year(month: int, day: int, status: Status, base: Date) -> int:
    """Choose the year of a date without one: the next such day of a plan, else the last one."""
    try:
        same = Date(base.year, month, day)
    except ValueError:
        return base.year
    if status == "planned":
        return base.year + (same < base - timedelta(days=60))
    return base.year - (same > base + timedelta(days=60))


def _day(match: re.Match[str], status: Status, base: Date | None) -> str | None:
    month, day = _month_number(match["month"]), int(match["day"])
    if not match["year"] and base is None:
        return None
    year = int(match["year"]) if match["year"] else _year(month, day, status, base or Date.min)
    try:
        first = Date(year, month, day)
        until = match.groupdict().get("until")
        end = _month_number(until) if until else month
        last = Date(year + (end < month), end, int(match["last"])) if match["last"] else first
    except ValueError:
        return None
    return first.isoformat() if last <= first else f"{first.isoformat()}/{last.isoformat()}"


def _weekdays(match: re.Match[str], status: Status, base: Date) -> str:
    first = _weekday(match, status, base)
    if not match["last"]:
        return first.isoformat()
    last = first + timedelta(days=(_DAYS.index(match["last"]) - first.weekday()) % 7)
    return f"{first.isoformat()}/{last.isoformat()}"


def _weekday(match: re.Match[str], status: Status, base: Date) -> Date:
    wanted = _DAYS.index(match["day"])
    if status == "planned" and match["which"] not in {"last", "previous"}:
        ahead = (wanted - base.weekday()) % 7
        return base + timedelta(days=ahead or (7 if match["which"] == "next" else 0))
    back = (base.weekday() - wanted) % 7
    return base - timedelta(days=back or (7 if match["which"] else 0))


def _span(match: re.Match[str], base: Date) -> str:
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit == "year":
        return str(base.year + shift)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + shift
        return f"{months // 12}-{months % 12 + 1:02}"
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=shift)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def first_day(when: When | None) -> str | None:
    """Give the first day or month of a resolved time; None for years, which compare with nothing."""
    if when is None or when.date is None or len(when.date) < 7:
        return None
    return when.date.split("/")[0]
