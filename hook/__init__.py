"""Gathers what geomap carries and git does not: the page's bundle, the gazetteer, the English model.

Each is an `Artefact`: built once for given inputs, then taken as it is while its stamp holds. An sdist
carries all three with their stamps, so that installing from it builds nothing and asks for nothing.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from hook import english, gazetteer, web
from hook.artefact import Artefact, BuildError
from hook.npm import Workshop

__all__ = ["BuildError", "gather", "requirements"]

_LOCK = "filelock>=3.16,<4"


def requirements(root: Path) -> list[str]:
    """List the packages that the build needs for what is not gathered yet.

    Parameters
    ----------
    root
        The checkout, or an unpacked sdist.
    """
    stale = [artefact for artefact in _artefacts(root, root / "build") if not artefact.is_fresh()]
    return sorted({_LOCK, *(need for artefact in stale for need in artefact.requires)}) if stale else []


def gather(root: Path) -> None:
    """Build what is missing or out of date.

    Parameters
    ----------
    root
        The checkout, or an unpacked sdist.

    Raises
    ------
    BuildError
        If a part can't be made, or a file of the English model is not the one that we know.
    """
    if requirements(root):
        from filelock import FileLock

        scratch = root / "build"
        scratch.mkdir(exist_ok=True)
        # A second build at the same time waits here, and then finds everything made.
        with FileLock(scratch / "lock"), TemporaryDirectory(dir=scratch, prefix="gather-") as temporary:
            for artefact in _artefacts(root, Path(temporary)):
                if not artefact.is_fresh():
                    artefact.make(Path(temporary))
    english.verify(root / english.FOLDER)


def _artefacts(root: Path, scratch: Path) -> tuple[Artefact, ...]:
    workshop = Workshop(root / web.SOURCES, scratch / "web")
    return (english.artefact(root), web.artefact(root, workshop), gazetteer.artefact(root, workshop))
