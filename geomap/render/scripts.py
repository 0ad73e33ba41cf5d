"""The language of a name in its own script, so that a browser picks the right letters and a voice the right sounds."""

from unicodedata import name as character_name

#: Unicode's word for a script → BCP 47 tag by country of the place, "" for any other country.
_TAGS: dict[str, dict[str, str]] = {
    "ARABIC": {"AF": "fa", "IR": "fa", "PK": "ur", "": "ar"},
    "ARMENIAN": {"": "hy"},
    "BENGALI": {"": "bn"},
    "CJK": {"HK": "zh-Hant", "JP": "ja", "KR": "ko", "MO": "zh-Hant", "TW": "zh-Hant", "": "zh-Hans"},
    "CYRILLIC": {"BG": "bg", "BY": "be", "KG": "ky", "KZ": "kk", "MK": "mk", "MN": "mn", "RS": "sr", "TJ": "tg",
                 "UA": "uk", "": "ru"},
    "DEVANAGARI": {"NP": "ne", "": "hi"},
    "ETHIOPIC": {"ER": "ti", "": "am"},
    "GEORGIAN": {"": "ka"},
    "GREEK": {"": "el"},
    "GUJARATI": {"": "gu"},
    "GURMUKHI": {"": "pa"},
    "HANGUL": {"": "ko"},
    "HEBREW": {"": "he"},
    "HIRAGANA": {"": "ja"},
    "KANNADA": {"": "kn"},
    "KATAKANA": {"": "ja"},
    "KHMER": {"": "km"},
    "LAO": {"": "lo"},
    "MALAYALAM": {"": "ml"},
    "MYANMAR": {"": "my"},
    "SINHALA": {"": "si"},
    "TAMIL": {"": "ta"},
    "TELUGU": {"": "te"},
    "THAI": {"": "th"},
    "TIBETAN": {"BT": "dz", "": "bo"},
}  # fmt: skip


def language_of(name: str, country: str) -> str:
    """Give the BCP 47 tag of a place's local name, or "" where its script leaves it open (Latin, mostly).

    Parameters
    ----------
    name
        The name.
    country
        ISO 3166-1 alpha-2 code of the country that the place lies in, or "".

    Examples
    --------
    >>> language_of("서울", "KR"), language_of("تهران", "IR"), language_of("Việt Nam", "VN")
    ('ko', 'fa', '')
    """
    tags = [_TAGS.get(character_name(character, "").partition(" ")[0]) for character in name if character.isalpha()]
    if not tags or tags[0] is None:
        return ""
    return tags[0].get(country, tags[0][""])
