/** Numbered pins, and a badge for those that would fall on one another. */
import type { PlacedStop } from "./drawing";
import { el, svg } from "./dom";
import { BADGE_HEIGHT, badgeText, clusterName, clusters, PIN, ranges, type Cluster, type Site } from "./clusters";
import { boxAround, type Box } from "./geometry";
import { AREAS } from "./words";

/** The doubt about an approximate place is never drawn smaller than this radius, in pixels. */
const LEAST_DOUBT = 18;

export function pinName(stop: PlacedStop): string {
  const parts = [`${stop.number}`, stop.name, stop.when, stop.status_words];
  if (stop.approximate) parts.push("approximate place");
  return parts.filter(Boolean).join(", ");
}

/** The mark of a stop: shape tells the status (filled, ring, dotted ring), never colour alone. */
export function disc(stop: { number: number; status: string; earlier: boolean }): HTMLElement {
  const mark = el("span", {
    class: `geomap-disc geomap-${stop.status}${stop.earlier ? " geomap-earlier" : ""}`,
    "aria-hidden": "true",
  });
  const ring = svg("svg", { viewBox: "0 0 28 28", width: 28, height: 28, focusable: "false" });
  ring.append(
    svg("circle", { class: "geomap-disc-edge", cx: 14, cy: 14, r: 13.5 }),
    svg("circle", { class: "geomap-disc-ring", cx: 14, cy: 14, r: 10.75 }),
  );
  mark.append(ring, el("span", { class: "geomap-disc-number" }, String(stop.number)));
  return mark;
}

type Chosen = (site: Site) => void;
type Opened = (sites: Site[]) => void;

/** Draws pins and badges, and regroups them when the zoom changes. */
export class PinsLayer extends L.Layer {
  private readonly pins = new Map<Site, L.Marker>();
  private badges: L.Marker[] = [];
  private readonly discs = L.layerGroup();
  private renderer: L.Renderer | undefined;
  private selected: Site | undefined;
  marks: Cluster[] = [];

  constructor(
    readonly sites: Site[],
    private readonly choose: Chosen,
    private readonly open: Opened,
  ) {
    super();
  }

  override onAdd(map: L.Map): this {
    map.createPane("geomap-doubt").style.zIndex = "410";
    map.createPane("geomap-pins").style.zIndex = "640";
    this.renderer = L.svg({ pane: "geomap-doubt", padding: 0.5 });
    for (const site of this.sites) this.pins.set(site, this.pin(site));
    this.discs.addTo(map);
    map.on("zoomend", this.regroup, this);
    this.regroup();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("zoomend", this.regroup, this);
    for (const marker of [...this.pins.values(), ...this.badges]) marker.remove();
    this.discs.remove();
    this.renderer?.remove();
    this.pins.clear();
    this.badges = [];
    this.marks = [];
    return this;
  }

  /** Boxes of all marks, in pixels of the container. */
  boxes(): Box[] {
    const map = this._map;
    if (!map) return [];
    return this.marks.map(({ at, box }) => {
      const { x, y } = map.layerPointToContainerPoint([at[0], at[1]]);
      return boxAround([x, y], box.right - box.left, box.bottom - box.top);
    });
  }

  /** The mark that shows this stop now. */
  markOf(number: number): Cluster | undefined {
    return this.marks.find(({ sites }) => sites.some(({ stop }) => stop.number === number));
  }

  select(number: number | null): void {
    this.selected = this.sites.find(({ stop }) => stop.number === number);
    this.showSelected();
  }

  /** The button of the mark that shows this stop now. */
  button(number: number): HTMLButtonElement | null {
    const markers = [...this.pins.values(), ...this.badges];
    for (const marker of markers) {
      const button = marker.getElement()?.querySelector("button");
      if (button && this.numbersOf(button).includes(number)) return button;
    }
    return null;
  }

  private numbersOf(button: HTMLElement): number[] {
    return (button.dataset.numbers ?? "").split(" ").map(Number);
  }

  private showSelected(): void {
    for (const marker of [...this.pins.values(), ...this.badges]) {
      const button = marker.getElement()?.querySelector("button");
      if (!button) continue;
      const on = this.selected !== undefined && this.numbersOf(button).includes(this.selected.stop.number);
      button.classList.toggle("geomap-selected", on);
      button.setAttribute("aria-pressed", String(on));
      marker.setZIndexOffset(on ? 10000 : 0);
    }
  }

