"""Cut `geomap/render/disputed.tsv` from Natural Earth's points (kind `disputed_area`).

    python geomap/web/disputed.py natural-earth-10m-points.tsv > geomap/render/disputed.tsv

Natural Earth names most areas by who holds them ("India"), so the names are ours: what readers know them by. Left out
are leases, buffer zones and rocks that no map of a trip shows. Taiwan and Kosovo are added, which Natural Earth counts
as countries and not all states do.
"""

import csv
import sys

#: Point of the area as in the source (latitude, longitude, one decimal) → name.
NAMES = {
    "28.1 94.4": "Arunachal Pradesh",
    "33.8 76.6": "Jammu and Kashmir",
    "35.0 79.1": "Aksai Chin",
    "35.4 77.2": "Siachen Glacier",
    "35.8 74.9": "Gilgit-Baltistan",
    "34.1 74.0": "Azad Kashmir",
    "28.2 90.2": "the north of Bhutan",
    "27.6 89.1": "Doklam",
    "-51.7 -58.8": "the Falkland Islands (Malvinas)",
    "-54.4 -36.7": "South Georgia",
    "9.8 28.4": "Abyei",
    "4.8 35.1": "the Ilemi Triangle",
    "5.1 -59.5": "Essequibo",
    "16.6 -88.7": "southern Belize",
    "33.0 35.7": "the Golan Heights",
    "31.4 34.4": "Gaza",
    "31.9 35.2": "the West Bank",
    "25.8 123.5": "the Senkaku (Diaoyu) Islands",
    "37.2 131.9": "Dokdo (Takeshima, the Liancourt Rocks)",
    "45.1 147.8": "the southern Kuril Islands",
    "10.7 115.8": "the Spratly Islands",
    "15.8 111.2": "the Paracel Islands",
    "15.2 117.8": "Scarborough Shoal",
    "24.2 -12.2": "Western Sahara",
    "35.3 33.6": "Northern Cyprus",
    "9.7 46.3": "Somaliland",
    "43.1 41.2": "Abkhazia",
    "42.3 44.1": "South Ossetia",
    "47.3 29.3": "Transnistria",
    "45.3 34.3": "Crimea",
    "48.0 38.6": "eastern Ukraine",
    "36.1 -5.3": "Gibraltar",
    "35.9 -5.3": "Ceuta",
    "35.3 -2.9": "Melilla",
    "-12.8 45.1": "Mayotte",
    "-7.3 72.4": "the Chagos Archipelago",
}
ADDED = {"Taiwan": "120.0,21.9,122.0,25.3", "Kosovo": "20.0,41.8,21.8,43.3"}


def main(path: str) -> None:
    """Write the table: name, west, south, east, north."""
    boxes = dict(ADDED)
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = NAMES.get(f"{float(row['lat']):.1f} {float(row['lon']):.1f}")
            if row["kind"] == "disputed_area" and name:
                boxes[name] = row["bbox_wsen"]
    missing = set(NAMES.values()) - boxes.keys()
    if missing:
        sys.exit(f"not in {path}: {', '.join(sorted(missing))}")
    for name, box in sorted(boxes.items()):
        print(name, *box.split(","), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
