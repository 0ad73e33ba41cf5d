"""When: the words of the text for a time, and their ISO date against the document's date."""

import re
from datetime import date as Date  # noqa: N812 (the model's fields are named date)
from datetime import timedelta
from typing import TYPE_CHECKING

from geomap.extract import lexicon
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
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}{_TO}\b{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}{_TO}\s+(?:of\s+)?{_MONTH}\b{_YEAR}", re.IGNORECASE),
)
_WEEKDAY = re.compile(rf"\b(?P<which>last|next|this|previous)?\s*(?P<day>{'|'.join(_DAYS)})\b", re.IGNORECASE)
_BARE_MONTH = re.compile(rf"\b(?P<which>last|next|this)?\s*(?P<month>{'|'.join(_MONTHS)})\b{_YEAR}", re.IGNORECASE)
_BARE_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_SPAN = re.compile(r"\b(?P<which>last|next|this)\s+(?P<unit>week|month|year)\b", re.IGNORECASE)
_BEFORE = lexicon.words(
    """on in at from since during by late early until over for between around last next this earlier"""
)
#: Words that begin the next item of a list.
_NEXT = frozenset(("and", "then", "before", "but"))


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
    clause = _clause_of(doc[anchor])
    found = [entity for entity in _times(doc, start, end) if _is_time(entity.text) and _clause_of(entity.root) & clause]
    if not found:
        return None
    best = min(found, key=lambda entity: (_remove(entity, anchor), abs(entity.root.i - anchor), entity.start))
    first = best.start
    while first > start and doc[first - 1].lower_ in _BEFORE:
        first -= 1
    words = doc[first : best.end].text.strip()
    return When(words, resolve(best.text, status, published))


def _remove(time: "Span", anchor: int) -> int:
    """Tell how far a time stands from a mention in a list: none, before it, or with the next item behind it."""
    doc = time.doc
    if time.start < anchor:
        return int(any(token.text in {",", ";"} or token.lower_ in _NEXT for token in doc[time.end : anchor]))
    return 2 * any(token.text == ";" or token.lower_ in _NEXT for token in doc[anchor : time.start])


def _times(doc: "Doc", start: int, end: int) -> "Iterator[Span]":
    """Give the entities for times between two tokens; `Span.ents` would go through those of the whole text."""
    for i in range(start, end):
        if doc[i].ent_iob_ == "B" and doc[i].ent_type_ in {"DATE", "TIME"}:
            last = i + 1
            while last < end and doc[last].ent_iob_ == "I":
                last += 1
            yield doc[i:last]


def _is_time(text: str) -> bool:
    low = text.lower()
    return bool(
        any(pattern.search(low) for pattern in (*_DATES, _WEEKDAY, _BARE_MONTH, _BARE_YEAR, _SPAN))
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
    if base is not None:
        for word, shift in _NEAR.items():
            if word in low:
                return (base + timedelta(days=shift)).isoformat()
        if match := _WEEKDAY.search(low):
            return _weekday(match, status, base)
        if match := _SPAN.search(low):
            return _span(match, base)
    if match := _BARE_MONTH.search(low):
        year = match["year"] or (str(_year(_MONTHS.index(match["month"]) + 1, 15, status, base)) if base else None)
        return f"{year}-{_MONTHS.index(match['month']) + 1:02}" if year and low != "may" else None
    if match := _BARE_YEAR.search(low):
        return match["year"]
    return None


def _base(published: str | None) -> Date | None:
    """Give the day to count from; none at the calendar's ends, which leave no room to count."""
    base = Date.fromisoformat(published[:10]) if published else None
    return base if base is not None and 1 < base.year < 9999 else None


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
        last = Date(year, month, int(match["last"])) if match["last"] else first
    except ValueError:
        return None
    return first.isoformat() if last <= first else f"{first.isoformat()}/{last.isoformat()}"


def _weekday(match: re.Match[str], status: Status, base: Date) -> str:
    wanted = _DAYS.index(match["day"])
    if status == "planned" and match["which"] not in {"last", "previous"}:
        ahead = (wanted - base.weekday()) % 7
        return (base + timedelta(days=ahead or (7 if match["which"] == "next" else 0))).isoformat()
    back = (base.weekday() - wanted) % 7
    return (base - timedelta(days=back or (7 if match["which"] else 0))).isoformat()


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
