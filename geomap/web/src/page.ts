/** The published page: title, list, map, inset, key, notes and sources. */
import type { Drawing, LatLon } from "./drawing";
import { cities, clusters, type Site } from "./clusters";
import { boxWithin, controlBoxes, el, isolated, link, svg } from "./dom";
import { arrange, framing, type Framing } from "./framing";
import { letThePageScroll } from "./gestures";
import { Inset } from "./inset";
import { RouteLayer } from "./layer";
import { legend } from "./legend";
import { StopList } from "./list";
import { attribution, zoomSteps, type Ground } from "./tiles";
import { CLOSEST_VENUES, evenly, margin, painted, still } from "./view";
import { WORDS } from "./words";

/** Below this width of the page, in pixels, insets stand under the map instead of in it, as in the style. */
const NARROW = 600;
/** Below this width the map has room for one inset only. */
const ROOM_FOR_TWO = 700;

/** @param attached called when the page has its size */
export function buildPage(root: HTMLElement, drawing: Drawing, ground: Ground, attached?: () => void): void {
  root.classList.add("geomap-root");
  const frame = el("div", { class: "geomap-map", role: "region", "aria-label": WORDS.map });
  const alternative = el("p", { class: "geomap-unseen", id: "geomap-description" }, drawing.description);
  frame.setAttribute("aria-describedby", alternative.id);
  const stage = el("div", { class: "geomap-stage" }, alternative, frame);
  const list = new StopList(
    drawing,
    (number, opener) => select(number, opener),
    (number) => {
      layer.look(number);
      for (const inset of insets) inset.layer.pins.select(number);
    },
  );
  const main = el("div", { class: "geomap-main" }, list.element, stage);
  const map = L.map(frame, {
    attributionControl: ground.tiles !== null,
    zoomAnimation: !still(),
    zoomControl: false,
    zoomSnap: zoomSteps(ground),
    zoomDelta: 1,
    minZoom: 0,
    maxZoom: 16,
    worldCopyJump: false,
    trackResize: false,
    keyboard: false,
  });
  L.control
    .zoom({ zoomInTitle: WORDS.zoomIn, zoomOutTitle: WORDS.zoomOut, zoomInText: "+", zoomOutText: "−" })
    .addTo(map);
  map.setView([0, 0], 0); // so that it takes note when its size changes
  map.attributionControl?.setPrefix(false);
  L.control.scale({ imperial: false, maxWidth: 100 }).addTo(map);
  wholeRoute(() => firstView()).addTo(map);
  letThePageScroll(map);
  // Only now, so that the browser lays the page out once.
  root.append(
    el(
      "header",
      { class: "geomap-header" },
      el("h1", {}, isolated(drawing.title)),
      el("p", { class: "geomap-summary" }, drawing.summary),
    ),
    main,
  );
  attached?.();

  let insets: Inset[] = [];
  /** The map comes first: the list and the insets' contents take as long again. */
  const filled = painted().then(() => {
    list.fill();
    root.append(footer(drawing, ground));
    for (const inset of insets) inset.draw();
  });
  const layer = new RouteLayer(drawing, {
    ground,
    after: filled,
    obstacles: () => insets.map(({ element }) => boxWithin(element, frame)),
  });
  layer.on("stop", (event) => {
    const { number } = event as unknown as { number: number | null };
    list.mark(number);
    for (const inset of insets) inset.layer.pins.select(number);
  });
  map.on("zoomend", () => {
    for (const inset of insets)
      inset.rest(inset.layer.sites.every(({ stop }) => layer.pins.markOf(stop.number)?.sites.length === 1));
  });
  const select = (number: number, opener: HTMLElement | null): void => layer.select(number, opener);

  let shown = "";
  const view = (): string => `${map.getCenter()} ${map.getZoom()}`;
  const firstView = (): void => {
    frameRoute();
    for (const inset of insets) inset.draw();
  };
  const frameRoute = (): void => {
    map.invalidateSize({ animate: false });
    for (const inset of insets) inset.remove();
    insets = [];
    const points = layer.points();
    if (points.length === 0) layer.fit(map);
    else arranged(points);
    layer.addTo(map);
    layer.update();
    shown = view();
  };
  const arranged = (points: LatLon[]): void => {
    const size = map.getSize();
    const plain = framing(map, points, margin(size));
    const narrow = main.clientWidth < NARROW;
    insets = dense(layer.sites, plain)
      .slice(0, narrow || size.x >= ROOM_FOR_TWO ? 2 : 1)
      .map((sites) => new Inset(stage, layer, sites, ground, select));
    map.invalidateSize({ animate: false }); // an inset under the map takes some of its height
    const locator = insets.some((inset) => inset.locator);
    const within = narrow ? [] : insets;
    const around = locator ? evenly(64) : margin(map.getSize());
    const { centre, zoom, corners } = arrange(
      map,
      points,
      layer.sites,
      within.map(({ element }) => ({ width: element.offsetWidth, height: element.offsetHeight })),
      controlBoxes(frame),
      around,
      ...(locator ? [CLOSEST_VENUES] : []),
    );
    for (const [i, inset] of within.entries()) inset.settle(corners[i]!);
    map.setView(centre, zoom, { animate: false });
  };
  frameRoute();
  onResize(frame, (wider) => {
    const untouched = view() === shown;
    if (untouched && wider) return firstView();
    map.invalidateSize({ animate: false });
    if (untouched) shown = view();
  });
  forPrint(map, firstView);
}

