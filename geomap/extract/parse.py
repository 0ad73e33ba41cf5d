"""The parse of a document: sentences that never run across a headline, a paragraph or a list item."""

import re
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.extract import lexicon
from geomap.language import model

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from geomap.model import Document

#: A line shorter than this that ends without a full stop is a headline or an item, not wrapped text.
_SHORT_LINE = 60
_ITEM = re.compile(r"\s*(?:[-*•–—·]\s|\d{1,2}[.)]\s|(?:day|stage|week|leg)\s+\d)", re.IGNORECASE)
#: What follows a dateline's place: a region or country, a day, an agency, and a dash.
_DATELINE = re.compile(
    r"\s*(?:,\s*[\w.]+)?,?\s*(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2})?\s*(?:\([^)]{1,30}\))?\s*(?:-|–|—|--|:)\s"
)
_DATELINE_WITHIN, _DATELINE_LENGTH = 4, 12
_ENDS = (".", "!", "?", ":", "”", '"', "’", ")", "»")


def parse(document: "Document") -> "Doc":
    """Parse a document's text.

    Parameters
    ----------
    document
        The text is parsed as it is; `token.idx` counts in it.

    Returns
    -------
    spacy.tokens.Doc
        With tags, dependencies, entities, and a sentence start after each block of the text.

    Raises
    ------
    InputError
        If the text is longer than a million characters.
    """
    nlp = model()
    if len(document.text) > nlp.max_length:
        raise InputError(
            f"{document.source or 'The text'}: longer than {nlp.max_length:,} characters, the limit for one article.",
            value=document.source,
            hint="Give one article at a time.",
        )
    doc = nlp.make_doc(document.text)
    starts = block_starts(document.text)
    if starts:
        pending = iter([*starts, len(document.text) + 1])
        border = next(pending)
        for token in doc:
            if token.idx >= border and not token.is_space:
                token.is_sent_start = True
                while border <= token.idx:
                    border = next(pending)
    return nlp(doc)


def block_starts(text: str) -> list[int]:
    """Offsets at which a new block begins: after blank lines, headlines, items and finished lines."""
    starts = []
    begin = len(text) - len(text.lstrip())
    for gap in re.compile(r"\n\s*").finditer(text, begin):
        line = text[text.rfind("\n", 0, gap.start()) + 1 : gap.start()].rstrip()
        blank = gap.group().count("\n") > 1
        if blank or line.endswith(_ENDS) or len(line) < _SHORT_LINE or _ITEM.match(text, gap.end()):
            starts.append(gap.end())
    return starts


def sentence_bounds(sentence: "Span") -> tuple[int, int]:
    """Offsets of a sentence without the white space around it."""
    tokens = [token for token in sentence if not token.is_space]
    if not tokens:
        return sentence.start_char, sentence.end_char
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1].text)


def is_verb(token: "Token") -> bool:
    """Whether a token heads a clause by its tag."""
    return token.tag_[:2] in {"VB", "MD"}


def is_noun(token: "Token") -> bool:
    """Whether a token is a common or proper noun."""
    return token.tag_[:2] == "NN"


def children(token: "Token", *relations: str) -> list["Token"]:
    """List a token's dependents by any of some relations."""
    return [child for child in token.children if child.dep_ in relations]


def is_titled(doc: "Doc", i: int) -> bool:
    """Tell whether a title stands right before a name ("Pope Francis")."""
    return i > 0 and doc[i - 1].text[:1].isupper() and doc[i - 1].lower_.rstrip(".") in lexicon.TITLES


def is_dateline(doc: "Doc", start: int, end: int) -> bool:
    """Tell whether the name from token `start` to `end` is the place of the text's dateline ("ROME, May 3 - ")."""
    return start < _DATELINE_WITHIN and bool(_DATELINE.match(doc[end : end + _DATELINE_LENGTH].text))
