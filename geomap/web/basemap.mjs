/**
 * Natural Earth 1:50m (as prepared by Visionscarto, or as in world-atlas), in two cuts that share their arcs:
 *
 * - the world, thinned for a page: `{grid, countries, arcs}`. A country is `[name, alpha-2 code, label longitude, label
 *   latitude, area in millions of km², rings]`, an arc a line of steps in units of `grid` degrees (`steps.mjs`). The
 *   rings of a country are one list of numbers: of each ring how many arcs it has, then for each arc the step to twice
 *   its number, one more where the arc runs backwards;
 * - the detail that the thinning took: one line for each arc, `west south east north<TAB>target<TAB>arc`. The target is
 *   the number of the arc that it replaces, or `+n` for an island of country `n` that the world lacks. The arc is a
 *   line of steps in units of `GRID` degrees.
 *
 * `geomap/render/basemap.py` chooses the lines near a route.
 */
import { readFileSync } from "node:fs";
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import polylabel from "polylabel";
import { feature, mergeArcs } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";
import { ALPHA2, FULL_NAME } from "./country-codes.mjs";
import { numbers, steps } from "./steps.mjs";

/** Smallest triangle and smallest island that each cut keeps, in steradians (1e-6 sr is 40 km²). */
const WORLD = { triangle: 3e-6, island: 5e-6 };
const DETAIL = { triangle: 4e-8, island: 1e-7 };
/** The grids that the world and the detail snap to, in degrees. */
const WORLD_GRID = 0.018;
const GRID = 0.004;
/** Points of the detail between two cuts of an arc: a coast is replaced piece by piece. */
const PIECE = 150;
const EARTH_KM2 = 510.072;

/** Arctic and Antarctic coasts hold half of all points and few readers. */
function care(latitude) {
  const polar = Math.abs(latitude);
  if (polar < 64) return 1;
  if (polar < 68) return 0.5;
  if (polar < 72) return 0.2;
  return polar < 75 ? 0.12 : 0.05;
}

/** The point of a country's largest polygon that lies farthest from its edges, found in Mercator, where labels stand. */
function labelPoint({ coordinates }) {
  const mercator = ([lon, lat]) => [
    lon,
    (Math.asinh(Math.tan((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)) * 180) / Math.PI,
  ];
  const points = coordinates.map((rings) =>
    polylabel(
      rings.map((ring) => ring.map(mercator)),
      0.05,
    ),
  );
  const [lon, y] = points.reduce((best, point) => (point.distance > best.distance ? point : best));
  const lat = (Math.atan(Math.sinh((y * Math.PI) / 180)) * 180) / Math.PI;
  return [Number(lon.toFixed(2)), Number(lat.toFixed(2))];
}

/** A polygon's rings of at least four points, or null if its outline has fewer. */
const soundRings = (rings) => (rings[0].length < 4 ? null : rings.filter((ring) => ring.length >= 4));

/** Longitude and latitude as plane coordinates, cut at 180° (the source's polygons run across it, and around the pole). */
const cut = (geometry) =>
  geoProject(
    geometry,
    geoEquirectangular()
      .scale(180 / Math.PI)
      .translate([0, 0])
      .precision(0),
  );

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

/** A geometry of the sphere as polygons of the plane. */
export function planar(spherical) {
  const geometry = cut(spherical);
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const upright = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [round(x), round(-y)])));
  return { type: "MultiPolygon", coordinates: upright };
}

function soundGeometry(spherical) {
  const { type, coordinates } = planar(spherical);
  return { type, coordinates: coordinates.map(soundRings).filter(Boolean) };
}

const ringArea = (ring) => sphericalRingArea(ring, false);

const area = ({ coordinates }) =>
  (coordinates.reduce((sum, [outline]) => sum + ringArea(outline), 0) / (4 * Math.PI)) * EARTH_KM2;

const key = ([lon, lat]) => `${lon},${lat}`;

/** The corners of the largest island of each country that the thinning would otherwise drown. */
function tinyCountries(countries) {
  const corners = new Set();
  for (const { geometry } of countries.features) {
    const outlines = geometry.coordinates.map(([outline]) => outline);
    const [largest] = outlines.sort((a, b) => ringArea(b) - ringArea(a));
    if (ringArea(largest) < 8 * WORLD.island) for (const corner of largest) corners.add(key(corner));
  }
  return corners;
}

/** An arc's points that are worth keeping: the third coordinate is the triangle that a point stands for. */
const kept = (points, { triangle }) => points.filter((point) => point[2] >= triangle);

/** Cut an arc at points that both cuts keep. */
function pieces(points) {
  const parts = [];
  let start = 0;
  for (let i = 1; i < points.length - 1; i++) {
    if (points[i][2] >= WORLD.triangle && kept(points.slice(start, i), DETAIL).length >= PIECE) {
      parts.push(points.slice(start, i + 1));
      start = i;
    }
  }
  return [...parts, points.slice(start)];
}

/** West, south, east and north in whole degrees. */
export function boxOf(points) {
  const [lons, lats] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [
    Math.floor(Math.min(...lons)),
    Math.floor(Math.min(...lats)),
    Math.ceil(Math.max(...lons)),
    Math.ceil(Math.max(...lats)),
  ].join(" ");
}

