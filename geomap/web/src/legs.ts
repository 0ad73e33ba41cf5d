/** The lines: bent, dashed by status, one arrowhead each where the text gives the order. */
import type { Drawing, LatLon, Leg, Mode } from "./drawing";
import {
  bow,
  boxAround,
  measure,
  nearest,
  overlap,
  pointAlong,
  project,
  sagitta,
  unwrap,
  type Box,
  type XY,
} from "./geometry";
import { byLand, MODE_SIZE, picture } from "./modes";

/** Sagitta of a leg, as a share of its chord: enough to read as a journey, far from a detour. */
const BOW = 0.14;
const BOW_MORE = 0.1;

const ARROW_LENGTH = 11;
const ARROW_HALF_WIDTH = 5.5;
/** A visible stretch shorter than this, in pixels, has no room for an arrowhead. */
const SHORTEST_WITH_ARROW = 30;
/** A shorter one has no room for a picture of the means of travel. */
const SHORTEST_WITH_MODE = 80;
const PIN_CLEARANCE = 17;

export interface DrawnLeg {
  leg: Leg;
  /** The line itself; a second copy where it leaves the window of the map at one side and comes back at the other. */
  lines: LatLon[][];
}

/** Bend the legs: there and back to opposite sides, repeated ones ever wider, those by land straight. */
export function bend(drawing: Drawing, longitudes: (number | null)[]): DrawnLeg[] {
  const position = (i: number): string => String(drawing.stops[i]?.at);
  const key = (leg: Leg): string => [position(leg.from), position(leg.to)].sort().join(" ");
  const uses = new Map<string, number>();
  for (const leg of drawing.legs) if (leg.kind === "travel") uses.set(key(leg), (uses.get(key(leg)) ?? 0) + 1);
  const seen = new Map<string, number>();

  return drawing.legs.map((leg) => {
    const [start, end] = [longitudes[leg.from] ?? 0, longitudes[leg.to] ?? 0];
    const path = unwrap(leg.path, start);
    const natural = sagitta(path.map(project));
    let line = path;
    if (leg.kind === "travel" && !leg.sea && !byLand(leg.mode)) {
      const times = uses.get(key(leg)) ?? 1;
      if (times > 1) {
        const directed = `${position(leg.from)} ${position(leg.to)}`;
        const turn = seen.get(directed) ?? 0;
        seen.set(directed, turn + 1);
        line = bow(path, BOW + BOW_MORE * turn);
      } else if (Math.abs(natural) < BOW) {
        line = bow(path, natural < -0.01 ? -BOW : BOW);
      }
    }
    const last = line[line.length - 1]![1];
    const shift = nearest(end, last) === end ? end - last : 0;
    const lines = Math.abs(shift) > 180 ? [line, line.map(([lat, lon]): LatLon => [lat, lon + shift])] : [line];
    return { leg, lines };
  });
}

/** Draws the legs, and keeps their arrowheads clear of the pins at every zoom. */
export class LegsLayer extends L.Layer {
  private readonly group = L.layerGroup();
  private readonly arrows = L.layerGroup();
  private renderer: L.Renderer | undefined;
  /** Where the arrowheads and pictures are, in pixels of the container: labels keep off. */
  arrowBoxes: Box[] = [];
  /** Points along all travel lines, in latitude and longitude: labels prefer to keep off these too. */
  readonly legs: DrawnLeg[];

  constructor(
    drawing: Drawing,
    longitudes: (number | null)[],
    /** Boxes of the pins and badges on the map, in pixels of the container. */
    private readonly pinBoxes: () => Box[],
  ) {
    super();
    this.legs = bend(drawing, longitudes);
    this.earlier = new Set(drawing.stops.flatMap((stop, i) => (stop.earlier ? [i] : [])));
  }

  private readonly earlier: Set<number>;

  override onAdd(map: L.Map): this {
    map.createPane("geomap-legs").style.zIndex = "420";
    map.createPane("geomap-modes").style.zIndex = "425";
    this.renderer = L.svg({ pane: "geomap-legs", padding: 0.5 });
    const casings = this.legs.filter(({ leg }) => leg.kind === "travel");
    for (const { lines } of casings) this.line(lines, "geomap-casing").addTo(this.group);
    for (const { leg, lines } of this.legs) {
      const receding = this.earlier.has(leg.to) ? " geomap-earlier" : "";
      this.line(lines, `geomap-leg geomap-${leg.kind} geomap-${leg.status}${receding}`).addTo(this.group);
    }
    this.group.addTo(map);
    this.arrows.addTo(map);
    return this;
  }

