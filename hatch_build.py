"""Hatchling's build hook. It gathers what geomap carries and git does not: see `hook/`."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
# Hatchling loads this file by its path, and an isolated build does not see the folder around it.
sys.path.insert(0, str(ROOT))

import hook  # noqa: E402


class GatherHook(BuildHookInterface[Any]):
    """Gathers the page's bundle, the gazetteer and the English model before files are collected."""

    def dependencies(self) -> list[str]:
        """Name what the build needs beyond hatchling: nothing where all is gathered already."""
        return hook.requirements(ROOT)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Gather, for a wheel, an sdist or an editable install alike."""
        try:
            hook.gather(ROOT)
        except hook.BuildError as error:
            self.app.abort(f"geomap: {error}")
