/**
 * Natural Earth 1:50m (as prepared by Visionscarto), thinned for a page: a TopoJSON topology whose
 * countries carry `[name, alpha-2 code, label longitude, label latitude, area in millions of km²]`.
 */
import { readFileSync } from "node:fs";
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import polylabel from "polylabel";
import { feature, quantize } from "topojson-client";
import { topology } from "topojson-server";
import {
  filter,
  filterAttachedWeight,
  presimplify,
  simplify,
  sphericalRingArea,
  sphericalTriangleArea,
} from "topojson-simplify";
import { ALPHA2, FULL_NAME } from "./country-codes.mjs";

/** Smallest triangle and smallest island kept, in steradians (1e-6 sr is 40 km²). */
const SMALLEST_TRIANGLE = 1.5e-6;
const SMALLEST_ISLAND = 3e-6;
/** Grid that the coordinates snap to: 360° / 20,000. */
const QUANTIZATION = 2e4;
const EARTH_KM2 = 510.072;

/** Arctic and Antarctic coasts hold half of all points and few readers. */
function care(latitude) {
  const polar = Math.abs(latitude);
  if (polar < 62) return 1;
  if (polar < 66) return 0.5;
  if (polar < 72) return 0.2;
  return polar < 75 ? 0.12 : 0.05;
}

/** The point of a country's largest polygon that lies farthest from its edges, found in Mercator, where labels stand. */
function labelPoint(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const mercator = ([lon, lat]) => [lon, (Math.asinh(Math.tan((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)) * 180) / Math.PI];
  const points = polygons.map((rings) => polylabel(rings.map((ring) => ring.map(mercator)), 0.05));
  const [lon, y] = points.reduce((best, point) => (point.distance > best.distance ? point : best));
  const lat = (Math.atan(Math.sinh((y * Math.PI) / 180)) * 180) / Math.PI;
  return [Number(lon.toFixed(2)), Number(lat.toFixed(2))];
}

/** A polygon's rings of at least four points, or null if its outline has fewer. */
const soundRings = (rings) => (rings[0].length < 4 ? null : rings.filter((ring) => ring.length >= 4));

/** Longitude and latitude as plane coordinates, cut at 180° (the source's polygons run across it, and around the pole). */
const cut = (geometry) => geoProject(geometry, geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0));

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

function soundGeometry(spherical) {
  const geometry = cut(spherical);
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const upright = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [round(x), round(-y)])));
  return { type: "MultiPolygon", coordinates: upright.map(soundRings).filter(Boolean) };
}

const area = (geometry) =>
  geometry.coordinates.reduce((sum, [outline]) => sum + sphericalRingArea(outline, false), 0) / (4 * Math.PI) * EARTH_KM2;

const key = ([lon, lat]) => `${lon},${lat}`;

/** The corners of the largest island of each country that the thinning would otherwise drown. */
function tinyCountries(countries) {
  const corners = new Set();
  for (const { geometry } of countries.features) {
    const outlines = geometry.coordinates.map(([outline]) => outline);
    const [largest] = outlines.sort((a, b) => sphericalRingArea(b, false) - sphericalRingArea(a, false));
    if (sphericalRingArea(largest, false) < 8 * SMALLEST_ISLAND) largest.forEach((corner) => corners.add(key(corner)));
  }
  return corners;
}

export function basemap(path) {
  const atlas = JSON.parse(readFileSync(path, "utf8"));
  const countries = feature(atlas, atlas.objects.countries);
  for (const country of countries.features) {
    const { a3, name } = country.properties;
    country.geometry = soundGeometry(country.geometry);
    delete country.id;
    country.properties = {
      of: [FULL_NAME[a3] ?? name, ALPHA2[a3] ?? "", ...labelPoint(country.geometry), Number(area(country.geometry).toFixed(4))],
    };
  }
  const tiny = tinyCountries(countries);
  let world = topology({ countries });
  world = presimplify(world, (triangle) =>
    tiny.has(key(triangle[1])) ? Infinity : sphericalTriangleArea(triangle) * care(triangle[1][1]),
  );
  world = simplify(world, SMALLEST_TRIANGLE);
  const large = filterAttachedWeight(world, SMALLEST_ISLAND, (ring) => sphericalRingArea(ring) * care(ring[0][1]));
  const isTiny = (arcs) => tiny.has(key(feature(world, { type: "Polygon", arcs: [arcs] }).geometry.coordinates[0][0]));
  world = filter(world, (arcs, interior) => isTiny(arcs) || large(arcs, interior));
  world = quantize(world, QUANTIZATION);
  delete world.bbox;
  return world;
}
