"""How many articles a second `geomap toponyms --jsonl` reads, how long one name takes, and what it holds in memory.

    .venv/bin/python benchmarks/rates.py [ARTICLES]

1. `geomap toponyms --jsonl` against the bare parse by the same model, each in two processes, whole processes, in turn.
2. `geomap toponyms --jsonl --fast` in two processes, start included, over ten times as many articles.
3. One name, resolved by `geomap.geocode.candidates` alone and in its container; the median.
4. The memory of one process after 1,000 and after 10,000 articles with names that it has not seen before.

The articles of the first are those of `texts/`; the others are lines of `geocoding.txt`, ten each, every one with three
names of its own out of the gazetteer. Rates are counted in
processor time of all processes, so that what else a machine does matters little. Exits with 1 where a bound is missed;
only the ratio and the memory are the same on another machine.
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path

from geomap.gazetteer import open_index
from geomap.geocode import candidates

TEXTS = Path(__file__).with_name("geocoding.txt")
LEAST_OF_PARSE = 0.8
LEAST_FAST = 1000
MOST_NAME_MS = 1.0
#: What is kept of names seen before fills up, and no more.
MOST_GROWTH = 1.5
FEW, MANY = 1000, 10_000
CITIES = 10_000

PARSE = """
import json, sys
from pathlib import Path

import spacy

if __name__ == "__main__":
    texts = [json.loads(line)["text"] for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    for _ in spacy.load(sys.argv[1]).pipe(texts, n_process=2, batch_size=16):
        pass
"""

#: Prints the memory in MB after each number of articles.
MEMORY = """
import json, re, sys
from pathlib import Path

from geomap.model import Document
from geomap.pipeline import toponyms

stops = set(map(int, sys.argv[2:]))
with Path(sys.argv[1]).open(encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        toponyms(Document(json.loads(line)["text"]), fast=True)
        if number in stops:
            now = re.search(r"VmRSS:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
            print(int(now[1]) * 1024 / 1e6)
"""


def articles(number: int) -> Iterator[str]:
    """Give articles as JSON lines."""
    lines = [line for line in TEXTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    plain = [_plain(line) for line in lines]
    cities = [place.name for place in open_index().cities_in(-90, -180, 90, 180, limit=CITIES)]
    chance = random.Random(0)
    for n in range(number):
        first, second, third = chance.sample(cities, 3)
        own = f"The delegation went from {first} to {second} and came home by way of {third}."
        yield json.dumps({"doc_id": n, "text": "\n".join([own, *chance.sample(plain, 9)])})


def news(number: int) -> Iterator[str]:
    """Give news of trips as JSON lines, the same ones again where there are not enough."""
    paths = sorted(TEXTS.with_name("texts").glob("*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for n, row in enumerate(islice(cycle(rows), number)):
        yield json.dumps({"doc_id": n, "text": row["text"]})


def _plain(line: str) -> str:
    """Give a line without its marks."""
    parts = line.replace("{", "[").replace("}", "]").split("[")
    return parts[0] + "".join(part.split("|")[0] + part.split("]", 1)[1] for part in parts[1:])


def main(number: int) -> int:
    """Measure, print, and say whether each figure is within its bound."""
    geomap = [sys.executable, "-m", "geomap"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many, memory = (folder / f"{n}.jsonl" for n in (number, 10 * number, "memory"))
        for path, lines in ((few, news(number)), (many, articles(10 * number)), (memory, articles(MANY))):
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        parse = folder / "parse.py"
        parse.write_text(PARSE, encoding="utf-8")
        ours = _spent([*geomap, "toponyms", "--jsonl", str(few), "--jobs", "2"])
        theirs = _spent([sys.executable, str(parse), str(_model()), str(few)])
        fast = _spent([*geomap, "toponyms", "--jsonl", str(many), "--fast", "--jobs", "2"])
        held = [
            float(line) for line in _output([sys.executable, "-c", MEMORY, str(memory), str(FEW), str(MANY)]).split()
        ]
    alone, inside = _one_name_ms()
    rate, ratio = 2 * 10 * number / fast, theirs / ours
    rows = (
        ("toponyms --jsonl, ms an article", 1e3 * ours / number, None, True),
        ("the bare parse, ms an article", 1e3 * theirs / number, None, True),
        ("times the rate of the bare parse", ratio, f"at least {LEAST_OF_PARSE}", ratio >= LEAST_OF_PARSE),
        ("--fast, ms an article", 1e3 * fast / number / 10, None, True),
        ("--fast, articles a second of two", rate, f"at least {LEAST_FAST:,}", rate >= LEAST_FAST),
        ("one name, ms", alone, f"at most {MOST_NAME_MS:g}", alone <= MOST_NAME_MS),
        ("one name in its container, ms", inside, f"at most {MOST_NAME_MS:g}", inside <= MOST_NAME_MS),
        (f"MB after {FEW:,} articles", held[0], None, True),
        (f"MB after {MANY:,} articles", held[1], f"at most {MOST_GROWTH} times that", held[1] <= MOST_GROWTH * held[0]),
    )
    for what, figure, bound, good in rows:
        print(f"{what:36}  {figure:>8,.2f}  {bound or '':20}  {'' if good else 'missed'}".rstrip())
    return int(not all(good for *_, good in rows))


def _one_name_ms() -> tuple[float, float]:
    cities = open_index().cities_in(-90, -180, 90, 180, limit=500)
    alone, inside = [], []
    for city in cities:
        start = time.process_time()
        candidates(city.name)
        middle = time.process_time()
        candidates(city.name, within=city.admin or None)
        alone.append(middle - start)
        inside.append(time.process_time() - middle)
    return 1e3 * statistics.median(alone), 1e3 * statistics.median(inside)


def _model() -> Path:
    package = find_spec("geomap")
    if package is None or package.origin is None:
        sys.exit("geomap is not installed here.")
    return Path(package.origin).parent / "english"


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _spent(command: Sequence[str]) -> float:
    """Run a command, and give the processor time that it and its processes took, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _output(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1000))
