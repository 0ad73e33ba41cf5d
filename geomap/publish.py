"""Finished files: all of it or nothing."""

import os
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import PublishError
from geomap.model import Borders, Itinerary

if TYPE_CHECKING:
    from geomap.render.tiles import Tiles


def write_text(path: str | Path, text: str) -> Path:
    """Write `text` as UTF-8 to `path`: to a temporary file beside it, verified, then moved.

    Missing folders are made. Line ends stay as they are. Where `path` is a link, the file behind it is written.

    Raises
    ------
    PublishError
        If it can't be written; an older file of that name is left as it was.
    """
    target = Path(path)
    data = text.encode("utf-8", "replace")  # half a character, from a broken title, becomes "?"
    try:
        if target.is_symlink():
            target = target.resolve()
        if target.exists() and not target.is_file():  # a device must not be replaced by a file
            what = "a folder" if target.is_dir() else "no regular file"
            raise PublishError(f"{target} is {what}.", value=str(target), hint="Give the name of a file.")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".geomap-", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if part.stat().st_size != len(data):
                raise PublishError(f"{target} could not be written in full.", value=str(target))
            part.chmod(0o666 & ~_umask())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        if isinstance(error, PublishError):
            raise
        raise PublishError(
            f"{target} can't be written: {error.strerror or error}.",
            value=str(target),
            hint="Choose another place with --output, or free the space or the rights.",
        ) from error
    return target


def slug(title: str, *, fallback: str = "map") -> str:
    """Give a file name for a title: lower-case ASCII words joined by hyphens, at most 60 characters.

    Examples
    --------
    >>> slug("Putin to visit North Korea for first time in 24 years")
    'putin-to-visit-north-korea-for-first-time-in-24-years'
    >>> slug("../..")
    'map'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:60]
        if len(longer) > 60:
            break
        name = longer
    return name or fallback


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def save_module(
    itinerary: Itinerary, folder: str | Path, *, borders: Borders = "un", tiles: "str | Tiles | None" = None
) -> Path:
    """Write `geomap.mjs`, `geomap.d.mts`, `geomap.css` and the itinerary's data into a folder; return the data's path.

    The first three are the same for every itinerary. The data is named for the title.

    Raises
    ------
    InputError
        As in `find_tiles`.
    PublishError
        If a file can't be written.
    """
    from geomap.render.bundle import part
    from geomap.render.module import to_data

    data = to_data(itinerary, borders=borders, tiles=tiles)
    target = Path(folder)
    write_text(target / "geomap.mjs", part("geomap.mjs"))
    write_text(target / "geomap.d.mts", part("geomap.d.mts"))
    write_text(target / "geomap.css", part("leaflet.css") + part("geomap.css"))
    return write_text(target / f"{slug(itinerary.title)}.json", data)
