"""The script, style and basemap of the page, bundled from TypeScript and from npm's packages."""

import os
from pathlib import Path

from hook import npm
from hook.artefact import Artefact, BuildError, files_in

SOURCES = "geomap/web"
FOLDER = "geomap/web/bundle"


def artefact(root: Path, workshop: npm.Workshop) -> Artefact:
    """Describe the bundle of the checkout `root`, built in `workshop`."""

    def build(target: Path) -> None:
        npm.run(["run", "build"], workshop.folder)
        made = workshop.folder / "bundle"
        if not files_in(made):
            raise BuildError("`npm run build` left nothing in geomap/web/bundle")
        os.replace(made, target)

    return Artefact(
        root=root,
        output=FOLDER,
        inputs=(Path(__file__), *files_in(root / SOURCES, leave=npm.MADE)),
        pins=(),
        requires=npm.requirements(),
        build=build,
    )