  private pin(site: Site): L.Marker {
    const { stop } = site;
    const button = el(
      "button",
      {
        type: "button",
        class: "geomap-pin",
        "data-stop": stop.number,
        "data-numbers": stop.number,
        "aria-label": pinName(stop),
      },
      disc(stop),
    );
    button.addEventListener("click", () => this.choose(site));
    return marker(button, site, PIN, PIN);
  }

  private badge({ sites, at, box }: Cluster): L.Marker {
    const numbers = sites.map(({ stop }) => stop.number);
    const text = badgeText(numbers);
    const statuses = new Set(sites.map(({ stop }) => stop.status));
    const status = statuses.size === 1 ? [...statuses][0]! : statuses.has("planned") ? "planned" : "past";
    const earlier = sites.every(({ stop }) => stop.earlier) ? " geomap-earlier" : "";
    const button = el(
      "button",
      {
        type: "button",
        class: `geomap-badge geomap-${status}${earlier}`,
        "data-stops": ranges(numbers, "-", ","),
        "data-numbers": numbers.join(" "),
        "aria-label": `${ranges(numbers)}, ${clusterName(sites)}: show these stops apart`,
      },
      el("span", { "aria-hidden": "true" }, text),
    );
    button.addEventListener("click", () => this.open(sites));
    const { lat, lng } = this._map.layerPointToLatLng([at[0], at[1]]);
    return marker(button, { lat, lon: lng }, box.right - box.left, BADGE_HEIGHT);
  }

  private regroup(): void {
    const map = this._map;
    const focused =
      document.activeElement instanceof HTMLElement && map.getContainer().contains(document.activeElement)
        ? this.numbersOf(document.activeElement)
        : [];
    this.marks = clusters(this.sites, ({ lat, lon }) => {
      const { x, y } = map.latLngToLayerPoint([lat, lon]);
      return [x, y];
    });
    const single = new Set(this.marks.filter(({ sites }) => sites.length === 1).map(({ sites }) => sites[0]!));
    for (const badge of this.badges) badge.remove();
    this.badges = [];
    this.discs.clearLayers();
    for (const [site, marker] of this.pins) {
      if (single.has(site)) marker.addTo(map);
      else marker.remove();
      if (single.has(site) && (site.stop.approximate || AREAS.has(site.stop.kind))) this.doubt(site).addTo(this.discs);
    }
    for (const mark of this.marks) if (mark.sites.length > 1) this.badges.push(this.badge(mark).addTo(map));
    this.inTravelOrder();
    this.showSelected();
    const lost = focused.length > 0 && focused[0] !== 0 && !map.getContainer().contains(document.activeElement);
    if (lost) this.button(focused[0]!)?.focus({ preventScroll: true });
  }

  /** Tab and screen readers take the marks in the order of the document. */
  private inTravelOrder(): void {
    const elements = [...this.pins.values(), ...this.badges].flatMap((marker) => marker.getElement() ?? []);
    const first = (element: HTMLElement): number => this.numbersOf(element.querySelector("button")!)[0]!;
    this._map.getPane("geomap-pins")!.append(...elements.sort((a, b) => first(a) - first(b)));
  }

  /** A soft disc as wide as the doubt, or as the area that the stop is. */
  private doubt({ stop, lat, lon }: Site): L.CircleMarker {
    const metresPerPixel = (40_075_016 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** this._map.getZoom());
    const radius = Math.max(LEAST_DOUBT, Math.min(160, stop.radius_m / metresPerPixel));
    return L.circleMarker([lat, lon], {
      radius,
      className: "geomap-doubt",
      pane: "geomap-doubt",
      renderer: this.renderer!,
      interactive: false,
    });
  }
}

function marker(
  button: HTMLElement,
  { lat, lon }: { lat: number; lon: number },
  width: number,
  height: number,
): L.Marker {
  const icon = L.divIcon({ className: "geomap-mark", html: button, iconSize: [width, height] });
  return L.marker([lat, lon], { icon, pane: "geomap-pins", keyboard: false, interactive: false });
}
