/** A second, small map: a close look at a city whose venues fall on one another, or, in a close view, where it is. */
import { surroundings, type Site } from "./clusters";
import { boxWithin, el, isolated } from "./dom";
import { CORNERS, type Corner } from "./framing";
import type { Box } from "./geometry";
import type { RouteLayer } from "./layer";
import { CLOSEST_VENUES, evenly, type Padding } from "./view";
import { WORDS } from "./words";

/** Room for pins, their names, the title and the scale. */
export const INSET_MARGIN: Padding = { top: 35, right: 44, bottom: 40, left: 44 };

export class Inset {
  readonly element: HTMLElement;
  /** The numbers of its stops. */
  readonly numbers: ReadonlySet<number>;
  layer: RouteLayer | undefined;
  corner: Corner | undefined;
  private readonly frame = el("div", { class: "geomap-inset-map" });
  private readonly heading: HTMLElement;
  private map: L.Map | undefined;

  /**
   * Takes its place on the page, empty.
   *
   * @param locator whether it shows where the big map is, which then shows all the stops of one place
   */
  constructor(
    host: HTMLElement,
    sites: Site[],
    readonly locator: boolean,
  ) {
    const title = locator ? WORDS.whereItIs : surroundings(sites);
    this.numbers = new Set(sites.map(({ stop }) => stop.number));
    this.heading = el("p", { class: "geomap-inset-title", "aria-hidden": "true" }, isolated(title));
    this.element = el(
      "div",
      { class: `geomap-inset${locator ? " geomap-locator" : ""}`, role: "group", "aria-label": title },
      this.heading,
      this.frame,
    );
    this.element.inert = locator;
    host.append(this.element);
  }

  /** What covers its map, in pixels of that. */
  obstacles(): Box[] {
    return [boxWithin(this.heading, this.frame)];
  }

  /** Show its stops, in the size that it has now. */
  draw(layer: RouteLayer): void {
    this.layer = layer;
    const map = L.map(this.frame, {
      attributionControl: false,
      boxZoom: false,
      doubleClickZoom: false,
      dragging: false,
      keyboard: false,
      scrollWheelZoom: false,
      touchZoom: false,
      zoomControl: false,
      zoomSnap: 0.1,
    });
    this.map = map;
    if (this.locator) layer.fit(map, evenly(20), 3.2);
    else layer.fit(map, INSET_MARGIN, CLOSEST_VENUES);
    if (!this.locator) L.control.scale({ imperial: false, maxWidth: 90 }).addTo(map);
    layer.addTo(map);
  }

  remove(): void {
    this.map?.remove();
    this.element.remove();
  }

  /** Out of the way while the big map itself shows what it shows; a locator always stays. */
  rest(idle: boolean): void {
    this.element.classList.toggle("geomap-inset-idle", idle && !this.locator);
  }

  /** Put it into a corner of the big map. */
  settle(corner: Corner): void {
    this.corner = corner;
    for (const each of CORNERS) this.element.classList.toggle(`geomap-inset-${each}`, each === corner);
  }
}

/** The side of the map where a stop's card hides neither the inset that shows the stop nor, if it can, another. */
export function cardSide(insets: Inset[], number: number): "left" | "right" {
  const own = insets.find(({ numbers }) => numbers.has(number));
  const onLeft = (inset: Inset): boolean => inset.corner === "bottom-left";
  if (own) return onLeft(own) ? "right" : "left";
  return insets.length > 0 && insets.every(onLeft) ? "right" : "left";
}
