/** The route laid out, before there is a map: where its stops and lines lie, in one window of longitudes. */
import type { Site } from "./clusters";
import { isPlaced, type Drawing, type LatLon, type Leg } from "./drawing";
import { bow, inOneWindow, project, sagitta, unwrap } from "./geometry";
import { byLand } from "./modes";

/** Sagitta of a leg, as a share of its chord: enough to read as a journey, far from a detour. */
const BOW = 0.14;
const BOW_MORE = 0.1;

export interface DrawnLeg {
  leg: Leg;
  /** Whether it leads to a stop of an earlier journey. */
  earlier: boolean;
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
        line = bow(path, natural < -0.01 || bendsToPole(path) < 0 ? -BOW : BOW);
      }
    }
    const last = line[line.length - 1]![1];
    const shift = 360 * Math.round((end - last) / 360);
    const lines = shift !== 0 ? [line, line.map(([lat, lon]): LatLon => [lat, lon + shift])] : [line];
    return { leg, earlier: drawing.stops[leg.to]?.earlier ?? false, lines };
  });
}

/** A straight line over more degrees than this stands for a way over a pole, where the map ends. */
const OVER_THE_POLE = 60;

/** On which side of such a line its nearest pole is, to the left of travel positive; 0 for any other line. */
function bendsToPole(path: LatLon[]): number {
  const [[lat, lon], [endLat, endLon]] = [path[0]!, path[path.length - 1]!];
  return path.length === 2 && Math.abs(endLon - lon) > OVER_THE_POLE ? Math.sign((endLon - lon) * (lat + endLat)) : 0;
}

/** The class of the line of a leg. */
export const legClass = ({ leg, earlier }: DrawnLeg): string =>
  `geomap-leg geomap-${leg.kind} geomap-${leg.status}${earlier ? " geomap-earlier" : ""}`;

/** What is drawn of an itinerary, and where. */
export interface Route {
  sites: Site[];
  legs: DrawnLeg[];
  /** All that the first view must show. */
  points: LatLon[];
}

/** @param only the numbers of the stops to draw, with the legs between them; all where it is left out */
export function routeOf(drawing: Drawing, only?: ReadonlySet<number>): Route {
  const all = drawing.stops.filter(isPlaced);
  const place = new Map(all.map(({ number }, i) => [number - 1, i]));
  const pairs = drawing.legs.map(({ from, to }): [number, number] => [place.get(from) ?? 0, place.get(to) ?? 0]);
  const lons = inOneWindow(
    all.map(({ at }) => at[1]),
    pairs,
  );
  const longitude = new Map(all.map((stop, i) => [stop.number, lons[i]!]));
  const shown = (number: number): boolean => !only || only.has(number);
  const sites = all
    .filter(({ number }) => shown(number))
    .map((stop) => ({ stop, lat: stop.at[0], lon: longitude.get(stop.number)! }));
  const between = drawing.legs.filter(({ from, to }) => shown(from + 1) && shown(to + 1));
  const legs = bend(
    { ...drawing, legs: between },
    drawing.stops.map(({ number }) => longitude.get(number) ?? null),
  );
  const points = [
    ...sites.map(({ lat, lon }): LatLon => [lat, lon]),
    ...legs.flatMap(({ lines }) => (lines.length === 1 ? lines[0]! : [])),
  ];
  return { sites, legs, points };
}
