/** Draws the basemap: one path for each kind of thing, of what is near the view. */
import type { Basemap, Line, Ring } from "./basemap";
import { turn } from "./view";

/** Points of the map at zoom 0, in pixels: x and y in turn. */
type Flat = Float64Array;

interface Kind {
  className: string;
  rings: Ring[];
  closed: boolean;
  /** Not drawn closer than this: it is too coarse there, and a river through the wrong street is a false one. */
  until?: number;
}

const RIVERS_UNTIL = 9.5;

/** From the lowest up. */
function kinds(basemap: Basemap, visited: ReadonlySet<string>, stops: ReadonlySet<string>): Kind[] {
  const rank = (code: string): number => (stops.has(code) ? 2 : visited.has(code) ? 1 : 0);
  const land = (level: number): Ring[] =>
    basemap.countries.flatMap(({ code, rings }) => (rank(code) === level ? rings : []));
  const single = (lines: Line[]): Ring[] =>
    lines.map((line) => ({ lines: [{ line, backwards: false }], extent: line.extent }));
  return [
    { className: "geomap-land", rings: land(0), closed: true },
    { className: "geomap-land geomap-land-route", rings: land(1), closed: true },
    { className: "geomap-land geomap-land-stop", rings: land(2), closed: true },
    { className: "geomap-division", rings: single(basemap.divisions), closed: false },
    { className: "geomap-river", rings: single(basemap.rivers), closed: false, until: RIVERS_UNTIL },
    { className: "geomap-lake", rings: single(basemap.lakes), closed: true },
    { className: "geomap-coast", rings: single(basemap.coasts), closed: false },
    { className: "geomap-border", rings: single(basemap.borders), closed: false },
  ];
}

/** Draws the basemap, and draws it again to the left or right where the view crosses 180°. */
export class GroundLayer extends L.Layer {
  private readonly paths: GroundPath[] = [];
  private renderer: L.Renderer | undefined;
  private draw: (kind: Kind) => void = () => {};
  private inTurns = false;

  private constructor(
    private readonly kinds: Kind[],
    private readonly pane: string,
    private readonly level: number,
  ) {
    super();
  }

  /**
   * The whole basemap.
   *
   * @param visited codes of the countries of the route
   * @param stops codes of the countries that are themselves stops
   */
  static whole(basemap: Basemap, visited: ReadonlySet<string>, stops: ReadonlySet<string>): GroundLayer {
    return new GroundLayer(kinds(basemap, visited, stops), "geomap-basemap", 150);
  }

  /** The countries that are themselves stops, as a tint over tiles. */
  static tint({ countries }: Basemap, stops: ReadonlySet<string>): GroundLayer {
    const rings = countries.flatMap(({ code, rings }) => (stops.has(code) ? rings : []));
    return new GroundLayer([{ className: "geomap-tint", rings, closed: true }], "geomap-tint", 250);
  }

  override onAdd(map: L.Map): this {
    map.createPane(this.pane).style.zIndex = String(this.level);
    const renderer = L.svg({ pane: this.pane, padding: 0.5 });
    const flat = flatten(map);
    this.renderer = renderer;
    this.draw = (kind) => this.paths.push(new GroundPath(kind, flat, renderer, this.pane).addTo(map));
    if (!this.inTurns) this.kinds.forEach(this.draw);
    return this;
  }

  /** Add it to the map in several tasks; it is seen when it is complete. */
  async addInTurns(map: L.Map): Promise<void> {
    this.inTurns = true;
    this.addTo(map);
    const { style } = map.getPane(this.pane)!;
    style.visibility = "hidden";
    this.inTurns = false;
    for (const kind of this.kinds) {
      await turn();
      if (!map.hasLayer(this)) return;
      this.draw(kind);
    }
    style.visibility = "";
  }

  override onRemove(): this {
    for (const path of this.paths.splice(0)) path.remove();
    this.renderer?.remove();
    return this;
  }
}

/** What is projected as almost every map projects it, for all maps of a page. */
const onMercator = new WeakMap<Line, Flat>();

/** Projects a line once: every zoom of a map only scales it. */
function flatten(map: L.Map): (line: Line) => Flat {
  const isMercator = map.options.crs === L.CRS.EPSG3857;
  const known = isMercator ? onMercator : new WeakMap<Line, Flat>();
  const project = isMercator ? mercator : (degrees: Float64Array) => projected(map, degrees);
  return (line) => {
    const found = known.get(line);
    if (found) return found;
    const flat = project(line.degrees);
    known.set(line, flat);
    return flat;
  };
}

/** Where Leaflet's Web Mercator ends. */
const MAX_LATITUDE = 85.0511287798;
/** The South Pole lies far below the edge of the map, so that no edge of Antarctica is seen. */
const POLE = -89.9;
const BEYOND = 512;

