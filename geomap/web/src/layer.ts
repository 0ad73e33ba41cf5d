/** The drawing as one Leaflet layer: basemap, legs, pins, labels and card, on any map. */
import { card, chooser } from "./card";
import { controlBoxes } from "./dom";
import type { Drawing, LatLon } from "./drawing";
import type { Box, XY } from "./geometry";
import { GroundLayer } from "./ground";
import { LabelsLayer } from "./labels";
import { LegsLayer } from "./legs";
import type { Site } from "./clusters";
import { PinsLayer } from "./pins";
import { routeOf, type Route } from "./route";
import { tileLayer, type Ground } from "./tiles";
import { CLOSEST_VENUES, fit, flyTo, margin, still, turn, uncover, type Padding } from "./view";

export interface LayerOptions {
  /** What lies below. */
  ground: Ground;
  /** Draw only these stops, by number, and the legs between them. */
  only?: ReadonlySet<number>;
  /** Show no card: somebody else does. */
  bare?: boolean;
  /** Where the card of a stop may stand; on the left where it is left out. */
  side?: (number: number) => "left" | "right";
  /** What else covers the map, in pixels of the container. */
  obstacles?: () => Box[];
  /** What the reader sees before the ground; without it the ground comes at once, if it is known. */
  after?: Promise<void>;
}

/** Fires `drawn` after each change of view, and `stop` with `{number}` when a stop is selected, with `{number: null}` when none is any more. */
export class RouteLayer extends L.Layer {
  readonly pins: PinsLayer;
  private readonly route: Route;
  private readonly legs: LegsLayer;
  private readonly labels: LabelsLayer;
  /** The built-in map, and the countries that are stops over the tiles; both come after the route. */
  private readonly ground: GroundLayer[] = [];
  /** Codes of the countries of the route, and of those that are themselves stops. */
  private readonly visited: Set<string>;
  private readonly countries: Set<string>;
  private open: HTMLElement | null = null;
  private opener: HTMLElement | null = null;
  private before: { centre: L.LatLng; zoom: number; number: number } | null = null;
  private readonly tiles: L.TileLayer | null;
  private tilesShown = false;
  private frame = 0;
  private complete = false;
  /** When ground and names are drawn. */
  ready: Promise<void> = Promise.resolve();
  selected: number | null = null;

  constructor(
    readonly drawing: Drawing,
    private readonly settings: LayerOptions,
  ) {
    super();
    const { only, ground } = settings;
    const { tiles } = ground;
    this.route = routeOf(drawing, only);
    const { sites, legs } = this.route;
    this.visited = new Set(drawing.stops.map(({ country }) => country).filter(Boolean));
    this.countries = new Set(drawing.stops.filter(({ kind }) => kind === "country").map(({ country }) => country));

    this.tiles =
      tiles &&
      tileLayer(tiles, () => {
        this.tilesShown = true;
        this.schedule();
      });
    this.pins = new PinsLayer(
      sites,
      ({ stop }) => this.select(stop.number, this.pins.button(stop.number)),
      (sites) => this.separate(sites),
    );
    this.legs = new LegsLayer(
      legs,
      () => this.pins.boxes(),
      (from, to) => this.pins.joint(from, to),
    );
    this.labels = new LabelsLayer({
      marks: () => this.pins.marks,
      markBoxes: () => this.pins.boxes(),
      obstacles: () => [
        ...this.legs.arrowBoxes,
        ...controlBoxes(this._map.getContainer()),
        ...(settings.obstacles?.() ?? []),
      ],
      lines: () => this.linesInPixels(),
      context: () => !this.onTiles(),
      cities: drawing.cities,
      waters: drawing.waters,
      visited: this.visited,
      named: new Set(
        sites.flatMap(({ stop: { name, kind, city } }) => [
          name,
          name.replace(/^the /i, ""),
          kind === "city" ? city : "",
        ]),
      ),
    });
  }

  override onAdd(map: L.Map): this {
    if (this.settings.ground.basemap) map.getContainer().classList.add("geomap-has-basemap");
    for (const layer of this.parts()) layer.addTo(map);
    map.on("zoomend moveend resize", this.schedule, this);
    map.on("zoomstart", this.hideLabels, this);
    map.getContainer().addEventListener("keydown", this.onKey);
    this.schedule();
    if (!this.complete) this.ready = this.finishLater(map);
    return this;
  }

  /** What the reader can wait for, each in a task of its own: the ground, then the names. */
  private async finishLater(map: L.Map): Promise<void> {
    const { after, ground } = this.settings;
    if (!after && ground.basemap?.isDecoded) return this.finish(map);
    const container = map.getContainer();
    container.setAttribute("aria-busy", "true");
    await after;
    await turn();
    ground.basemap?.decode();
    await turn();
    for (const layer of this.lay()) await layer.addInTurns(map);
    if (this._map === map) {
      this.complete = true;
      await this.labels.updateInTurns();
    }
    container.removeAttribute("aria-busy");
  }

  private finish(map: L.Map): void {
    for (const layer of this.lay()) layer.addTo(map);
    this.complete = true;
    this.update();
  }

