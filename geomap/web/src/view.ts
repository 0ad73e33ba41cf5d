/** What the reader sees first, and how the map moves. */
import type { LatLon } from "./drawing";

/** Closer than this a route of several places would lose the names around it. */
const CLOSEST_ROUTE = 7.5;
/** Closer than this a single place would lose them. */
const CLOSEST_PLACE = 5.75;
/** Venues of one city are shown no closer than this: the pins would promise more than is known. */
export const CLOSEST_VENUES = 14;
const LONGEST_FLIGHT_S = 0.9;

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export const evenly = (pixels: number): Padding => ({ top: pixels, right: pixels, bottom: pixels, left: pixels });

/** Room around the route: 12 %, and no less than a pin and its label need. */
export function margin({ width, height }: { width: number; height: number }): Padding {
  const [x, y] = [Math.max(34, width * 0.12), Math.max(34, height * 0.1)];
  return { top: y, right: x, bottom: y, left: x };
}

function isOnePlace(points: LatLon[]): boolean {
  const extent = (axis: 0 | 1): number => {
    const degrees = points.map((point) => point[axis]);
    return Math.max(...degrees) - Math.min(...degrees);
  };
  return extent(0) < 0.6 && extent(1) < 0.8;
}

/** As close as the first view may come, so that the reader knows where they are. */
export const widest = (points: LatLon[]): number => (isOnePlace(points) ? CLOSEST_PLACE : CLOSEST_ROUTE);

/** Fit the points, but stay far enough out. */
export function fit(map: L.Map, points: LatLon[], padding: Padding, closest?: number): void {
  if (points.length === 0) {
    map.setView([25, 10], 1.5, { animate: false });
    return;
  }
  map.fitBounds(L.latLngBounds(points), {
    paddingTopLeft: [padding.left, padding.top],
    paddingBottomRight: [padding.right, padding.bottom],
    maxZoom: closest ?? widest(points),
    animate: false,
  });
}

/** Whether the reader asked for less motion. */
export const still = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Move to the points in at most 900 ms, at once under reduced motion. */
export function flyTo(map: L.Map, points: LatLon[], closest: number): void {
  const size = map.getSize();
  const options = { padding: [size.x * 0.15, size.y * 0.15] as [number, number], maxZoom: closest };
  if (still()) map.fitBounds(L.latLngBounds(points), { ...options, animate: false });
  else map.flyToBounds(L.latLngBounds(points), { ...options, duration: LONGEST_FLIGHT_S });
}

/** Bring the point out from under what covers the map, if it is under it. */
export function uncover(map: L.Map, at: LatLon, covered: DOMRect | null): void {
  const { x, y } = map.latLngToContainerPoint(at);
  const size = map.getSize();
  const frame = map.getContainer().getBoundingClientRect();
  const free = { left: 24, top: 24, right: size.x - 24, bottom: size.y - 24 };
  if (covered) {
    const wide = covered.width > size.x * 0.6;
    if (wide) free.bottom = covered.top - frame.top - 24;
    else if (y > covered.top - frame.top - 24 && covered.left - frame.left < size.x / 2)
      free.left = covered.right - frame.left + 24;
    else if (y > covered.top - frame.top - 24) free.right = covered.left - frame.left - 24;
  }
  const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
  const shift: [number, number] = [x - clamp(x, free.left, free.right), y - clamp(y, free.top, free.bottom)];
  if (shift[0] !== 0 || shift[1] !== 0) map.panBy(shift, { animate: !still() });
}

/** For so many milliseconds at most what the reader does, and the screen, go before what can wait. */
const LONGEST_TURN_MS = 100;

/** So many of the 50 milliseconds that a task may last are left to what comes next, or it waits for a task of its own. */
const LEFT_MS = 35;
let idle: IdleDeadline | null = null;

/** Until the browser has nothing better to do: short pieces of work share a task, a long one has its own. */
export const turn = (): Promise<void> =>
  new Promise((done) => {
    if (idle && idle.timeRemaining() > LEFT_MS) return done();
    if (!("requestIdleCallback" in window)) return void setTimeout(done); // Safari
    requestIdleCallback(
      (deadline) => {
        idle = deadline;
        setTimeout(() => {
          idle = null;
        });
        done();
      },
      { timeout: LONGEST_TURN_MS },
    );
  });

/** No frame comes while a page is out of sight; then this many milliseconds are the end of waiting for one. */
const LONGEST_WAIT_MS = 1000;

/** Until the screen shows what is drawn, and the browser has had its turn. */
export const painted = (): Promise<void> =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, LONGEST_WAIT_MS);
  });
