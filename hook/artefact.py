"""Something that the build gathers, with the stamp that says which inputs it was made from."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


class BuildError(Exception):
    """A part of geomap can't be gathered; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file or folder made from other files.

    Parameters
    ----------
    root
        The checkout.
    output
        The file or folder to make, relative to `root`.
    inputs
        The files whose names and bytes decide what comes out.
    pins
        Exact requirements that decide it as well.
    requires
        What the build environment needs to make it: the pins, and tools that leave no trace.
    build
        Makes it at the path given.
    """

    root: Path
    output: str
    inputs: tuple[Path, ...]
    pins: tuple[str, ...]
    requires: tuple[str, ...]
    build: Callable[[Path], None]

    @property
    def stamp(self) -> Path:
        """The file that holds the digests of the inputs and of what was made from them."""
        return self.root / "build" / "stamps" / f"{Path(self.output).name}.json"

    def is_fresh(self) -> bool:
        """Whether the output is there, unchanged, and made from the inputs as they are now."""
        try:
            stamp = json.loads(self.stamp.read_bytes())
        except (OSError, ValueError):
            return False
        return bool(stamp == self._digests())

    def make(self, scratch: Path) -> None:
        """Build in `scratch`, then move the result and its stamp into place.

        Raises
        ------
        BuildError
            If it can't be made.
        """
        built = scratch / Path(self.output).name
        self.build(built)
        target = self.root / self.output
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(built, target)
        self.write_stamp()

    def write_stamp(self) -> None:
        """Say that the output, as it is now, was made from the inputs as they are now."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.stamp.with_suffix(".part")
        unfinished.write_text(json.dumps(self._digests(), indent=2) + "\n", encoding="utf-8")
        os.replace(unfinished, self.stamp)

    def _digests(self) -> dict[str, str]:
        made_from = _digest(self.root, self.inputs, self.pins)
        return {"inputs": made_from, "output": _digest(self.root, files_in(self.root / self.output))}


def files_in(path: Path, *, leave: Iterable[str] = ()) -> tuple[Path, ...]:
    """List the files of a folder and its folders in a fixed order; a file stands for itself.

    Parameters
    ----------
    path
        A folder or file; one that does not exist has no files.
    leave
        Names of files and folders to pass over; what Python caches is always passed over.
    """
    if path.is_file():
        return (path,)
    left = {"__pycache__", *leave}
    found = (file for file in path.rglob("*") if not left.intersection(file.relative_to(path).parts))
    return tuple(sorted(file for file in found if file.is_file()))


def _digest(root: Path, files: Iterable[Path], words: Iterable[str] = ()) -> str:
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\n".encode())
    for file in files:
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{sha256}  {file.relative_to(root).as_posix()}\n".encode())
    return digest.hexdigest()