  /** Make the ground below the route, which is not on the map yet. */
  private lay(): GroundLayer[] {
    const { basemap } = this.settings.ground;
    if (!basemap || this.ground.length > 0) return [];
    const decoded = basemap.decode();
    this.ground.push(GroundLayer.whole(decoded, this.visited, this.countries));
    if (this.tiles) this.ground.push(GroundLayer.tint(decoded, this.countries));
    this.labels.basemap = decoded;
    return this.ground;
  }

  override onRemove(map: L.Map): this {
    this.close();
    map.off("zoomend moveend resize", this.schedule, this);
    map.off("zoomstart", this.hideLabels, this);
    map.getContainer().removeEventListener("keydown", this.onKey);
    map.getContainer().classList.remove("geomap-has-basemap");
    cancelAnimationFrame(this.frame);
    for (const layer of this.parts()) layer.remove();
    return this;
  }

  /** Whether tiles are seen, ours or those of the map that took this layer: they have names and colours of their own. */
  private onTiles(): boolean {
    let found = false;
    this._map.eachLayer((layer) => {
      found ||= layer instanceof L.TileLayer && (layer !== this.tiles || this.tilesShown);
    });
    return found;
  }

  private parts(): L.Layer[] {
    return [...this.ground, ...(this.tiles ? [this.tiles] : []), this.legs, this.pins, this.labels];
  }

  /** All that the first view must show. */
  points(): LatLon[] {
    return this.route.points;
  }

  /** Fit the map, which need not have the layer yet. */
  fit(
    map: L.Map,
    padding: Padding = margin({ width: map.getSize().x, height: map.getSize().y }),
    closest?: number,
  ): void {
    fit(map, this.points(), padding, closest);
  }

  /** Redraw once, before the next frame. */
  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.update());
  }

  update(): void {
    cancelAnimationFrame(this.frame);
    if (!this._map) return;
    this._map.getContainer().classList.toggle("geomap-on-tiles", this.onTiles());
    this.legs.update();
    if (this.complete) this.labels.update();
    this.fire("drawn");
  }

  /** Until the zoom has ended: names stand right for one zoom only. */
  private hideLabels(): void {
    this.labels.hide();
  }

  private linesInPixels(): XY[][] {
    const map = this._map;
    return this.legs.lines().map((line) =>
      line.map(([lat, lon]): XY => {
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        return [x, y];
      }),
    );
  }

  /** Zoom until the stops of a badge stand apart; if they never will, list them. */
  separate(sites: Site[]): void {
    const spread = Math.max(...sites.flatMap((a) => sites.map((b) => Math.hypot(a.lat - b.lat, a.lon - b.lon))));
    if (spread < 0.0004) {
      const stops = sites.map(({ stop }) => stop);
      this.show(
        chooser(stops, { close: () => this.close(true), select: (number) => this.select(number, this.opener) }),
        this.pins.button(stops[0]!.number),
      );
      return;
    }
    this.close();
    this.before ??= { centre: this._map.getCenter(), zoom: this._map.getZoom(), number: sites[0]!.stop.number };
    flyTo(
      this._map,
      sites.map(({ lat, lon }): LatLon => [lat, lon]),
      CLOSEST_VENUES,
    );
  }

  /** @param opener what gets the focus back when the card closes */
  select(number: number, opener: HTMLElement | null): void {
    const stop = this.drawing.stops.find((each) => each.number === number);
    if (!stop) return;
    this.selected = number;
    this.pins.select(number);
    const { bare, side } = this.settings;
    if (!bare) {
      const actions = { close: () => this.close(true), select: (other: number) => this.select(other, this.opener) };
      this.show(card(stop, this.drawing, actions, side?.(number)), opener);
    }
    const site = this.route.sites.find((each) => each.stop === stop);
    if (site && this._map) uncover(this._map, [site.lat, site.lon], this.open?.getBoundingClientRect() ?? null);
    this.fire("stop", { number });
  }

  /** Mark a stop and bring it into view, without its card. */
  look(number: number): void {
    this.close();
    this.pins.select(number);
    const site = this.route.sites.find(({ stop }) => stop.number === number);
    if (site) uncover(this._map, [site.lat, site.lon], null);
  }

  private show(element: HTMLElement, opener: HTMLElement | null): void {
    this.open?.remove();
    this.open = element;
    this.opener = opener;
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    this._map.getContainer().append(element);
    element.focus();
  }

  close(giveBack = false): void {
    if (!this.open) return;
    this.open.remove();
    this.open = null;
    const { opener, selected } = this;
    this.selected = null;
    this.opener = null;
    this.pins.select(null);
    this.fire("stop", { number: null });
    if (!giveBack) return;
    const target = opener?.isConnected ? opener : selected === null ? null : this.pins.button(selected);
    target?.focus();
  }

  /** To what was seen before a badge was opened, and to the badge. */
  private goBack(): void {
    const { centre, zoom, number } = this.before!;
    this.before = null;
    this._map.once("moveend", () => this.pins.button(number)?.focus({ preventScroll: true }));
    this._map.setView(centre, zoom, { animate: !still() });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !(this.open || this.before)) return;
    event.stopPropagation();
    if (this.open) this.close(true);
    else this.goBack();
  };
}