/** As Leaflet would, without its objects for each point. */
function mercator(degrees: Float64Array): Flat {
  const flat = new Float64Array(degrees.length);
  for (let i = 0; i < flat.length; i += 2) {
    const lat = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, degrees[i + 1]!));
    flat[i] = 128 * (1 + degrees[i]! / 180);
    flat[i + 1] = degrees[i + 1]! < POLE ? BEYOND : 128 * (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI);
  }
  return flat;
}

function projected(map: L.Map, degrees: Float64Array): Flat {
  const flat = new Float64Array(degrees.length);
  for (let i = 0; i < flat.length; i += 2) {
    const { x, y } = map.project([degrees[i + 1]!, degrees[i]!], 0);
    flat[i] = x;
    flat[i + 1] = y;
  }
  return flat;
}

/** What Leaflet's vector layers are made of, and its types leave out. */
interface Internals {
  _map: L.Map;
  _path: SVGPathElement;
  _renderer: { _bounds: L.Bounds };
}

/** Leaflet asks it for its shape when the view has moved further than the renderer reaches. */
class GroundPath extends L.Path {
  constructor(
    private readonly kind: Kind,
    private readonly flat: (line: Line) => Flat,
    renderer: L.Renderer,
    pane: string,
  ) {
    super();
    L.setOptions(this, { className: kind.className, pane, renderer, interactive: false });
  }

  /** Nothing to do: `_update` scales. */
  _project(): void {}

  _update(): void {
    const { _map: map, _path: path, _renderer: renderer } = this as unknown as Internals;
    const drawn = map.getZoom() <= (this.kind.until ?? Infinity);
    path.setAttribute("d", (drawn && shape(this.kind, map, renderer._bounds, this.flat)) || "M0 0");
  }
}

/** The path of what lies within the bounds, in pixels of the layer. */
function shape({ rings, closed }: Kind, map: L.Map, bounds: L.Bounds, flat: (line: Line) => Flat): string {
  const { min, max } = bounds as { min: L.Point; max: L.Point };
  const { lng: west, lat: south } = map.layerPointToLatLng([min.x, max.y]);
  const { lng: east, lat: north } = map.layerPointToLatLng([max.x, min.y]);
  const zoom = map.getZoom();
  const scale = map.getZoomScale(zoom, 0);
  const origin = map.getPixelOrigin();
  const width = map.project([0, 360], zoom).x - map.project([0, 0], zoom).x;
  const pen = new Pen(min, max);
  for (let turn = Math.ceil((west - 180) / 360); turn <= Math.floor((east + 180) / 360); turn++) {
    const seen = ({ extent }: Ring): boolean =>
      extent[0] + 360 * turn < east && extent[2] + 360 * turn > west && extent[1] < north && extent[3] > south;
    const [left, top] = [turn * width - origin.x, -origin.y];
    for (const { lines } of rings.filter(seen)) {
      for (const { line, backwards } of lines) pen.draw(pixels(flat(line), scale, left, top), backwards);
      pen.lift(closed);
    }
  }
  return pen.text;
}

/** The line in whole pixels, without points next to the one before. */
function pixels(flat: Flat, scale: number, left: number, top: number): number[] {
  const points: number[] = [];
  let lastX = Infinity;
  let lastY = Infinity;
  for (let i = 0; i < flat.length; i += 2) {
    const x = Math.round(flat[i]! * scale + left);
    const y = Math.round(flat[i + 1]! * scale + top);
    if (Math.abs(x - lastX) <= 1 && Math.abs(y - lastY) <= 1 && i < flat.length - 2) continue;
    points.push(x, y);
    lastX = x;
    lastY = y;
  }
  return points;
}

/** Writes path data, without what lies beyond one side of the frame. */
class Pen {
  text = "";
  private down = false;
  /** The sides that the last point written lies beyond, one bit each. */
  private beyond = 0;
  /** A point met and not written yet. */
  private held = false;
  private heldX = 0;
  private heldY = 0;
  private heldBeyond = 0;

  constructor(
    private readonly min: L.Point,
    private readonly max: L.Point,
  ) {}

  draw(points: number[], backwards: boolean): void {
    const { min, max } = this;
    for (let i = 0; i < points.length; i += 2) {
      const from = backwards ? points.length - 2 - i : i;
      const x = points[from]!;
      const y = points[from + 1]!;
      const beyond = (x < min.x ? 1 : x > max.x ? 2 : 0) | (y < min.y ? 4 : y > max.y ? 8 : 0);
      if (this.held && !(this.beyond & this.heldBeyond & beyond)) this.write();
      this.held = true;
      this.heldX = x;
      this.heldY = y;
      this.heldBeyond = beyond;
      if (!this.down) this.write();
    }
  }

  lift(closed: boolean): void {
    this.write();
    if (closed) this.text += "z";
    this.down = false;
  }

  private write(): void {
    if (!this.held) return;
    this.text += `${this.down ? "L" : "M"}${this.heldX} ${this.heldY}`;
    this.beyond = this.heldBeyond;
    this.held = false;
    this.down = true;
  }
}