  override onRemove(): this {
    this.group.remove();
    this.arrows.remove();
    this.renderer?.remove();
    return this;
  }

  private line(lines: LatLon[][], className: string): L.Polyline {
    return L.polyline(lines, {
      className,
      pane: "geomap-legs",
      renderer: this.renderer!,
      interactive: false,
      smoothFactor: 0.3,
    });
  }

  private picture(mode: Mode, at: XY): void {
    const box = boxAround(at, MODE_SIZE, MODE_SIZE);
    if (this.arrowBoxes.some((other) => overlap(box, other))) return;
    this.arrowBoxes.push(box);
    const icon = L.divIcon({ className: "geomap-mark", html: picture(mode), iconSize: [MODE_SIZE, MODE_SIZE] });
    L.marker(this._map.containerPointToLatLng(at), {
      icon,
      pane: "geomap-modes",
      keyboard: false,
      interactive: false,
    }).addTo(this.arrows);
  }

  /** Put the arrowheads where they belong in the present view. */
  update(): void {
    const map = this._map;
    if (!map) return;
    this.arrows.clearLayers();
    this.arrowBoxes = [];
    const pins = this.pinBoxes();
    const size = map.getSize();
    const view: Box = { left: 0, top: 0, right: size.x, bottom: size.y };
    for (const { leg, lines } of this.legs) {
      if (leg.kind !== "travel") continue;
      for (const line of lines) {
        const points = line.map(([lat, lon]): XY => {
          const { x, y } = map.latLngToContainerPoint([lat, lon]);
          return [x, y];
        });
        const [start, length] = freeStretch(points, pins, view);
        if (length < SHORTEST_WITH_ARROW) continue;
        const spot = pointAlong(points, start + length * 0.55);
        if (leg.mode && length >= SHORTEST_WITH_MODE)
          this.picture(leg.mode, pointAlong(points, start + length * 0.35).at);
        const head = arrowhead(spot.at, spot.direction).map(([x, y]) => map.containerPointToLatLng([x, y]));
        const receding = this.earlier.has(leg.to) ? " geomap-earlier" : "";
        L.polygon(head, {
          className: `geomap-arrow${receding}`,
          pane: "geomap-legs",
          renderer: this.renderer!,
          interactive: false,
          smoothFactor: 0,
          noClip: true,
        } as L.PolylineOptions).addTo(this.arrows);
        this.arrowBoxes.push(boxAround(spot.at, ARROW_LENGTH + 4, ARROW_LENGTH + 4));
      }
    }
  }
}

/** Start and length of the longest stretch of the line that is in view and clear of the pins. */
function freeStretch(points: XY[], pins: Box[], view: Box): [start: number, length: number] {
  const total = measure(points);
  const steps = Math.min(400, Math.max(8, Math.round(total / 4)));
  let [best, bestStart, start]: [number, number, number | null] = [0, 0, null];
  for (let i = 0; i <= steps + 1; i++) {
    const along = (total * i) / steps;
    const free = i <= steps && isFree(pointAlong(points, along).at, pins, view);
    if (free && start === null) start = along;
    if (!free && start !== null) {
      const end = (total * (i - 1)) / steps;
      if (end - start > best) [best, bestStart] = [end - start, start];
      start = null;
    }
  }
  return [bestStart, best];
}

function isFree(at: XY, pins: Box[], view: Box): boolean {
  const here = boxAround(at, 2, 2);
  return overlap(here, view) && !pins.some((pin) => overlap(here, pin, PIN_CLEARANCE - 13));
}

function arrowhead([x, y]: XY, direction: number): XY[] {
  const turn = ([along, across]: XY): XY => [
    x + along * Math.cos(direction) - across * Math.sin(direction),
    y + along * Math.sin(direction) + across * Math.cos(direction),
  ];
  const back = -ARROW_LENGTH / 2;
  return (
    [
      [ARROW_LENGTH / 2, 0],
      [back, ARROW_HALF_WIDTH],
      [back + 2.5, 0],
      [back, -ARROW_HALF_WIDTH],
    ] as XY[]
  ).map(turn);
}
