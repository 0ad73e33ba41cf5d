/** Where the map goes at first sight: all stops in view, none under a control or an inset, as close as that allows. */
import { clusters, type Site } from "./clusters";
import type { LatLon } from "./drawing";
import { boxAround, type Box, overlap, project, resample, unproject, type XY } from "./geometry";
import { type Padding, widest } from "./view";

/** The map before there is one: its size in pixels, its step of zoom, and what lies over it. */
export interface Frame {
  width: number;
  height: number;
  snap: number;
  /** The buttons, the scale and the provider's mention, in pixels of the container. */
  covers: Box[];
  /** Height of what stands along the lower edge and covers the usual place of an inset. */
  foot: number;
}

export interface Framing {
  centre: LatLon;
  zoom: number;
  /** Where a point stands, in pixels of the container: as Leaflet has it, to the pixel. */
  pixel: (at: LatLon) => XY;
}

const MOST_ZOOM = 16;

/** Where a point lies on the map of the whole world, in pixels. */
function onWorld(at: LatLon, zoom: number): XY {
  const [x, y] = project(at);
  const scale = (256 * 2 ** zoom) / 360;
  return [(x + 180) * scale, (180 - y) * scale];
}

/** All points on the map of the whole world at zoom 0, in pixels; and how close a view of them may come. */
export interface Extent {
  box: Box;
  closest: number;
}

export function extentOf(points: LatLon[], closest = widest(points)): Extent {
  const [lats, lons] = [points.map(([lat]) => lat), points.map(([, lon]) => lon)];
  const [left, bottom] = onWorld([Math.min(...lats), Math.min(...lons)], 0);
  const [right, top] = onWorld([Math.max(...lats), Math.max(...lons)], 0);
  return { box: { left, top, right, bottom }, closest };
}

/** The middle of the view, moved so that it shows no more than the padding of what lies beyond the poles' edges. */
function withinWorld(middle: number, height: number, { top, bottom }: Padding, scale: number): number {
  const [first, last] = [height / 2 - top, 256 * scale - height / 2 + bottom];
  return first > last ? (first + last) / 2 : Math.max(first, Math.min(last, middle));
}

/** The view that fits the points into the map less the padding. */
export function framing(frame: Frame, { box, closest }: Extent, padding: Padding): Framing {
  const across = Math.max(1, frame.width - padding.left - padding.right) / (box.right - box.left);
  const down = Math.max(1, frame.height - padding.top - padding.bottom) / (box.bottom - box.top);
  // As Leaflet's getBoundsZoom: a hundredth of a step is no reason to go a whole one further out.
  const exact = Math.log2(Math.min(across, down)) / frame.snap;
  const zoom = Math.max(0, Math.min(closest, MOST_ZOOM, Math.floor(Math.round(exact * 100) / 100) * frame.snap));
  const scale = 2 ** zoom;
  const middle: XY = [
    ((box.left + box.right) / 2) * scale + (padding.right - padding.left) / 2,
    withinWorld(
      ((box.top + box.bottom) / 2) * scale + (padding.bottom - padding.top) / 2,
      frame.height,
      padding,
      scale,
    ),
  ];
  const [originX, originY] = [Math.round(middle[0] - frame.width / 2), Math.round(middle[1] - frame.height / 2)];
  return {
    centre: unproject([(middle[0] * 360) / (256 * scale) - 180, 180 - (middle[1] * 360) / (256 * scale)]),
    zoom,
    pixel: (at) => {
      const [x, y] = onWorld(at, zoom);
      return [Math.round(x) - originX, Math.round(y) - originY];
    },
  };
}

/** The world, where there is no stop to show. */
export const WORLD: { centre: LatLon; zoom: number } = { centre: [25, 10], zoom: 1.5 };

/** Where an inset may stand in the big map, the usual place first. */
export const CORNERS = ["bottom-right", "top-right", "bottom-left"] as const;
export type Corner = (typeof CORNERS)[number];

export interface Size {
  width: number;
  height: number;
}

const GAP = 12;
/** Above the scale, which stands in the same corner. */
const OVER_SCALE = 34;
/** What half a badge and some air around it need, in pixels. */
const AIR = 36;

function cornerBox(corner: Corner, frame: Frame, { width, height }: Size): Box {
  const left = corner === "bottom-left" ? GAP : frame.width - GAP - width;
  const under = corner === "bottom-left" ? Math.max(OVER_SCALE, GAP + frame.foot) : GAP + frame.foot;
  const top = corner === "top-right" ? GAP : frame.height - height - under;
  return { left, top, right: left + width, bottom: top + height };
}

/** The padding, and room beside (or else above or below) the insets on top of it. */
function paddings(padding: Padding, corners: Corner[], sizes: Size[], controls: number, foot: number): Padding[] {
  const beside = { ...padding };
  const over = { ...padding };
  corners.forEach((corner, i) => {
    const [x, y] = [sizes[i]!.width + GAP + AIR, sizes[i]!.height + foot + GAP + AIR];
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

/** A view may be so many steps of zoom further out before an inset hides all lines. */
const LINES_WORTH = 10;
/** Points of each line that are looked at to see how much an inset would hide. */
const LOOKED_AT = 12;

export interface Arrangement extends Framing {
  corners: Corner[];
  /** In steps of zoom, less what is hidden. */
  worth: number;
}

/**
 * Choose the view and the corners of the insets: the closest view that hides no stop and little of the lines.
 *
 * @param lines that insets should not hide
 * @param sizes of the insets
 */
export function arrange(
  frame: Frame,
  points: LatLon[],
  sites: Site[],
  lines: LatLon[][],
  sizes: Size[],
  padding: Padding,
  closest = widest(points),
): Arrangement {
  const { covers, foot } = frame;
  const extent = extentOf(points, closest);
  const window: Box = { left: 0, top: 0, right: frame.width, bottom: frame.height };
  const controls = Math.max(0, ...covers.filter(({ left, top }) => left < 20 && top < 20).map(({ right }) => right));
  const some = lines.flatMap((line) => resample(line, LOOKED_AT));
  let best = { ...framing(frame, extent, padding), corners: places(sizes.length)[0]!, worth: -Infinity };
  places(sizes.length).forEach((corners, order) => {
    const boxes = corners.map((corner, i) => cornerBox(corner, frame, sizes[i]!));
    if (boxes.some((box, i) => boxes.slice(0, i).some((other) => overlap(box, other, GAP)))) return;
    for (const each of paddings(padding, corners, sizes, controls + AIR, foot)) {
      if (each.left + each.right >= frame.width - 80 || each.top + each.bottom >= frame.height - 80) continue;
      const view = framing(frame, extent, each);
      const most = view.zoom - 0.02 * order;
      if (most <= best.worth) continue;
      const hidden = clusters(sites, ({ lat, lon }) => view.pixel([lat, lon])).filter(({ at, box }) => {
        const mark = boxAround(at, box.right - box.left, box.bottom - box.top);
        return [...boxes, ...covers].some((other) => overlap(mark, other, 6)) || !overlap(mark, window);
      }).length;
      const under =
        boxes.length * some.length > 0
          ? some.filter((at) => boxes.some((box) => overlap(boxAround(view.pixel(at), 8, 8), box))).length
          : 0;
      const worth = most - 4 * hidden - (LINES_WORTH * under) / (some.length || 1);
      if (worth > best.worth) best = { ...view, corners, worth };
    }
  });
  return best;
}
