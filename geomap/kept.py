"""Answers of services, kept on disk as texts: one small file each, which processes share."""

import json
import os
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from geomap.errors import InputError

_DAY_S = 86_400.0


class Kept:
    """Texts by key; a file's name is a hash of its key, and nothing in it is ever run.

    Parameters
    ----------
    folder
        Where they are; made when something is kept, readable by its owner only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> str | None:
        """Give the text that is kept under a key, or None; one that is past its time is none.

        Raises
        ------
        InputError
            If the folder can't be used.
        """
        try:
            kept = json.loads(self._path(key).read_text(encoding="utf-8"))
            text, until = kept["text"], kept["until"]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable(error) from error
        except (ValueError, TypeError, KeyError, RecursionError):  # not ours, or broken
            return None
        alive = until is None or (isinstance(until, int | float) and time.time() < until)
        return text if alive and isinstance(text, str) else None

    def put(self, key: str, text: str, *, days: float | None = None) -> None:
        """Keep a text, for so many days; None for ever. Whoever reads meanwhile gets the old one or the new one whole.

        Raises
        ------
        InputError
            If the folder can't be used.
        """
        until = None if days is None else time.time() + days * _DAY_S
        path = self._path(key)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
                try:
                    json.dump({"text": text, "until": until}, file)
                    file.close()
                    os.replace(file.name, path)
                except BaseException:
                    os.unlink(file.name)
                    raise
        except OSError as error:
            raise self._unusable(error) from error

    def _path(self, key: str) -> Path:
        return self._folder / f"{sha256(key.encode('utf-8')).hexdigest()}.json"

    def _unusable(self, error: OSError) -> InputError:
        return InputError(
            f"Answers can't be kept in {self._folder}: {error.strerror or error}.",
            value=str(self._folder),
            hint="Name a folder that can be written in GEOMAP_CACHE_DIR.",
        )
