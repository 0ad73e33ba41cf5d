/** Natural Earth, drawn as vectors: land, coasts, borders, and the countries of the route set off. */
import type { Feature, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { LatLon } from "./drawing";

/** Name, alpha-2 code, label longitude, label latitude, area in millions of km². */
type CountryProperties = { of: [string, string, number, number, number] };
type World = Topology<{ countries: GeometryCollection<CountryProperties> }>;

export interface Country {
  name: string;
  code: string;
  label: LatLon;
  area: number;
  polygons: LatLon[][][];
  /** West, south, east, north of each polygon. */
  extents: [number, number, number, number][];
}

export interface Basemap {
  countries: Country[];
  borders: LatLon[][];
  coasts: LatLon[][];
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

function extent([outline]: LatLon[][]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lat, lon] of outline!) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

export function decodeBasemap(world: World): Basemap {
  const lines = (geometry: MultiLineString): LatLon[][] => geometry.coordinates.map(flip);
  const { countries } = world.objects;
  const features = feature(world, countries).features as Feature<Polygon | MultiPolygon, CountryProperties>[];
  return {
    countries: features.map(({ geometry, properties: { of: [name, code, lon, lat, area] } }) => {
      const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates)
        .filter(([outline]) => (outline?.length ?? 0) >= 4)
        .map((rings) => rings.map(flip));
      return { name, code, label: [lat, lon], area, polygons, extents: polygons.map(extent) };
    }),
    borders: lines(mesh(world, countries, (a, b) => a !== b)),
    coasts: lines(mesh(world, countries, (a, b) => a === b)).flatMap(withoutEdges),
  };
}

/** The whole world once, moved by whole turns. */
function worldCopy(basemap: Basemap, turn: number, pane: string, renderer: L.Renderer, visited: Set<string>, stops: Set<string>): L.LayerGroup {
  const moved = (line: LatLon[]): LatLon[] => (turn === 0 ? line : line.map(([lat, lon]) => [lat, lon + turn]));
  const style = (className: string): L.PolylineOptions => ({ className, pane, renderer, interactive: false, smoothFactor: 0.7 });
  const group = L.layerGroup();
  for (const { code, polygons } of basemap.countries) {
    const className = stops.has(code) ? "geomap-land geomap-land-stop" : visited.has(code) ? "geomap-land geomap-land-route" : "geomap-land";
    L.polygon(polygons.map((rings) => rings.map(moved)), style(className)).addTo(group);
  }
  L.polyline(basemap.coasts.map(moved), style("geomap-coast")).addTo(group);
  L.polyline(basemap.borders.map(moved), style("geomap-border")).addTo(group);
  return group;
}

/** Draws the world, and draws it again to the left or right where the view crosses 180°. */
export class BasemapLayer extends L.Layer {
  private readonly copies = new Map<number, L.LayerGroup>();
  private renderer: L.Renderer | undefined;

  /**
   * @param visited codes of the countries of the route
   * @param stops codes of the countries that are themselves stops
   */
  constructor(
    private readonly basemap: Basemap,
    private readonly visited: Set<string>,
    private readonly stops: Set<string>,
  ) {
    super();
  }

  override onAdd(map: L.Map): this {
    map.getContainer().classList.add("geomap-has-basemap");
    map.createPane("geomap-basemap").style.zIndex = "150";
    this.renderer = L.svg({ pane: "geomap-basemap", padding: 0.5 });
    map.on("moveend", this.cover, this);
    this.cover();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("moveend", this.cover, this);
    for (const copy of this.copies.values()) copy.remove();
    this.copies.clear();
    this.renderer?.remove();
    map.getContainer().classList.remove("geomap-has-basemap");
    return this;
  }

  private cover(): void {
    const bounds = this._map.getBounds().pad(0.5);
    for (const turn of [-720, -360, 0, 360, 720]) {
      const seen = bounds.getWest() < turn + 180 && bounds.getEast() > turn - 180;
      if (!seen || this.copies.has(turn)) continue;
      const copy = worldCopy(this.basemap, turn, "geomap-basemap", this.renderer!, this.visited, this.stops);
      this.copies.set(turn, copy.addTo(this._map));
    }
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
