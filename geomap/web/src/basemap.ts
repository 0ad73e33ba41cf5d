/** Natural Earth as a page carries it: land, coasts, borders, lakes and rivers. */
import type { LatLon } from "./drawing";
import { numbers } from "./steps";

/** What `geomap/web/basemap.mjs` packs; lines are written by `geomap/web/steps.mjs`. */
export interface World {
  /** Degrees per step. */
  grid: number;
  /** Area in millions of km². */
  countries: [name: string, code: string, labelLon: number, labelLat: number, area: number, rings: string][];
  arcs: string[];
  detail?: Detail;
}

/** The arcs of the route's surroundings in full, as `geomap/render/basemap.py` chose them. */
interface Detail {
  /** Degrees per step. */
  grid: number;
  /** In the place of the world's own arc of this number. */
  arcs: [number: number, arc: string][];
  /** Islands that the world lacks, with the number of their country. */
  islands: [country: number, arc: string][];
  /** Degrees per step of lakes and rivers. */
  waterGrid: number;
  lakes: string[];
  rivers: string[];
  /** Borders of states and provinces, on the grid of the water. */
  divisions: string[];
}

/** West, south, east, north. */
export type Extent = [number, number, number, number];

/** Longitude and latitude in turn. */
export interface Line {
  degrees: Float64Array;
  extent: Extent;
}

/** Lines that follow one another; a closed one ends where it began. */
export interface Ring {
  lines: { line: Line; backwards: boolean }[];
  extent: Extent;
}

export interface Country {
  name: string;
  code: string;
  label: LatLon;
  area: number;
  rings: Ring[];
}

export interface Basemap {
  countries: Country[];
  borders: Line[];
  coasts: Line[];
  lakes: Line[];
  rivers: Line[];
  divisions: Line[];
}

// These loops run once over every point, before the browser has made them fast: no arrays are taken apart in them.

function lineOf(degrees: Float64Array): Line {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < degrees.length; i += 2) {
    const lon = degrees[i]!;
    const lat = degrees[i + 1]!;
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return { degrees, extent: [west, south, east, north] };
}

/** Steps summed up to positions in degrees. */
function positions(steps: string, grid: number): Float64Array {
  const values = numbers(steps);
  const degrees = new Float64Array(values.length);
  let x = 0;
  let y = 0;
  for (let i = 0; i < values.length; i += 2) {
    x += values[i]!;
    y += values[i + 1]!;
    degrees[i] = x * grid;
    degrees[i + 1] = y * grid;
  }
  return degrees;
}

const linesOf = (arcs: string[], grid: number): Line[] => arcs.map((steps) => lineOf(positions(steps, grid)));

/** The world's arcs with the detail in its place; each still begins and ends where its neighbours do. */
function arcsOf({ arcs, grid, detail }: World): Line[] {
  const all = arcs.map((steps) => positions(steps, grid));
  for (const [number, steps] of detail?.arcs ?? []) {
    const coarse = all[number]!;
    const fine = positions(steps, detail!.grid);
    fine.set(coarse.subarray(0, 2));
    fine.set(coarse.subarray(-2), fine.length - 2);
    all[number] = fine;
  }
  return all.map((degrees) => lineOf(overThePole(degrees)));
}

function joined(lines: Ring["lines"]): Ring {
  if (lines.length === 1) return { lines, extent: lines[0]!.line.extent };
  const extents = lines.map(({ line }) => line.extent);
  const [west, south, east, north] = [0, 1, 2, 3].map((side) => extents.map((extent) => extent[side]!));
  return { lines, extent: [Math.min(...west!), Math.min(...south!), Math.max(...east!), Math.max(...north!)] };
}

/** Antarctica's coast comes home over the Pole: at 180° down to it, and up again. */
function overThePole(degrees: Float64Array): Float64Array {
  for (let i = 2; i < degrees.length; i += 2) {
    const [lon, next] = [degrees[i - 2]!, degrees[i]!];
    if (Math.abs(next - lon) < 180) continue;
    const [here, there] = [Math.sign(lon) * 180, Math.sign(next) * 180];
    const lat = degrees[i + 1]!;
    return Float64Array.of(...degrees.subarray(0, i), here, lat, here, -90, there, -90, ...degrees.subarray(i));
  }
  return degrees;
}

