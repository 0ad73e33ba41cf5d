/** Pure functions on points and paths; longitudes may leave ±180 so that no line jumps. */
import type { LatLon } from "./drawing";

export type XY = [x: number, y: number];

const RADIANS = Math.PI / 180;
/** Where Web Mercator ends. */
const MAX_LATITUDE = 85.05;

/** Web Mercator in degrees: x is the longitude. */
export function project([lat, lon]: LatLon): XY {
  const bounded = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  return [lon, Math.asinh(Math.tan(bounded * RADIANS)) / RADIANS];
}

export function unproject([x, y]: XY): LatLon {
  return [Math.atan(Math.sinh(y * RADIANS)) / RADIANS, x];
}

/** The longitude that differs from `lon` by whole turns and is nearest to `near`. */
export const nearest = (lon: number, near: number): number => lon + 360 * Math.round((near - lon) / 360);

/** The path made continuous, beginning at the longitude `start`. */
export function unwrap(path: LatLon[], start: number): LatLon[] {
  let last = start;
  return path.map(([lat, lon]) => {
    last = nearest(lon, last);
    return [lat, last];
  });
}

/** A leg that leaves the map at one side and comes back at the other is worth this many degrees of a wider map. */
const CUT_LEG = 60;
/** A way round the world that is drawn in one piece, home at the other end, is worth as much; but no more than a turn. */
const UNROLLED = 60;
const ABOUT_A_TURN = 380;

/**
 * The longitudes moved by whole turns into one window, centred within ±180: the narrowest of less than 360° that cuts
 * few legs, or for who goes round the world the whole way in one piece.
 *
 * @param legs pairs of indexes
 */
export function inOneWindow(longitudes: number[], legs: [number, number][] = []): number[] {
  const turned = longitudes.map((lon) => ((lon % 360) + 360) % 360);
  const cuts = (lons: number[]): number => legs.filter(([a, b]) => Math.abs(lons[a]! - lons[b]!) > 180).length;
  const measured = (arc: number[], discount = 0): { arc: number[]; width: number; centre: number; cost: number } => {
    const [west, east] = [Math.min(...arc), Math.max(...arc)];
    return { arc, width: east - west, centre: (west + east) / 2, cost: east - west + CUT_LEG * cuts(arc) - discount };
  };
  const windows = [...new Set(turned)].map((start) => measured(turned.map((lon) => (lon >= start ? lon : lon + 360))));
  if (windows.length === 0) return [];
  const unrolled = [...turned];
  for (const [from, to] of legs) unrolled[to] = nearest(unrolled[to]!, unrolled[from]!);
  const whole = measured(unrolled, UNROLLED);
  if (whole.width > 180 && whole.width <= ABOUT_A_TURN && cuts(unrolled) === 0) windows.push(whole);
  const { arc, centre } = windows.reduce((best, each) => (each.cost < best.cost ? each : best));
  const shift = nearest(centre, 0) - centre;
  return arc.map((lon) => lon + shift);
}

const length = ([x, y]: XY): number => Math.hypot(x, y);

/** Largest distance of a path from its chord, to the left of travel positive, as a share of the chord. */
export function sagitta(points: XY[]): number {
  const [start, end] = [points[0]!, points[points.length - 1]!];
  const chord: XY = [end[0] - start[0], end[1] - start[1]];
  const span = length(chord);
  if (span === 0) return 0;
  let most = 0;
  for (const [x, y] of points) {
    const left = (chord[0] * (y - start[1]) - chord[1] * (x - start[0])) / (span * span);
    if (Math.abs(left) > Math.abs(most)) most = left;
  }
  return most;
}

/** The path bent symmetrically so that its sagitta becomes `target`. */
export function bow(path: LatLon[], target: number, parts = 48): LatLon[] {
  const along = resample(path.map(project), parts);
  const [start, end] = [along[0]!, along[along.length - 1]!];
  const normal: XY = [-(end[1] - start[1]), end[0] - start[0]];
  const more = target - sagitta(along);
  return along.map(([x, y], i) => {
    const t = i / (along.length - 1);
    const share = 4 * t * (1 - t) * more;
    return unproject([x + normal[0] * share, y + normal[1] * share]);
  });
}

/** `parts + 1` points at equal distances along the line. */
export function resample(points: XY[], parts: number): XY[] {
  const total = measure(points);
  return Array.from({ length: parts + 1 }, (_, i) => pointAlong(points, (total * i) / parts).at);
}

export function measure(points: XY[]): number {
  let total = 0;
  for (let i = 1; i < points.length; i++) total += distance(points[i - 1]!, points[i]!);
  return total;
}

export const distance = (a: XY, b: XY): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** The point at this distance along the line, and the direction there in radians. */
export function pointAlong(points: XY[], along: number): { at: XY; direction: number } {
  let left = along;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const step = distance(a, b);
    if (left <= step || i === points.length - 1) {
      const t = step === 0 ? 0 : Math.min(1, left / step);
      return {
        at: [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t],
        direction: Math.atan2(b[1] - a[1], b[0] - a[0]),
      };
    }
    left -= step;
  }
  return { at: points[0]!, direction: 0 };
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const boxAround = ([x, y]: XY, width: number, height: number): Box => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

export const overlap = (a: Box, b: Box, gap = 0): boolean =>
  a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;

export const holds = (outer: Box, inner: Box): boolean =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
