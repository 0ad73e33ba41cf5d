/** The map of the page, with its controls and insets, once Leaflet is there. */
import { boxWithin, el, svg } from "./dom";
import type { Drawing } from "./drawing";
import type { Box } from "./geometry";
import { letThePageScroll } from "./gestures";
import type { Legend, Shown } from "./legend";
import { cardSide, type Inset } from "./inset";
import { RouteLayer } from "./layer";
import type { StopList } from "./list";
import { open, SCALE_WIDTH, type Opening, type Shell } from "./opening";
import type { Route } from "./route";
import { zoomSteps, type Ground } from "./tiles";
import { still } from "./view";
import { WORDS } from "./words";

export class PageMap {
  private readonly map: L.Map;
  private readonly layer: RouteLayer;
  private insets: Inset[];
  /** What the first view looks like: as long as the reader has not moved the map, it is made anew for a new width. */
  private shown: string;

  /** @param after what the reader sees before the ground */
  constructor(
    private readonly shell: Shell,
    private readonly drawing: Drawing,
    private readonly route: Route,
    private readonly ground: Ground,
    list: StopList,
    legend: Legend,
    opening: Opening,
    after: Promise<void>,
  ) {
    const { frame } = shell;
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
      center: opening.centre,
      zoom: opening.zoom,
    });
    this.map = map;
    this.insets = opening.insets;
    map.attributionControl?.setPrefix(false);
    L.control
      .zoom({ zoomInTitle: WORDS.zoomIn, zoomOutTitle: WORDS.zoomOut, zoomInText: "+", zoomOutText: "−" })
      .addTo(map);
    wholeRoute(() => this.firstView()).addTo(map);
    L.control.scale({ imperial: false, maxWidth: SCALE_WIDTH }).addTo(map);
    letThePageScroll(map);
    this.layer = new RouteLayer(drawing, {
      ground,
      after,
      side: (number) => cardSide(this.insets, number),
      obstacles: () => this.insetBoxes(),
    });
    this.layer.on("drawn", () => legend.show(this.seen()));
    this.layer.on("stop", (event) => {
      const { number } = event as unknown as { number: number | null };
      list.mark(number);
      for (const { layer } of this.insets) layer?.pins.select(number);
    });
    this.shown = this.view();
  }

  /** Draw the route. */
  start({ width, height }: Opening): void {
    const { map } = this;
    const { frame } = this.shell;
    this.layer.addTo(map);
    map.on("zoomend", () => {
      for (const inset of this.insets)
        inset.rest([...inset.numbers].every((number) => this.layer.pins.markOf(number)?.sites.length === 1));
    });
    if (frame.clientWidth !== width || frame.clientHeight !== height) this.frameRoute();
    onResize(frame, (wider) => {
      const untouched = this.view() === this.shown;
      if (untouched && wider) return this.firstView();
      map.invalidateSize({ animate: false });
      if (untouched) this.shown = this.view();
    });
    forPrint(map, () => this.firstView());
  }

  /** Draw what can wait: the ground and the names of the map, then the insets one after another. */
  async complete(): Promise<void> {
    await this.layer.ready;
    for (const inset of this.insets) {
      if (inset.layer) continue;
      this.draw(inset, Promise.resolve());
      await inset.layer!.ready;
    }
  }

  /** A mark was pressed: show the card of its stop, or its stops apart. */
  press(numbers: number[]): void {
    const { layer, route } = this;
    if (numbers.length > 1) layer.separate(route.sites.filter(({ stop }) => numbers.includes(stop.number)));
    else for (const number of numbers) this.select(number, layer.pins.button(number));
  }

  /** @param opener what gets the focus back when the card closes */
  select(number: number, opener: HTMLElement | null): void {
    this.layer.select(number, opener);
  }

  /** Mark a stop and bring it into view, without its card. */
  look(number: number): void {
    this.layer.look(number);
    for (const { layer } of this.insets) layer?.pins.select(number);
  }

  focus(number: number): void {
    this.layer.pins.button(number)?.focus({ preventScroll: true });
  }

  private view(): string {
    return `${this.map.getCenter()} ${this.map.getZoom()}`;
  }

  /** What the reader sees of the route, in the map or in an inset. */
  private seen(): Shown {
    const { layer, insets, shell } = this;
    const inInset = (...numbers: number[]): boolean =>
      insets.some((inset) => !inset.locator && numbers.every((number) => inset.numbers.has(number)));
    return {
      alone: (number) => layer.pins.markOf(number)?.sites.length === 1 || inInset(number),
      status: (number) =>
        new Set(layer.pins.markOf(number)?.sites.map(({ stop }) => stop.status)).size === 1 || inInset(number),
      apart: (one, other) => layer.pins.markOf(one) !== layer.pins.markOf(other) || inInset(one, other),
      mode: (mode) => shell.stage.querySelector(`[data-mode="${mode}"]`) !== null,
    };
  }

  private insetBoxes(): Box[] {
    return this.insets.map(({ element }) => boxWithin(element, this.shell.frame));
  }

  /** At once, as paper needs it. */
  private firstView(): void {
    this.frameRoute();
    for (const inset of this.insets) this.draw(inset);
  }

  private frameRoute(): void {
    const { map, shell, route, ground } = this;
    for (const inset of this.insets) inset.remove();
    const { insets, centre, zoom } = open(shell, route, ground);
    this.insets = insets;
    map.invalidateSize({ animate: false });
    map.setView(centre, zoom, { animate: false });
    this.layer.update();
    this.shown = this.view();
  }

  private draw(inset: Inset, after?: Promise<void>): void {
    const layer = new RouteLayer(this.drawing, {
      ground: this.ground,
      only: inset.numbers,
      bare: true,
      obstacles: () => inset.obstacles(),
      ...(after && { after }),
    });
    layer.on("stop", (event) => {
      const { number } = event as unknown as { number: number | null };
      if (number !== null) this.select(number, layer.pins.button(number));
    });
    inset.draw(layer);
  }
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

/** A new width is a new page; a new height is only a phone's address bar. */
function onResize(element: HTMLElement, react: (wider: boolean) => void): void {
  let [width, height] = [element.clientWidth, element.clientHeight]; // a hidden frame may be shown before the first call
  new ResizeObserver(() => {
    const wider = Math.abs(element.clientWidth - width) >= 2;
    const other = element.clientWidth !== width || element.clientHeight !== height;
    [width, height] = [element.clientWidth, element.clientHeight];
    if (other) react(wider);
  }).observe(element);
}

/** The paper has its own width: draw the whole route for it, and what the reader was looking at again afterwards. */
function forPrint(map: L.Map, draw: () => void): void {
  let [centre, zoom] = [map.getCenter(), map.getZoom()];
  const turn = (printing: boolean): void => {
    document.documentElement.classList.toggle("geomap-printing", printing);
    for (const details of document.querySelectorAll<HTMLDetailsElement>(".geomap-disputed")) details.open = printing;
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
