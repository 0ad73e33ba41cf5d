/** A second, small map: a close look at a city whose venues fall on one another, or, in a close view, where it is. */
import { boxWithin, el, isolated } from "./dom";
import { CORNERS, type Corner } from "./framing";
import { RouteLayer } from "./layer";
import type { Ground } from "./tiles";
import { clusterName, type Site } from "./clusters";
import { CLOSEST_VENUES, evenly } from "./view";
import { WORDS } from "./words";

export class Inset {
  readonly element: HTMLElement;
  readonly layer: RouteLayer;
  /** Whether it shows where the big map is, which then shows all the stops of one place. */
  readonly locator: boolean;
  private readonly frame = el("div", { class: "geomap-inset-map" });
  private map: L.Map | undefined;

  /**
   * Takes its place on the page, empty.
   *
   * @param select called with the number of a stop whose pin in the inset was pressed
   */
  constructor(
    host: HTMLElement,
    main: RouteLayer,
    sites: Site[],
    ground: Ground,
    select: (number: number, opener: HTMLElement | null) => void,
  ) {
    this.locator = sites.length === main.sites.length;
    const title = this.locator ? WORDS.whereItIs : clusterName(sites);
    const heading = el("p", { class: "geomap-inset-title", "aria-hidden": "true" }, isolated(title));
    this.element = el("div", { class: "geomap-inset", role: "group", "aria-label": title }, heading, this.frame);
    this.element.inert = this.locator;
    host.append(this.element);
    this.layer = new RouteLayer(main.drawing, {
      ground,
      only: new Set(sites.map(({ stop }) => stop.number)),
      bare: true,
      obstacles: () => [boxWithin(heading, this.frame)],
    });
    this.layer.on("stop", (event) => {
      const { number } = event as unknown as { number: number | null };
      if (number !== null) select(number, this.layer.pins.button(number));
    });
  }

  /** Show its stops, in the size that it has now. */
  draw(): void {
    if (this.map) return;
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
    if (this.locator) this.layer.fit(map, evenly(20), 3.2);
    else this.layer.fit(map, { top: 35, right: 44, bottom: 40, left: 44 }, CLOSEST_VENUES);
    if (!this.locator) L.control.scale({ imperial: false, maxWidth: 60 }).addTo(map);
    this.layer.addTo(map);
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
    for (const each of CORNERS) this.element.classList.toggle(`geomap-inset-${each}`, each === corner);
  }
}
