"""The English model, and the check that a text is English.

The weights lie beside this module, put there by the build. The model is loaded once, lazily, and
without the pipes that no stage uses.
"""

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language

#: Pipes that geomap never asks: fine tags and the parse say what lemmas and coarse tags would.
_UNUSED = ("attribute_ruler", "lemmatizer", "senter")
#: Words that are common in English and in no neighbour of it; the identifier errs on texts full of names.
_ENGLISH_TEXT = """
a about after again ahead and are as at away be been before but by can could did do does during each for from
had has have he her here his how i if into is it its just last leaves left more my next not of off on onto or
our out over she should since so than that the their them then there these they this those through to today
tomorrow under until up was we went were what when where which while who will with would yesterday you your
day week visit visits arrives arrived travel trip flew first
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")
#: Below so many letters the identifier errs too often to be trusted alone.
_SHORT = 200
#: Names of the languages that newsrooms meet most; others are told by their code.
_NAMES = {
    "ar": "Arabic", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


@functools.cache
def model() -> "Language":
    """Load the English model (once a process).

    Returns
    -------
    spacy.language.Language
        Tokenizer, tagger, parser and entity recogniser.

    Raises
    ------
    InputError
        If the weights are missing from the installation.
    """
    weights = Path(__file__).parent / "english"
    if not (weights / "config.cfg").is_file():
        raise InputError(
            "The English model is missing from this installation.",
            value=str(weights),
            hint="Install geomap anew; in a source tree, run `make`.",
        )
    import spacy

    return spacy.load(weights, exclude=_UNUSED)


def identify(text: str) -> str:
    """Tell the language of a text.

    Parameters
    ----------
    text
        Any text; the first few thousand bytes decide.

    Returns
    -------
    str
        A BCP 47 tag; `en` also where a fifth of the words are English function words, or where a short text could be
        English; `und` where there are no words.
    """
    words = _WORD.findall(text)
    if not words:
        return "und"
    if sum(map(_ENGLISH.__contains__, map(str.lower, words))) >= len(words) / 5:
        return "en"
    import gcld3

    found = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4000).FindLanguage(text)
    language = str(found.language)
    if language == "en" or sum(map(len, words)) >= _SHORT:
        return language
    names_only = all(word[0].isupper() for word in words) and text.isascii()
    return "en" if names_only or not found.is_reliable else language


def check_english(text: str, *, source: str | None = None) -> None:
    """Refuse a text that isn't English.

    Parameters
    ----------
    text
        The text.
    source
        Where it came from, for the message.

    Raises
    ------
    InputError
        If it is in another language, or has no words at all.
    """
    language = identify(text)
    if language == "en":
        return
    where = f"{source}: the text" if source else "The text"
    if language == "und":
        raise InputError(f"{where} has no words.", value=source, hint="Give an article in English.")
    name = _NAMES.get(language.split("-")[0], f"“{language}”")
    raise InputError(
        f"{where} is not in English (it looks like {name}).",
        value=source,
        hint="geomap reads English only; if the text is English all the same, insist with --lang en.",
    )
