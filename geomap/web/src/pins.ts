/** Numbered pins, and a badge for those that would fall on one another. */
import { BADGE_HEIGHT, clusters, PIN, type Cluster, type Site } from "./clusters";
import { badgeButton, numbersOf, pinButton } from "./disc";
import { boxAround, type Box, type XY } from "./geometry";
import { type Joint, joint } from "./joints";
import { AREAS } from "./words";

/** The doubt about an approximate place is never drawn smaller than this radius, in pixels. */
const LEAST_DOUBT = 18;

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
    map.on("zoomend viewreset", this.regroup, this);
    this.regroup();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("zoomend viewreset", this.regroup, this);
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

  /** How the leg between these stops joins their marks now; null where one mark shows both. */
  joint(from: number, to: number): Joint | null {
    return joint(this.marks, (site) => this.position(site), from, to);
  }

  private position({ lat, lon }: Site): XY {
    const { x, y } = this._map.latLngToLayerPoint([lat, lon]);
    return [x, y];
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
      if (button && numbersOf(button).includes(number)) return button;
    }
    return null;
  }

  private showSelected(): void {
    for (const marker of [...this.pins.values(), ...this.badges]) {
      const button = marker.getElement()?.querySelector("button");
      if (!button) continue;
      const on = this.selected !== undefined && numbersOf(button).includes(this.selected.stop.number);
      button.classList.toggle("geomap-selected", on);
      button.setAttribute("aria-pressed", String(on));
      marker.setZIndexOffset(on ? 10000 : 0);
    }
  }

  private pin(site: Site): L.Marker {
    const button = pinButton(site.stop);
    button.addEventListener("click", () => this.choose(site));
    return marker(button, site, PIN, PIN);
  }

  private badge({ sites, at, box }: Cluster): L.Marker {
    const button = badgeButton(sites);
    button.addEventListener("click", () => this.open(sites));
    const { lat, lng } = this._map.layerPointToLatLng([at[0], at[1]]);
    return marker(button, { lat, lon: lng }, box.right - box.left, BADGE_HEIGHT);
  }

  private regroup(): void {
    const map = this._map;
    const focused =
      document.activeElement instanceof HTMLElement && map.getContainer().contains(document.activeElement)
        ? numbersOf(document.activeElement)
        : [];
    this.marks = clusters(this.sites, (site) => this.position(site));
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
    const first = (element: HTMLElement): number => numbersOf(element.querySelector("button")!)[0]!;
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
