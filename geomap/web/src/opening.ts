/** The first view: which insets there are, and where map and insets go. */
import { cities, clusters, type Site } from "./clusters";
import { arrange, type Arrangement, extentOf, type Frame, framing, type Framing, type Size, WORLD } from "./framing";
import type { LatLon } from "./drawing";
import type { Box, XY } from "./geometry";
import { Inset, INSET_MARGIN } from "./inset";
import type { Route } from "./route";
import { attribution, zoomSteps, type Ground } from "./tiles";
import { CLOSEST_VENUES, evenly, margin } from "./view";

/** The parts of the page that hold the map. */
export interface Shell {
  root: HTMLElement;
  /** Around the map and its insets. */
  stage: HTMLElement;
  /** The map's own element. */
  frame: HTMLElement;
}

/** With the size that it was made for. */
export interface Opening extends Pick<Framing, "centre" | "zoom">, Size {
  insets: Inset[];
  /** Absent where no stop has a place. */
  pixel?: Framing["pixel"];
}

/** Below this width of the page, in pixels, insets stand under the map instead of in it, as in the style. */
const NARROW = 600;
/** Below this width the map has room for one inset only. */
const ROOM_FOR_TWO = 700;
/** Where Leaflet puts the buttons, and a scale of any width. */
const BUTTONS: Box = { left: 10, top: 10, right: 42, bottom: 115 };
const SCALE = { left: 5, height: 22 };
/** So wide may the scale be; it is at least half so wide, and holds its words then. */
export const SCALE_WIDTH = 120;
/** A line of the provider's mention, and about what a character of it takes. */
const MENTION = { line: 17, character: 5.8, air: 12 };

/** Choose the first view for the size that the page has now, and put the insets, still empty, into their places. */
export function open({ root, stage, frame }: Shell, { sites, points, legs }: Route, ground: Ground): Opening {
  const size = (): Size => ({ width: frame.clientWidth, height: frame.clientHeight });
  if (points.length === 0) return { ...WORLD, insets: [], ...size() };
  const narrow = contentWidth(root) < NARROW;
  frame.style.maxHeight = "";
  const before = frameOf(size(), ground);
  stage.style.setProperty("--foot", `${before.foot}px`);
  const insets = dense(sites, framing(before, extentOf(points), margin(before)))
    .slice(0, narrow || before.width >= ROOM_FOR_TWO ? 2 : 1)
    .map((crowd) => new Inset(stage, crowd, crowd.length === sites.length));
  const within = narrow ? [] : insets;
  const sizes = within.map(({ element }) => ({ width: element.offsetWidth, height: element.offsetHeight }));
  const locator = insets.some((inset) => inset.locator);
  const lines = legs.flatMap((leg) => leg.lines);
  const arranged = (now: Frame): Arrangement =>
    locator
      ? arrange(now, points, sites, lines, sizes, evenly(64), CLOSEST_VENUES)
      : arrange(now, points, sites, lines, sizes, margin(now));
  let now = size(); // an inset takes some of a narrow map's height
  let view = arranged(frameOf(now, ground));
  if (narrow) {
    const { worth, pixel } = view;
    for (let height = least(now, points.map(pixel)); height < now.height; height += 30) {
      const lower = arranged(frameOf({ ...now, height }, ground));
      if (lower.worth < worth) continue;
      [now, view] = [{ ...now, height }, lower];
      frame.style.maxHeight = `${height}px`;
      break;
    }
  }
  const { centre, zoom, pixel, corners } = view;
  for (const [i, inset] of within.entries()) inset.settle(corners[i]!);
  return { insets, centre, zoom, pixel, ...now };
}

/** Above and below a route, on a narrow page: names, and what lies around. */
const OUTLOOK = 80;
/** The lowest map for its width. */
const LOWEST = 0.72;

/** The height that a map of the route needs: more would be empty above and below it. */
function least({ width }: Size, pixels: XY[]): number {
  const heights = pixels.map(([, y]) => y);
  return Math.round(Math.max(Math.max(...heights) - Math.min(...heights) + 2 * OUTLOOK, width * LOWEST));
}

/** What the style's container queries look at. */
function contentWidth(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}

function frameOf({ width, height }: Size, ground: Ground): Frame {
  const covers = [
    BUTTONS,
    { left: SCALE.left, top: height - SCALE.height, right: SCALE.left + SCALE_WIDTH + 4, bottom: height },
  ];
  let foot = 0;
  if (ground.tiles) {
    const wide = (attribution(ground.tiles).textContent?.length ?? 0) * MENTION.character + MENTION.air;
    foot = MENTION.line * Math.ceil(wide / Math.max(1, width));
    covers.push({ left: Math.max(0, width - wide), top: height - foot, right: width, bottom: height });
  }
  return { width, height, snap: zoomSteps(ground), covers, foot };
}

/** Stops farther apart than this, in degrees, are no neighbours, and an inset of them says little. */
const FAR_APART = 0.7;

/** Neighbours, or all stops, that would fall on one another in this view; the largest crowd first. */
function dense(sites: Site[], { pixel }: Framing): Site[][] {
  const crowds = clusters(sites, ({ lat, lon }) => pixel([lat, lon])).map((mark) => mark.sites);
  return crowds
    .filter((crowd) => crowd.length > 1 && spread(crowd) > 0.0004)
    .filter((crowd) => spread(crowd) < FAR_APART || cities(crowd).size === 1 || crowd.length === sites.length)
    .map((crowd) => (crowd.length === sites.length ? crowd : clearest(crowd)))
    .sort((a, b) => b.length - a.length);
}

/** An inset's map in pixels, as in the style: about, for its width follows that of the page. */
const INSET: Frame = { width: 300, height: 228, snap: 0.1, covers: [], foot: 0 };

/** The crowd, or the stops of one city in it, if an inset can show more of those apart. */
function clearest(crowd: Site[]): Site[] {
  const apart = (some: Site[]): number => {
    const at = ({ lat, lon }: Site): LatLon => [lat, lon];
    const view = framing(INSET, extentOf(some.map(at), CLOSEST_VENUES), INSET_MARGIN);
    return clusters(some, (site) => view.pixel(at(site))).filter(({ sites }) => sites.length === 1).length;
  };
  const choices = [
    crowd,
    ...[...cities(crowd)].map((city) => crowd.filter(({ stop }) => (stop.city || stop.name) === city)),
  ];
  const marked = choices.map((some) => ({ some, worth: some.length > 1 ? apart(some) : 0 }));
  return marked.reduce((best, each) => (each.worth > best.worth ? each : best)).some;
}

const spread = (sites: { lat: number; lon: number }[]): number =>
  Math.max(...sites.map(({ lat, lon }) => Math.hypot(lat - sites[0]!.lat, lon - sites[0]!.lon)));
