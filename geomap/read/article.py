"""From a file, standard input or bytes to a `Document`: text or HTML, decoded, checked to be English.

The text is kept as decoded, so offsets count the code points that an editor counts.
"""

import re
import sys
from datetime import date as Date  # noqa: N812 (a parameter is named date)
from pathlib import Path

from geomap.errors import InputError
from geomap.language import check_english
from geomap.model import Document

#: Longer inputs are no articles.
_MAX_BYTES = 5_000_000
_ASK_TEXT = "Give the article as plain text or HTML, in UTF-8."
#: How much of the input is looked at to tell its kind.
_HEAD = 2048
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
#: Starts of the formats that people hand in by mistake.
_FORMATS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
)
#: Encodings other than UTF-8 that English articles come in without saying so, the commonest first.
_LIKELY = ("cp1252", "mac_roman")
#: Share of unlikely characters, in percent, above which an encoding is not believed.
_MAX_CHAOS = 5.0
#: A headline is at most this long, in characters.
_HEADLINE = 160


def read_article(
    source: str | Path, *, title: str | None = None, date: str | None = None, lang: str | None = None
) -> Document:
    """Read an article from a file or from standard input.

    Parameters
    ----------
    source
        A path, or "-" for standard input.
    title, date, lang
        As for `parse_article`.

    Returns
    -------
    Document
        The article.

    Raises
    ------
    InputError
        If the file is missing, a folder or unreadable, or if its content can't be read (see `parse_article`).
    """
    return parse_article(read_source(source), source=str(source), title=title, date=date, lang=lang)


def read_source(source: str | Path) -> bytes:
    """Read the bytes of a file or of standard input, at most one more than an article may have.

    Parameters
    ----------
    source
        A path, or "-" for standard input.

    Raises
    ------
    InputError
        If the file is missing, a folder or unreadable.
    """
    if str(source) == "-":
        return sys.stdin.buffer.read(_MAX_BYTES + 1)
    path = Path(source)
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        if str(source).lower().startswith(("https:", "http:")):
            raise InputError(
                f"{source}: geomap does not fetch web pages.",
                value=str(source),
                hint="Save the page in your browser, and give the file's path.",
            ) from None
        raise InputError(f"{path}: there is no such file.", value=str(source), hint="Check the path.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder.", value=str(source), hint="Give the path of one article.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"{path}: can't be read ({reason}).", value=str(source), hint="Check the path and its permissions."
        ) from None


def parse_article(
    data: bytes | str,
    *,
    source: str | None = None,
    title: str | None = None,
    date: str | None = None,
    lang: str | None = None,
) -> Document:
    """Make a `Document` of an article's bytes or text.

    Parameters
    ----------
    data
        Plain text or HTML, which is told by its start. Text given as `str` is kept as it is.
    source
        Where it came from, for messages and for the `Document`.
    title
        The headline; by default the page's, or a first line that looks like one.
    date
        Date of publication, ISO 8601 (`2024-06-17`); by default the page's, if it gives one.
    lang
        "en" insists that the text is English; None checks.

    Returns
    -------
    Document
        The article; of HTML, its main text.

    Raises
    ------
    InputError
        If the input is empty, binary, longer than 5 MB, in an unknown encoding, HTML without an article,
        not English, or if `date` or `lang` is not understood.
    """
    where = source if source not in (None, "-") else "The input"
    _check_options(date, lang)
    size = len(data)
    if size > _MAX_BYTES:
        raise InputError(
            f"{where}: longer than 5 MB, the limit for one article.", value=source, hint="Give one article at a time."
        )
    text = _decode(data, where, source) if isinstance(data, bytes) else data
    if not text.strip():
        raise InputError(f"{where}: there is no text in it.", value=source, hint=_ASK_TEXT)
    if _HTML.match(text[:_HEAD]):
        text, page_title, page_date = _from_html(text, where, source)
        title, date = title or page_title, date or page_date
    else:
        title = title or _headline(text)
    if lang is None:
        check_english(text, source=source if source != "-" else None)
    return Document(text=text, title=title, source=source, date=date, lang="en")


def _check_options(date: str | None, lang: str | None) -> None:
    if date is not None:
        try:
            Date.fromisoformat(date)
        except ValueError:
            raise InputError(
                f"The date {date!r} is not understood.", value=date, hint="Write it like 2024-06-17."
            ) from None
    if lang is not None and lang.lower().split("-")[0] != "en":
        raise InputError(f"The language {lang!r} can't be read.", value=lang, hint="geomap reads English (en) only.")


def _decode(data: bytes, where: str | None, source: str | None) -> str:
    for start, kind in _FORMATS:
        if data.startswith(start):
            raise InputError(f"{where}: this is {kind}, not text.", value=source, hint=_ASK_TEXT)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _try(data, encoding) or _refuse(where, source)
    if b"\x00" in data:
        raise InputError(f"{where}: this is binary data, not text.", value=source, hint=_ASK_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"{where}: the text is in UTF-8, but for byte 0x{data[error.start]:02x} on line {line}.",
                value=source,
                hint="Mend that character, or save the article as UTF-8 again.",
            ) from None
    declared = _CHARSET.search(data[:_HEAD])
    text = _try(data, declared[1].decode("ascii", "replace")) if declared else None
    return text if text is not None else _guess(data) or _refuse(where, source)


def _mostly_utf8(data: bytes) -> bool:
    """Whether most characters outside ASCII are UTF-8, so that another encoding would garble them."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken > broken


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> str | None:
    """Decode by the statistics of the bytes, if they leave no serious doubt."""
    from charset_normalizer import from_bytes

    for encoding in _LIKELY:
        best = from_bytes(data, cp_isolation=[encoding], threshold=0.1).best()
        if best is not None and best.percent_chaos <= _MAX_CHAOS:
            return str(best)
    return None


def _refuse(where: str | None, source: str | None) -> str:
    raise InputError(f"{where}: the encoding of the text is unknown.", value=source, hint="Save it as UTF-8.")


def _headline(text: str) -> str | None:
    """Take the first line, if it looks like a headline: short, no full stop, a blank line after it."""
    lines = text.lstrip("\ufeff").strip().splitlines()
    first = lines[0].strip()
    if len(lines) < 3 or lines[1].strip() or len(first) > _HEADLINE or first.endswith((".", ",", ";", ":")):
        return None
    return first


def _from_html(text: str, where: str | None, source: str | None) -> tuple[str, str | None, str | None]:
    """Give main text, title and date of a page."""
    import trafilatura

    page = trafilatura.bare_extraction(text, include_comments=False, include_tables=True, with_metadata=True)
    body = (getattr(page, "text", None) or "").strip()
    if not body:
        raise InputError(
            f"{where}: there is no article in this page.", value=source, hint="Save the article's text in a file."
        )
    return body, getattr(page, "title", None) or None, getattr(page, "date", None) or None
