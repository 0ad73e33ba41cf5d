/** Where the map goes at first sight: all stops in view, none under a control or an inset, as close as that allows. */
import { clusters, type Site } from "./clusters";
import type { LatLon } from "./drawing";
import { boxAround, type Box, overlap, type XY } from "./geometry";
import { type Padding, widest } from "./view";

export interface Framing {
  centre: L.LatLng;
  zoom: number;
  /** Where a point would stand, in pixels of the container. */
  pixel: (at: LatLon) => XY;
}

/** The view that fits the points into the map less the padding, without going there. */
export const framing = (map: L.Map, points: LatLon[], padding: Padding): Framing =>
  framed(map, L.latLngBounds(points), padding, widest(points));

function framed(map: L.Map, bounds: L.LatLngBounds, padding: Padding, closest: number): Framing {
  const zoom = Math.min(
    closest,
    map.getBoundsZoom(bounds, false, L.point(padding.left + padding.right, padding.top + padding.bottom)),
  );
  const [start, end] = [map.project(bounds.getSouthWest(), zoom), map.project(bounds.getNorthEast(), zoom)];
  const shift = L.point(padding.right - padding.left, padding.bottom - padding.top);
  const middle = start.add(end).add(shift).divideBy(2);
  const corner = middle.subtract(map.getSize().divideBy(2));
  return {
    centre: map.unproject(middle, zoom),
    zoom,
    pixel: (at) => {
      const { x, y } = map.project(at, zoom).subtract(corner);
      return [x, y];
    },
  };
}

/** Where an inset may stand in the big map, the usual place first. */
export const CORNERS = ["bottom-right", "top-right", "bottom-left"] as const;
export type Corner = (typeof CORNERS)[number];

interface Size {
  width: number;
  height: number;
}

const GAP = 12;
/** Above the scale, which stands in the same corner. */
const OVER_SCALE = 34;
/** What half a badge and some air around it need, in pixels. */
const AIR = 36;

function cornerBox(corner: Corner, { x, y }: L.Point, { width, height }: Size): Box {
  const left = corner === "bottom-left" ? GAP : x - GAP - width;
  const top = corner === "top-right" ? GAP : y - height - (corner === "bottom-left" ? OVER_SCALE : GAP);
  return { left, top, right: left + width, bottom: top + height };
}

/** The padding, and room beside (or else above or below) the insets on top of it. */
function paddings(padding: Padding, corners: Corner[], sizes: Size[], controls: number): Padding[] {
  const beside = { ...padding };
  const over = { ...padding };
  corners.forEach((corner, i) => {
    const [x, y] = [sizes[i]!.width + GAP + AIR, sizes[i]!.height + GAP + AIR];
    const [side, edge] = corner.split("-").reverse() as ["left" | "right", "top" | "bottom"];
    beside[side] = Math.max(beside[side], x);
    over[edge] = Math.max(over[edge], y);
  });
  const all = corners.length > 0 ? [padding, beside, over] : [padding];
  return all.flatMap((each) => [each, { ...each, left: Math.max(each.left, controls) }]);
}

/** How the corners may be given to this many insets. */
const places = (insets: number): Corner[][] =>
  insets === 0
    ? [[]]
    : places(insets - 1).flatMap((taken) =>
        CORNERS.filter((each) => !taken.includes(each)).map((each) => [...taken, each]),
      );

/**
 * Choose the view and the corners of the insets: the closest view that hides no stop and little of the lines.
 *
 * @param covers what stands on the map, in pixels of the container
 */
export function arrange(
  map: L.Map,
  points: LatLon[],
  sites: Site[],
  sizes: Size[],
  covers: Box[],
  padding: Padding,
  closest = widest(points),
): Framing & { corners: Corner[] } {
  const size = map.getSize();
  const bounds = L.latLngBounds(points);
  const window: Box = { left: 0, top: 0, right: size.x, bottom: size.y };
  const controls = Math.max(0, ...covers.filter(({ left, top }) => left < 20 && top < 20).map(({ right }) => right));
  const options = places(sizes.length).flatMap((corners, order) => {
    const boxes = corners.map((corner, i) => cornerBox(corner, size, sizes[i]!));
    if (boxes.some((box, i) => boxes.slice(0, i).some((other) => overlap(box, other, GAP)))) return [];
    return paddings(padding, corners, sizes, controls + AIR)
      .filter(({ left, right, top, bottom }) => left + right < size.x - 80 && top + bottom < size.y - 80)
      .map((each) => {
        const view = framed(map, bounds, each, closest);
        const hidden = clusters(sites, ({ lat, lon }) => view.pixel([lat, lon])).filter(({ at, box }) => {
          const mark = boxAround(at, box.right - box.left, box.bottom - box.top);
          return [...boxes, ...covers].some((other) => overlap(mark, other, 6)) || !overlap(mark, window);
        }).length;
        const under = points.filter((at) => boxes.some((box) => overlap(boxAround(view.pixel(at), 8, 8), box))).length;
        return { ...view, corners, worth: view.zoom - 4 * hidden - (3 * under) / points.length - 0.02 * order };
      });
  });
  if (options.length === 0) return { ...framed(map, bounds, padding, closest), corners: places(sizes.length)[0]! };
  return options.reduce((best, each) => (each.worth > best.worth ? each : best));
}