/** The cut of the map at 180° and its lower edge are no coasts. */
function withoutEdges(line: Line): Line[] {
  const {
    degrees,
    extent: [west, , east],
  } = line;
  if (west > -179.9 && east < 179.9) return [line];
  const isEdge = (i: number): boolean => Math.abs(degrees[i]!) > 179.9;
  const cuts = [0];
  for (let i = 2; i < degrees.length; i += 2) if (isEdge(i - 2) && isEdge(i)) cuts.push(i);
  return [...cuts, degrees.length]
    .slice(1)
    .map((end, i) => degrees.subarray(cuts[i]!, end))
    .filter((part) => part.length > 2)
    .map(lineOf);
}

/** The rings of a country, each a list of arcs; `use` is told of every arc. */
function ringsOf(packed: string, arcs: Line[], use: (number: number) => void): Ring[] {
  const values = numbers(packed);
  const rings: Ring[] = [];
  let reference = 0;
  for (let i = 0; i < values.length; ) {
    const lines: Ring["lines"] = [];
    for (let left = values[i++]!; left > 0; left--) {
      reference += values[i++]!;
      const number = reference >> 1;
      use(number);
      lines.push({ line: arcs[number]!, backwards: reference % 2 === 1 });
    }
    rings.push(joined(lines));
  }
  return rings;
}

/** A basemap that is decoded when a map first wants to draw it, once for all maps of a page. */
export class PackedBasemap {
  private decoded: Basemap | undefined;

  constructor(private readonly world: World) {}

  get isDecoded(): boolean {
    return this.decoded !== undefined;
  }

  decode(): Basemap {
    this.decoded ??= decodeBasemap(this.world);
    return this.decoded;
  }
}

export function decodeBasemap(world: World): Basemap {
  const { detail } = world;
  const arcs = arcsOf(world);
  const uses = new Uint8Array(arcs.length);
  const countries = world.countries.map(([name, code, lon, lat, area, packed]): Country => {
    const rings = ringsOf(packed, arcs, (number) => uses[number]!++);
    return { name, code, label: [lat, lon], area, rings };
  });
  const islands = (detail?.islands ?? []).map(([country, steps]) => {
    const line = lineOf(positions(steps, detail!.grid));
    countries[country]?.rings.push(joined([{ line, backwards: false }]));
    return line;
  });
  return {
    countries,
    borders: arcs.filter((_, i) => uses[i]! > 1),
    coasts: [...arcs.filter((_, i) => uses[i] === 1).flatMap(withoutEdges), ...islands],
    lakes: linesOf(detail?.lakes ?? [], detail?.waterGrid ?? 1),
    rivers: linesOf(detail?.rivers ?? [], detail?.waterGrid ?? 1),
    divisions: linesOf(detail?.divisions ?? [], detail?.waterGrid ?? 1),
  };
}

/** Longitudes at which the parallel crosses the rings. */
function crossings(rings: Ring[], latitude: number): number[] {
  const found: number[] = [];
  for (const { extent, lines } of rings) {
    if (latitude < extent[1] || latitude > extent[3]) continue;
    for (const { line } of lines) {
      if (latitude < line.extent[1] || latitude > line.extent[3]) continue;
      const { degrees } = line;
      for (let i = 3; i < degrees.length; i += 2) {
        const a = degrees[i - 2]!;
        const b = degrees[i]!;
        if (a > latitude === b > latitude) continue;
        found.push(degrees[i - 3]! + ((degrees[i - 1]! - degrees[i - 3]!) * (latitude - a)) / (b - a));
      }
    }
  }
  return found;
}

/** Tells of points of one latitude whether they lie within the rings (even-odd rule). */
export function within(rings: Ring[], latitude: number): (longitude: number) => boolean {
  const found = crossings(rings, latitude);
  return (longitude) => found.filter((each) => each > longitude).length % 2 === 1;
}
