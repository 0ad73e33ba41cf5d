"""One request at a time to a host, so far apart: over all threads, processes and runs of this user."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from geomap.errors import InputError
from geomap.geocode.services.failure import Failed

#: A time further ahead than this is no wait but a clock that was set back.
_LONGEST_S = 3600.0


class Pace:
    """The turns at one host.

    Parameters
    ----------
    folder
        Where the marks are that processes share.
    host
        Whose turns.
    apart_s
        Seconds from the end of one request to the begin of the next.
    patience_s
        Longest wait for a turn.
    """

    def __init__(self, folder: Path, host: str, *, apart_s: float, patience_s: float) -> None:
        self._folder = folder
        self._mark = folder / f"{sha256(host.encode('utf-8')).hexdigest()[:16]}.next"
        self._apart_s = apart_s
        self._patience_s = patience_s
        self._rest_s = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it; the next begins `apart_s` after its end, or when `rest` says.

        Raises
        ------
        Failed
            If it would not come in time.
        InputError
            If the marks can't be written.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self._mark}.lock", timeout=self._patience_s):
                wait = self._next() - time.time()
                if self._patience_s < wait < _LONGEST_S:
                    raise Failed(f"it has asked to be left alone for {wait:.0f} seconds more", final=True)
                time.sleep(max(0.0, wait if wait < _LONGEST_S else 0.0))
                self._rest_s = self._apart_s
                try:
                    yield
                finally:
                    self._write(time.time() + self._rest_s)
        except Timeout:
            raise Failed("too many others on this machine are waiting to ask it", final=True) from None
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise self._unusable(error) from error

    def rest(self, seconds: float) -> None:
        """Let nobody begin for so long after the turn that is held."""
        self._rest_s = min(max(self._rest_s, seconds), _LONGEST_S - 1)

    def _next(self) -> float:
        try:
            return float(self._mark.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0.0
        except ValueError:
            return time.time() + self._apart_s

    def _write(self, moment: float) -> None:
        new = self._mark.with_suffix(".new")
        new.write_text(f"{moment:.3f}", encoding="ascii")
        os.replace(new, self._mark)

    def _unusable(self, error: OSError) -> InputError:
        return InputError(
            f"{self._folder} can't be used to keep requests apart: {error.strerror or error}.",
            value=str(self._folder),
            hint="Name a folder that can be written in GEOMAP_CACHE_DIR.",
        )
