"""The matching key of a name: what is left when spelling habits are taken away."""

import re
import unicodedata
from functools import lru_cache

#: Letters that Unicode does not decompose, as English newspapers write them.
_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n",
        "ə": "a", "&": " and ",
    }
)  # fmt: skip
#: Diacritics: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels and tatweel.
#: Marks of other scripts are letters in all but name and stay.
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]")
#: Written or not as the paper likes: apostrophes and their kin, full stops, joiners.
_NOTHING = re.compile(r"['’‘`´ʹʺʻʼʽʾʿˈ′.·\u200b-\u200f\u00ad]")
_GAPS = re.compile(r"[\W_]+")
#: All that in one step for ASCII, as most names of the news are written.
_ASCII = {ord(c): c.lower() if c.isalnum() else "" if _NOTHING.match(c) else " " for c in map(chr, range(128))}
#: One spelling for words that papers shorten.
_WORDS = {"saint": "st", "sainte": "ste", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """Give the key under which a name is looked up.

    Case, accents, apostrophes, full stops and hyphens don't matter; the article "the" falls away, as do the
    differences between "Saint" and "St.", "Mount" and "Mt.", "Fort" and "Ft.". Letters of every script stay.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        The key: words joined by single blanks; empty if `name` holds no letter or digit.

    Examples
    --------
    >>> fold("the St.-Petersburg"), fold("P'yŏngyang"), fold("平壤市")
    ('st petersburg', 'pyongyang', '平壤市')
    >>> fold(fold("Thừa Thiên–Huế")) == fold("Thua Thien Hue")
    True
    """
    if name.isascii():
        words = name.replace("&", " and ").translate(_ASCII).split()
    else:
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
        text = _NOTHING.sub("", _MARKS.sub("", text.translate(_LETTERS)))
        words = _GAPS.sub(" ", unicodedata.normalize("NFC", text)).split()
    if len(words) > 1:
        words = [_WORDS.get(word, word) for word in words if word != "the"] or words
    return " ".join(words)


_CODE = re.compile(r"[A-Z]{2,5}")
_DOTTED = re.compile(r"[A-Z](?:[A-Za-z]*\. ?)+")


def code_key(name: str) -> str | None:
    """Give the key of an abbreviation, which matches as written only ("JFK", "U.S.", "W.Va."); None for others."""
    if "." not in name and not name.isupper():
        return None  # as most names are
    if _CODE.fullmatch(name):
        return f"={name}"
    return f"={name.replace(' ', '')}" if _DOTTED.fullmatch(name) else None


def keys(name: str) -> tuple[str, ...]:
    """Give all keys under which a name as written is looked up, best first."""
    return tuple(key for key in (code_key(name), fold(name)) if key)


def capitalised(key: str) -> str:
    """Give a key's words with capitals: how most names are spelt, so that the gazetteer need not store it."""
    return key if key.startswith("=") else " ".join(word[:1].upper() + word[1:] for word in key.split())
