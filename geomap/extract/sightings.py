"""What may be a place name in a parsed text.

Names that the gazetteer knows, places that the entity recogniser sees, streets, parks and natural features by their own
words, landmarks, and words for peoples.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from geomap.extract import lexicon
from geomap.extract.parse import is_titled
from geomap.extract.toponyms import venues as venue_spans
from geomap.gazetteer import open_index

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from geomap.gazetteer.index import Match

#: What suggests a name.
Source: TypeAlias = Literal["known", "entity", "feature", "landmark", "demonym"]

NAME_LABELS = lexicon.words("ORG PERSON WORK_OF_ART PRODUCT EVENT LAW FAC")
ABBREVIATIONS = lexicon.words(
    "U.S. US UK U.K. UAE U.A.E. EU E.U. USA U.S.A. DC D.C. NYC N.Y.C. LA L.A. DRC DPRK PRC NZ NSW PNG KSA"
)
DIRECTIONS = lexicon.words(
    """north south east west northern southern eastern western central northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern north-east north-west south-east south-west downtown upper
    lower greater mid inner outer old historic"""
)
#: Words behind a place's name that begin the name of one of its public institutions.
INSTITUTIONS = lexicon.words(
    """department police sheriff sheriff's high public fire city community coroner town council regional county water
    college medical school schools hospital court mayor chamber library legislature board national district circuit
    prosecutor attorney auditor township parks recreation museum film area detention municipal senate house airport
    zoo management development jail central elementary middle memorial volunteer supreme parliament government army
    health civic convention international junior independent planning science fair fairgrounds family commission"""
)
OFFICES = lexicon.words("marshal councilwoman councilman hall officials manager clerk commissioner commission")
PAPERS = lexicon.words(
    """times post herald journal news tribune gazette star sun chronicle telegraph guardian observer globe press daily
    mail courier sentinel inquirer dispatch examiner independent echo mirror magazine tv radio fm review today
    standard record register bulletin leader mercury advertiser citizen bee"""
)
_OFFICIAL = INSTITUTIONS | OFFICES
_CALENDAR = lexicon.MONTHS | lexicon.WEEKDAYS
_STREETS = lexicon.words(
    "street avenue road boulevard lane drive way parkway terrace trafficway st. ave. rd. blvd. ln. st ave rd"
)
COUNTIES = lexicon.words("county township parish prefecture co.")
#: Last words of names that are places by themselves.
_FEATURES = (
    _STREETS
    | COUNTIES
    | lexicon.words("park beach square castle bridge plaza towers bay")
    | lexicon.NATURAL
    | lexicon.SEAS
) - {"channel"}
#: Last words of names of venues that people go to see or arrive at; those of schools, offices and shops are left out.
_LANDMARKS = lexicon.words(
    """abbey airbase airfield airport amphitheatre arena basilica castle cathedral cemetery citadel cosmodrome dam fort
    fortress gallery gardens guesthouse harbour harbor kremlin mausoleum memorial monastery monument mosque museum
    observatory pagoda palace pavilion pier plaza port racecourse ruins shrine spaceport square stadium synagogue
    temple theatre theater tomb tower velodrome wharf zoo"""
)
#: Prepositions before streets, squares and buildings.
_AT = lexicon.words("at in to from near on outside beside opposite into through inside")
_LINKS = lexicon.words("- de la of the and al el du des")
_WORDS_INSIDE = frozenset({"-", "–", "'", "’"})
_MAX_WORDS = 6


class Text:
    """A parsed text and what is asked of it again and again.

    Parameters
    ----------
    doc
        The parse.
    """

    def __init__(self, doc: "Doc") -> None:
        self.doc = doc
        #: Whether each token is written like a part of a name.
        self.capital = [_capital(token) for token in doc]
        self._index = open_index()
        self._tokens = [token.text for token in doc]
        self._spaced = [token.text_with_ws for token in doc]
        self._opens = [token.is_sent_start for token in doc]
        self._ends_names = [_ends_name(token) for token in doc]
        venues = list(venue_spans(doc))
        self._known = self._look_up(venues)
        self._demonyms = self._look_up_demonyms()
        self._landmarks = {start: end for start, end in venues if self._landmark(start, end)}
        #: The entity that each token belongs to.
        self.entity: dict[int, Span] = {i: entity for entity in doc.ents for i in range(entity.start, entity.end)}
        #: Words of the full names of people.
        self.persons = self._persons()

    def _landmark(self, start: int, end: int) -> bool:
        """Whether a venue is one that the gazetteer has, or a landmark that somebody is at."""
        doc = self.doc
        match = self.place(start, end)
        if match is not None:
            return match.place.kind == "venue"
        before = start - 1 - (start > 1 and doc[start - 1].lower_ == "the")
        town = doc[start].ent_type_ in {"GPE", "NORP"} or self.place(start, end - 1) is not None
        return not town and doc[end - 1].lower_ in _LANDMARKS and before >= 0 and doc[before].lower_ in _AT

    def _look_up(self, venues: list[tuple[int, int]]) -> "dict[str, Match]":
        doc = self.doc
        grams = {
            self._words(i, j)
            for i in range(len(doc))
            if self.capital[i]
            for j in range(i + 1, min(i + _MAX_WORDS, len(doc)) + 1)
            if self.capital[j - 1] and self._nameable(i, j)
        }
        grams |= {
            f"{self._words(start, i)}."
            for i in range(1, len(doc))
            if self._tokens[i] == "." and self.capital[i - 1]
            for start in range(max(i - 2, 0), i)
            if self.capital[start] and self._nameable(start, i)
        }
        grams |= {doc[start:end].text for start, end in venues}
        grams |= {
            self._words(start, i + 1)
            for i, token in enumerate(doc)
            if token.tag_ == "POS"
            for start in range(max(i - 3, 0), i - 1)
            if self.capital[start] and self._nameable(start, i)
        }
        counties = {text: re.sub(r" Co\.?$", " County", text) for text in grams if re.search(r" Co\.?$", text)}
        known = dict(self._index.foremost(grams | set(counties.values())))
        return known | {text: known[full] for text, full in counties.items() if full in known}

    def _look_up_demonyms(self) -> frozenset[str]:
        doc = self.doc
        words = {
            self._words(i, end)
            for i in range(len(doc))
            if self.capital[i]
            for end in (i + 1, i + 2)
            if end <= len(doc) and all(token.is_alpha for token in doc[i:end])
        }
        return frozenset(self._index.demonyms(words))

    def _nameable(self, start: int, end: int) -> bool:
        """Whether no mark that ends names stands in a span, and no article at its end."""
        return (
            not any(self._ends_names[start:end])
            and not any(self._opens[start + 1 : end])
            and self._tokens[end - 1].lower() not in {"the", "a", "an"}
        )

    def _words(self, start: int, end: int) -> str:
        """Give the text of a span."""
        return "".join(self._spaced[start : end - 1]) + self._tokens[end - 1]

    def _persons(self) -> frozenset[str]:
        """Give the words of full names of people, and what stands behind a title."""
        words = set()
        for entity in self.doc.ents:
            tokens = [token.text for token in entity if token.text[:1].isupper() and len(token.text) > 2]
            if entity.label_ != "PERSON" or not tokens:
                continue
            if len(tokens) > 1 and entity.text not in self._known:
                words.add(tokens[-1])
                if len(tokens) == 2:
                    words.add(tokens[0])
            elif is_titled(self.doc, entity.start):
                words.add(tokens[-1])
        return frozenset(words)

    def place(self, start: int, end: int) -> "Match | None":
        """Give the best known place of a span's words, with the full stop behind them where it is part of the name."""
        text = self._words(start, end)
        if end < len(self.doc) and self._tokens[end] == "." and self._spaced[end - 1] == self._tokens[end - 1]:
            return self._known.get(text) or self._known.get(f"{text}.")
        return self._known.get(text)

    def segments(self) -> Iterator[tuple[int, int, Source]]:
        """Give the spans that may be names and what suggests them, in order and without overlaps."""
        i = 0
        while i < len(self.doc):
            end, source = self._segment(i) if self.capital[i] and not never(self.doc[i]) else (0, "known")
            if end:
                yield i, end, source
            i = max(end, i + 1)

    def _segment(self, i: int) -> tuple[int, Source]:
        """Give the end of the name that begins at `i`, or 0, and what suggests it."""
        if landmark := self._landmarks.get(i):
            return landmark, "landmark"
        feature, known, entity, demonym = self._feature(i), self.known_end(i), self._entity(i), self._demonym(i)
        if feature and feature >= max(known, entity):
            return feature, "feature"
        if demonym >= known and demonym and not self._nation(i, known):
            return demonym, "demonym"
        if known and not self._compass(i, entity) and not self._goes_on(i, known, entity):
            return known, "known"
        if self._compass(i, entity) or self._whole(i, entity):
            return entity, "entity"
        return 0, "known"

    def known_end(self, i: int) -> int:
        """Give the end of the longest name at `i` that the gazetteer knows, or 0."""
        doc = self.doc
        for end in range(min(i + _MAX_WORDS, len(doc)), i, -1):
            if not (self.capital[end - 1] and self._nameable(i, end) and self.place(i, end)):
                continue
            if end - i > 1 and doc[end - 1].text == "City" and self._office(end) and self.place(i, end - 1):
                return end - 1  # a city's own council
            if end - i == 1 and doc[i].tag_[:1] not in {"N", "J", "V", "R"} and doc[i].text not in ABBREVIATIONS:
                return 0
            return end + self._possessive(i, end)
        return 0

    def _possessive(self, start: int, end: int) -> bool:
        """Whether the possessive behind a span belongs to the name ("St. John's")."""
        if end - start == 1 or end == len(self.doc) or self.doc[end].tag_ != "POS":
            return False
        match = self.place(start, end + 1)
        return match is not None and match.place.name.endswith(("'s", "’s"))

    def _office(self, i: int) -> bool:
        doc = self.doc
        return i < len(doc) and doc[i].text[:1].isupper() and doc[i].lower_ in _OFFICIAL

    def _demonym(self, i: int) -> int:
        for end in (i + 2, i + 1):
            if end <= len(self.doc) and self._words(i, end) in self._demonyms:
                return end
        return 0

    def _nation(self, start: int, end: int) -> bool:
        """Whether a known name is a country's in English ("Guinea"), whatever else it may be."""
        match = self.place(start, end) if end else None
        return match is not None and match.place.kind == "country" and match.relation != "foreign"

    def _entity(self, i: int) -> int:
        """Give the end of the place that the entity recogniser sees at `i`, or 0."""
        entity = self.entity.get(i)
        if entity is None or entity.label_ not in {"GPE", "LOC"}:
            return 0
        start, end = entity.start, entity.end
        while end > i and (self.doc[end - 1].tag_ == "POS" or not self.capital[end - 1]):
            end -= 1
        while start < i and not self.capital[start]:
            start += 1
        return end if start == i else 0

    def _whole(self, start: int, end: int) -> bool:
        """Whether all words of an entity belong to a name."""
        return (
            end > start
            and self.doc[start].lower_ not in DIRECTIONS
            and all(self.capital[i] or self.doc[i].text in _LINKS for i in range(start, end))
        )

    def _compass(self, start: int, end: int) -> bool:
        """Whether an entity of several words begins with a point of the compass ("North Dallas")."""
        first = self.doc[start].text
        return (
            end > start + 1 and first in {"North", "South", "East", "West", "Greater"} and all(self.capital[start:end])
        )

    def _goes_on(self, start: int, known: int, entity: int) -> bool:
        """Whether an unknown place of several words begins with a known one ("Los Feliz")."""
        rest = range(known, entity)
        return (
            known == start + 1
            and len(rest) > 0
            and self._whole(start, entity)
            and not any(self.doc[k].lower_ in _OFFICIAL | PAPERS for k in rest)
            and self.place(rest.start, rest.stop) is None
        )

    def _feature(self, i: int) -> int:
        """Give the end of a street, park, county or natural feature whose name starts at `i`, or 0."""
        doc = self.doc
        if i and self.capital[i - 1] and self.entity.get(i) is not None and self.entity.get(i - 1) is self.entity[i]:
            return 0
        end = i
        while end < min(i + 5, len(doc)) and self.capital[end] and (end == i or not doc[end].is_sent_start):
            end += 1
            word = doc[end - 1].lower_
            if end - i > 1 and word in _FEATURES and doc[end - 2].lower_ != "county":
                goes_on = end < len(doc) and self.capital[end] and doc[end].tag_[:2] == "NN"
                if not goes_on or word in _STREETS | COUNTIES:
                    return end
            elif word == "road" and end - i > 1 and end < len(doc) and doc[end].like_num:
                return end + 1
        return 0


def _ends_name(token: "Token") -> bool:
    """Whether a token is white space or a mark that no name goes on behind."""
    text = token.text
    mark = token.is_punct and len(text) == 1 and text not in _WORDS_INSIDE
    return mark or token.is_space or text[-1:] in {",", ";", ":", "!", "?", "$"}


def _capital(token: "Token") -> bool:
    text = token.text
    if text[:1] in {"d", "l"} and text[1:2] in {"'", "’"}:
        return text[2:3].isupper()
    return text[:1].isupper() or (text[:1].isdigit() and text[-2:] in {"st", "nd", "rd", "th"})


def never(token: "Token") -> bool:
    """Whether a word is no place however it is written: a month, a weekday, an alliance."""
    return token.lower_ in _CALENDAR or token.text in {"I", "A", "The", "UN", "U.N.", "NATO"}