/** A button back to the first view. */
function wholeRoute(show: () => void): L.Control {
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => {
    const picture = svg(
      "svg",
      { viewBox: "0 0 30 30", focusable: "false", "aria-hidden": "true" },
      svg("path", { d: "M9 13V9h4M17 9h4v4M21 17v4h-4M13 21H9v-4" }),
    );
    const button = el(
      "a",
      { href: "#", role: "button", title: WORDS.wholeRoute, "aria-label": WORDS.wholeRoute },
      picture,
    );
    const bar = el("div", { class: "leaflet-bar geomap-whole" }, button);
    L.DomEvent.disableClickPropagation(bar);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      show();
    });
    return bar;
  };
  return control;
}

/** Stops of one city, or all stops, that would fall on one another in this view; the largest crowd first. */
function dense(sites: Site[], { pixel }: Framing): Site[][] {
  const crowds = clusters(sites, ({ lat, lon }) => pixel([lat, lon])).map((mark) => mark.sites);
  return crowds
    .filter((crowd) => crowd.length > 1 && spread(crowd) > 0.0004)
    .filter((crowd) => cities(crowd).size === 1 || crowd.length === sites.length)
    .sort((a, b) => b.length - a.length);
}

const spread = (sites: { lat: number; lon: number }[]): number =>
  Math.max(...sites.map(({ lat, lon }) => Math.hypot(lat - sites[0]!.lat, lon - sites[0]!.lon)));

/** A new width is a new page; a new height is only a phone's address bar. */
function onResize(element: HTMLElement, react: (wider: boolean) => void): void {
  let width: number | undefined;
  new ResizeObserver(() => {
    const before = width;
    width = element.clientWidth;
    if (before !== undefined) react(Math.abs(width - before) >= 2);
  }).observe(element);
}

/** The paper has its own width: draw the whole route for it, and what the reader was looking at again afterwards. */
function forPrint(map: L.Map, draw: () => void): void {
  let [centre, zoom] = [map.getCenter(), map.getZoom()];
  const turn = (printing: boolean): void => {
    document.documentElement.classList.toggle("geomap-printing", printing);
    draw();
  };
  window.addEventListener("beforeprint", () => {
    [centre, zoom] = [map.getCenter(), map.getZoom()];
    turn(true);
  });
  window.addEventListener("afterprint", () => {
    turn(false);
    map.setView(centre, zoom, { animate: false });
  });
}

function footer(drawing: Drawing, { tiles }: Ground): HTMLElement {
  const credits = el("p", { class: "geomap-credits" });
  for (const [i, { text, url }] of drawing.credits.entries()) credits.append(i > 0 ? " · " : "", link(text, url));
  if (tiles?.attribution) credits.append(" · ", attribution(tiles));
  return el(
    "footer",
    { class: "geomap-footer" },
    legend(drawing),
    el("p", { class: "geomap-notes" }, [...drawing.notes, ...(tiles ? [WORDS.tiles] : [])].join(" ")),
    credits,
  );
}
