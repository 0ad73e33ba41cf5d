/** Natural Earth, drawn as vectors: land, coasts, borders, and the countries of the route set off. */
import type { Feature, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { LatLon } from "./drawing";

/** Name, alpha-2 code, label longitude, label latitude, area in millions of km². */
type CountryProperties = { of: [string, string, number, number, number] };
/** The arcs of the route's surroundings in full, as `geomap/render/basemap.py` chose them. */
interface Detail {
  /** Degrees per step. */
  grid: number;
  /** In the place of the world's own arc of this number. */
  arcs: [number: number, arc: Steps][];
  /** Islands that the world lacks, with the number of their country. */
  islands: [country: number, arc: Steps][];
  /** Degrees per step of lakes and rivers. */
  waterGrid: number;
  lakes: Steps[];
  rivers: Steps[];
}

type Steps = [number, number][];
export type World = Topology<{ countries: GeometryCollection<CountryProperties> }> & { detail?: Detail };

/** West, south, east, north. */
type Extent = [number, number, number, number];

export interface Country {
  name: string;
  code: string;
  label: LatLon;
  area: number;
  polygons: LatLon[][][];
  /** Of each polygon. */
  extents: Extent[];
}

export interface Basemap {
  countries: Country[];
  borders: LatLon[][];
  coasts: LatLon[][];
  lakes: LatLon[][];
  rivers: LatLon[][];
}

const flip = (line: Position[]): LatLon[] => line.map(([lon, lat]) => [lat!, lon!]);

/** The cut of the map at 180° and its lower edge are no coasts. */
const isEdge = ([lat, lon]: LatLon): boolean => Math.abs(lon) > 179.9 || lat < -84;

function withoutEdges(line: LatLon[]): LatLon[][] {
  const parts: LatLon[][] = [[]];
  line.forEach((point, i) => {
    const before = line[i - 1];
    if (before && isEdge(before) && isEdge(point)) parts.push([]);
    parts[parts.length - 1]!.push(point);
  });
  return parts.filter((part) => part.length > 1);
}

function extentOf(line: LatLon[]): Extent {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lat, lon] of line) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

/** Steps summed up to positions in degrees. */
function positions(steps: Position[], [scaleX, scaleY]: [number, number], [x, y]: [number, number]): Position[] {
  let [lon, lat] = [0, 0];
  return steps.map(([dx, dy]) => {
    lon += dx!;
    lat += dy!;
    return [lon * scaleX + x, lat * scaleY + y];
  });
}

/** The topology in degrees, with the detail in its place. */
function detailed({ transform, arcs, objects, detail, ...rest }: World): World {
  const plain = transform ? arcs.map((arc) => positions(arc, transform.scale, transform.translate)) : arcs;
  if (detail) {
    const fine = (steps: Steps): Position[] => positions(steps, [detail.grid, detail.grid], [0, 0]);
    for (const [number, steps] of detail.arcs) plain[number] = fine(steps);
    for (const [country, steps] of detail.islands) {
      const geometry = objects.countries.geometries[country];
      if (geometry?.type === "MultiPolygon") geometry.arcs.push([[plain.push(fine(steps)) - 1]]);
    }
  }
  return { ...rest, objects, arcs: plain };
}

export function decodeBasemap(packed: World): Basemap {
  const world = detailed(packed);
  const lines = (geometry: MultiLineString): LatLon[][] => geometry.coordinates.map(flip);
  const { countries } = world.objects;
  const { detail } = packed;
  const water = (arcs: Steps[] = []): LatLon[][] => {
    const grid = detail?.waterGrid ?? 1;
    return arcs.map((steps) => flip(positions(steps, [grid, grid], [0, 0])));
  };
  const features = feature(world, countries).features as Feature<Polygon | MultiPolygon, CountryProperties>[];
  return {
    countries: features.map(
      ({
        geometry,
        properties: {
          of: [name, code, lon, lat, area],
        },
      }) => {
        const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates)
          .filter(([outline]) => (outline?.length ?? 0) >= 4)
          .map((rings) => rings.map(flip));
        return {
          name,
          code,
          label: [lat, lon],
          area,
          polygons,
          extents: polygons.map(([outline]) => extentOf(outline!)),
        };
      },
    ),
    borders: lines(mesh(world, countries, (a, b) => a !== b)),
    coasts: lines(mesh(world, countries, (a, b) => a === b)).flatMap(withoutEdges),
    lakes: water(detail?.lakes),
    rivers: water(detail?.rivers),
  };
}

