"""Write the report of venues by country and kind into docs/gazetteer.md: `python docs/coverage.py`."""

import csv
from collections import Counter
from pathlib import Path

from geomap.gazetteer.sources import countries
from geomap.gazetteer.venues import listed_records, venue_records

PAGE = Path(__file__).parent / "gazetteer.md"
BEGIN, END = "<!-- coverage: written by docs/coverage.py -->\n", "<!-- end of coverage -->\n"
#: Columns of the report by feature codes.
KINDS = {
    "seats of power": {"PAL", "CAPG", "GOVL", "GHSE", "ADMF", "CTHSE", "CSTL"},
    "squares, monuments": {"SQR", "MNMT", "TMB", "CMTY", "TOWR", "BDG"},
    "worship": {"CH", "MSQE", "TMPL", "MSTY", "SYG", "RLG"},
    "bases, launch and nuclear sites": {"AIRB", "MILB", "INSM", "CTRS", "PSN"},
    "embassies": {"DIP"},
    "stadiums": {"STDM"},
    "museums, universities, stages": {"MUS", "UNIV", "LIBR", "THTR", "OPRA"},
    "ports": {"HBR"},
    "parks": {"PRK"},
}
#: People from which on a country has a line of its own.
LARGE = 1_000_000


def report() -> str:
    """Give the report: one line for each country of more than a million people, and its worst gaps in words."""
    curated = tuple(venue_records())
    found = [*curated, *listed_records(curated)]
    by_country: dict[str, Counter[str]] = {}
    for record in found:
        kind = next((name for name, codes in KINDS.items() if record.feature_code in codes), "others")
        by_country.setdefault(record.country, Counter())[kind] += 1
    picked = Counter(record.country for record in curated)
    checked = sum(record.verified for record in curated)
    large = [row for row in countries() if int(row["population"]) > LARGE]
    columns = [*KINDS, "others"]
    none = [row["name"].strip() for row in large if not picked[row["iso"]]]
    unsupported = sum("no list consulted" in row["source"] for row in _rows())
    lines = [
        f"{len(found):,} venues, {len(curated)} of them in `venues.csv`, where {checked} were checked against a second "
        f"source and {unsupported} stand where general knowledge puts them; airports not counted.",
        "",
        f"| country | in venues.csv | {' | '.join(columns)} |",
        f"|---|---:|{'---:|' * len(columns)}",
        *(
            f"| {row['name'].strip()} | {picked[row['iso']] or ''} | "
            + " | ".join(str(by_country.get(row["iso"], Counter())[kind] or "") for kind in columns)
            + " |"
            for row in sorted(large, key=lambda row: row["name"].strip())
        ),
        "",
        f"Countries of more than a million people with no row in `venues.csv`: {', '.join(sorted(none)) or 'none'}.",
    ]
    return "\n".join(lines) + "\n"


def _rows() -> list[dict[str, str]]:
    from geomap.gazetteer.venues import VENUES

    with VENUES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_report(page: str) -> str:
    """Give the page with today's report between its marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{report()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(with_report(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