const line = (points, target) => `${boxOf(points)}\t${target}\t${steps(points, GRID)}`;

/** The rings of a country as the page reads them. */
function packed(rings) {
  let last = 0;
  return numbers(
    rings.flatMap((arcs) => [
      arcs.length,
      ...arcs.map((arc) => {
        const reference = arc < 0 ? 2 * ~arc + 1 : 2 * arc;
        const step = reference - last;
        last = reference;
        return step;
      }),
    ]),
  );
}

/** How often each arc is used: one that two countries share is a border. */
function uses(geometries) {
  const count = new Map();
  for (const arc of geometries.flatMap(({ arcs }) => arcs.flat(2))) {
    const index = arc < 0 ? ~arc : arc;
    count.set(index, (count.get(index) ?? 0) + 1);
  }
  return count;
}

/** Names of the older edition of Natural Earth that world-atlas holds. */
const RENAMED = { Macedonia: "North Macedonia" };

/** Alpha-3 codes by name, from the atlas that has them. */
export function codes(path) {
  const { geometries } = JSON.parse(readFileSync(path, "utf8")).objects.countries;
  return new Map(geometries.map(({ properties: { name, a3 } }) => [name, a3]));
}

/** Makes one country of two: `parts` has the code of the whole for the code of each part. */
function join({ objects, ...atlas }, code, parts) {
  const { countries } = objects;
  for (const [part, whole] of Object.entries(parts)) {
    const both = countries.geometries.filter((each) => code(each) === part || code(each) === whole);
    if (both.length !== 2) throw new Error(`the atlas lacks ${part} or ${whole}`);
    const { properties } = both.find((each) => code(each) === whole);
    const joined = { ...mergeArcs({ objects, ...atlas }, both), properties };
    countries.geometries = [...countries.geometries.filter((each) => !both.includes(each)), joined];
  }
}

/**
 * @param path of an atlas: countries as TopoJSON
 * @param codes alpha-3 codes by name
 * @param parts codes of countries that belong to another, with the code of that one
 * @returns the world, and the lines of the detail
 */
export function basemap(path, codes, parts = {}) {
  const atlas = JSON.parse(readFileSync(path, "utf8"));
  join(atlas, (geometry) => codes.get(geometry.properties.name), parts);
  const countries = feature(atlas, atlas.objects.countries);
  for (const country of countries.features) {
    const name = RENAMED[country.properties.name] ?? country.properties.name;
    const a3 = codes.get(name);
    country.geometry = soundGeometry(country.geometry);
    delete country.id;
    country.properties = {
      of: [
        FULL_NAME[a3] ?? name,
        ALPHA2[a3] ?? "",
        ...labelPoint(country.geometry),
        Number(area(country.geometry).toFixed(4)),
      ],
    };
  }
  const tiny = tinyCountries(countries);
  const whole = presimplify(topology({ countries }), (triangle) =>
    tiny.has(key(triangle[1])) ? Infinity : sphericalTriangleArea(triangle) * care(triangle[1][1]),
  );
  const { geometries } = whole.objects.countries;
  const count = uses(geometries);
  const outline = ([arcs]) => feature(whole, { type: "Polygon", arcs: [arcs] }).geometry.coordinates[0];
  const arcs = [];
  const detail = [];
  const piecesOf = new Map(); // of an arc of `whole`: the numbers of its pieces in `arcs`

  const inPieces = (arc) => {
    const index = arc < 0 ? ~arc : arc;
    if (!piecesOf.has(index)) {
      piecesOf.set(
        index,
        pieces(whole.arcs[index]).map((piece) => {
          const [coarse, fine] = [kept(piece, WORLD), kept(piece, DETAIL)];
          const number = arcs.push(coarse) - 1;
          if (fine.length > coarse.length) detail.push(line(fine, number));
          return number;
        }),
      );
    }
    const forward = piecesOf.get(index);
    return arc < 0 ? [...forward].reverse().map((number) => ~number) : forward;
  };

  geometries.forEach((country, i) => {
    country.arcs = country.arcs.filter((polygon) => {
      const ring = outline(polygon);
      const size = ringArea(ring) * care(ring[0][1]);
      const shared = polygon[0].some((arc) => count.get(arc < 0 ? ~arc : arc) > 1);
      if (shared || tiny.has(key(ring[0])) || size >= WORLD.island) return true;
      const island = kept(
        polygon[0].flatMap((arc) => (arc < 0 ? [...whole.arcs[~arc]].reverse() : whole.arcs[arc])),
        DETAIL,
      );
      if (size >= DETAIL.island && island.length >= 4) detail.push(line(island, `+${i}`));
      return false;
    });
    country.rings = country.arcs.flat().map((ring) => ring.flatMap(inPieces));
  });
  const world = {
    grid: WORLD_GRID,
    countries: geometries.map(({ rings, properties: { of } }) => [...of, packed(rings)]),
    arcs: arcs.map((arc) => steps(arc, WORLD_GRID)),
  };
  return { world, detail };
}