/** One part of the world, drawn when the view first comes near it. */
interface Part {
  className: string;
  /** Rings of a polygon, or one line. */
  lines: LatLon[][];
  closed: boolean;
  extent: Extent;
}

function parts(basemap: Basemap, visited: ReadonlySet<string>, stops: ReadonlySet<string>): Part[] {
  const land = basemap.countries.flatMap(({ code, polygons, extents }) => {
    const className = stops.has(code)
      ? "geomap-land geomap-land-stop"
      : visited.has(code)
        ? "geomap-land geomap-land-route"
        : "geomap-land";
    return polygons.map((lines, i): Part => ({ className, lines, closed: true, extent: extents[i]! }));
  });
  const each =
    (className: string, closed = false) =>
    (line: LatLon[]): Part => ({ className, lines: [line], closed, extent: extentOf(line) });
  return [
    ...land,
    ...basemap.rivers.map(each("geomap-river")),
    ...basemap.lakes.map(each("geomap-lake", true)),
    ...basemap.coasts.map(each("geomap-coast")),
    ...basemap.borders.map(each("geomap-border")),
  ];
}

const ORDER = [
  "geomap-land",
  "geomap-land geomap-land-route",
  "geomap-land geomap-land-stop",
  "geomap-river",
  "geomap-lake",
  "geomap-coast",
  "geomap-border",
];

/** Draws what is near the view, and draws it again to the left or right where the view crosses 180°. */
export class BasemapLayer extends L.Layer {
  private readonly parts: Part[];
  private readonly drawn = new Set<string>();
  private readonly groups = ORDER.map(() => L.featureGroup());
  private renderer: L.Renderer | undefined;

  /**
   * @param visited codes of the countries of the route
   * @param stops codes of the countries that are themselves stops
   */
  constructor(basemap: Basemap, visited: ReadonlySet<string>, stops: ReadonlySet<string>) {
    super();
    this.parts = parts(basemap, visited, stops);
  }

  override onAdd(map: L.Map): this {
    map.getContainer().classList.add("geomap-has-basemap");
    map.createPane("geomap-basemap").style.zIndex = "150";
    this.renderer = L.svg({ pane: "geomap-basemap", padding: 0.5 });
    for (const group of this.groups) group.addTo(map);
    map.on("moveend", this.cover, this);
    this.cover();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("moveend", this.cover, this);
    for (const group of this.groups) group.clearLayers().remove();
    this.drawn.clear();
    this.renderer?.remove();
    map.getContainer().classList.remove("geomap-has-basemap");
    return this;
  }

  /** Draw the parts that have come near, those of one class as one path. */
  private cover(): void {
    const near = this._map.getBounds().pad(1);
    for (const turn of [-720, -360, 0, 360, 720]) {
      const west = near.getWest() - turn;
      const east = near.getEast() - turn;
      const fresh = this.parts.filter(({ extent: [left, bottom, right, top] }, i) => {
        const key = `${turn} ${i}`;
        const seen =
          left < east && right > west && bottom < near.getNorth() && top > near.getSouth() && !this.drawn.has(key);
        if (seen) this.drawn.add(key);
        return seen;
      });
      for (const [level, className] of ORDER.entries())
        this.add(
          fresh.filter((part) => part.className === className),
          turn,
          level,
        );
    }
  }

  private add(fresh: Part[], turn: number, level: number): void {
    if (fresh.length === 0) return;
    const { className, closed } = fresh[0]!;
    const moved = (line: LatLon[]): LatLon[] => (turn === 0 ? line : line.map(([lat, lon]) => [lat, lon + turn]));
    const style: L.PolylineOptions = {
      className,
      pane: "geomap-basemap",
      renderer: this.renderer!,
      interactive: false,
      smoothFactor: 0.7,
    };
    const path = closed
      ? L.polygon(
          fresh.map(({ lines }) => lines.map(moved)),
          style,
        )
      : L.polyline(
          fresh.map(({ lines }) => moved(lines[0]!)),
          style,
        );
    path.addTo(this.groups[level]!);
    for (const above of this.groups.slice(level + 1)) above.bringToFront();
  }
}

/** Whether the point lies within the rings (even-odd rule). */
export function inside([lat, lon]: LatLon, rings: LatLon[][]): boolean {
  let within = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i]!, ring[j]!];
      if (a[0] > lat !== b[0] > lat && lon < ((b[1] - a[1]) * (lat - a[0])) / (b[0] - a[0]) + a[1]) within = !within;
    }
  }
  return within;
}
