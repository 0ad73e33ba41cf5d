/** The lines: bent, dashed by status, one arrowhead each where the text gives the order. */
import type { LatLon, Mode } from "./drawing";
import { boxAround, measure, overlap, pointAlong, type Box, type XY } from "./geometry";
import { isStill, type Joint, moved } from "./joints";
import { MODE_SIZE, picture } from "./modes";
import { legClass, type DrawnLeg } from "./route";

const ARROW_LENGTH = 11;
const ARROW_HALF_WIDTH = 5.5;
/** A visible stretch shorter than this, in pixels, has no room for an arrowhead. */
const SHORTEST_WITH_ARROW = 30;
/** A shorter one has no room for a picture of the means of travel. */
const SHORTEST_WITH_MODE = 80;
const PIN_CLEARANCE = 17;

/** A leg on the map. */
interface Shown {
  drawn: DrawnLeg;
  /** Each line with its casing, if it has one. */
  polylines: L.Polyline[][];
  /** Where the lines go in the present view. */
  lines: LatLon[][];
  moved: boolean;
}

/** Draws the legs, joins them to the marks, and keeps their arrowheads clear of these, at every zoom. */
export class LegsLayer extends L.Layer {
  private readonly group = L.layerGroup();
  private readonly arrows = L.layerGroup();
  private renderer: L.Renderer | undefined;
  private shown: Shown[] = [];
  /** Where the arrowheads and pictures are, in pixels of the container: labels keep off. */
  arrowBoxes: Box[] = [];

  constructor(
    private readonly legs: DrawnLeg[],
    /** Boxes of the pins and badges on the map, in pixels of the container. */
    private readonly pinBoxes: () => Box[],
    /** How the leg between two stops joins their marks; null where one mark shows both. */
    private readonly joint: (from: number, to: number) => Joint | null,
  ) {
    super();
  }

  override onAdd(map: L.Map): this {
    map.createPane("geomap-legs").style.zIndex = "420";
    map.createPane("geomap-modes").style.zIndex = "425";
    this.renderer = L.svg({ pane: "geomap-legs", padding: 0.5 });
    const casings = this.legs.map(({ leg, lines }) =>
      leg.kind === "travel" ? lines.map((line) => this.line(line, "geomap-casing")) : [],
    );
    this.shown = this.legs.map((drawn, i) => ({
      drawn,
      polylines: drawn.lines.map((line, j) => [...casings[i]!.slice(j, j + 1), this.line(line, legClass(drawn))]),
      lines: drawn.lines,
      moved: false,
    }));
    for (const casing of casings.flat()) this.group.addLayer(casing);
    for (const { polylines } of this.shown) for (const each of polylines) this.group.addLayer(each.at(-1)!);
    this.group.addTo(map);
    this.arrows.addTo(map);
    return this;
  }

  override onRemove(): this {
    this.group.clearLayers();
    this.group.remove();
    this.shown = [];
    this.arrows.remove();
    this.renderer?.remove();
    return this;
  }

  private line(line: LatLon[], className: string): L.Polyline {
    return L.polyline(line, {
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

  /** The lines of the present view; those between journeys are left out. */
  lines(): LatLon[][] {
    return this.shown.flatMap(({ drawn, lines }) => (drawn.leg.kind === "context" ? [] : lines));
  }

  private join(map: L.Map, leg: Shown): void {
    const { from, to } = leg.drawn.leg;
    const joint = this.joint(from + 1, to + 1);
    const move = (line: LatLon[], by: Joint): LatLon[] => {
      const points = line.map(([lat, lon]): XY => {
        const { x, y } = map.latLngToLayerPoint([lat, lon]);
        return [x, y];
      });
      return moved(points, by).map((at): LatLon => {
        const { lat, lng } = map.layerPointToLatLng(at);
        return [lat, lng];
      });
    };
    const asItIs = joint !== null && isStill(joint);
    if (asItIs && !leg.moved) return;
    leg.moved = !asItIs;
    leg.lines = joint === null ? [] : asItIs ? leg.drawn.lines : leg.drawn.lines.map((line) => move(line, joint));
    leg.polylines.forEach((polylines, i) => {
      for (const polyline of polylines) polyline.setLatLngs(leg.lines[i] ?? []);
    });
  }

  /** Put lines and arrowheads where they belong in the present view. */
  update(): void {
    const map = this._map;
    if (!map) return;
    for (const leg of this.shown) this.join(map, leg);
    this.arrows.clearLayers();
    this.arrowBoxes = [];
    const pins = this.pinBoxes();
    const size = map.getSize();
    const view: Box = { left: 0, top: 0, right: size.x, bottom: size.y };
    for (const {
      drawn: { leg, earlier },
      lines,
    } of this.shown) {
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
        L.polygon(head, {
          className: `geomap-arrow${earlier ? " geomap-earlier" : ""}`,
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
