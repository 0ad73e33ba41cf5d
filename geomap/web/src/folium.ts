/** Entry for folium: gives it its map and its layer. */
import { readBlock, type Drawing } from "./drawing";
import { RouteLayer } from "./layer";
import { Legend } from "./legend";
import { groundOf, zoomSteps, type Block, type Ground } from "./tiles";
import { still } from "./view";

let ground: Ground | undefined;
const readGround = (): Ground => (ground ??= groundOf(readBlock("geomap-basemap") as Block));

interface FoliumOptions {
  basemap: boolean;
  key: boolean;
  fit: boolean;
}

/** The drawing as a layer that brings its key and its first view along. */
class FoliumLayer extends RouteLayer {
  private readonly key = new L.Control({ position: "bottomleft" });

  constructor(
    drawing: Drawing,
    private readonly folium: FoliumOptions,
  ) {
    super(drawing, { ground: folium.basemap ? readGround() : { basemap: null, tiles: null } });
    this.key.onAdd = () => {
      const { element } = new Legend(drawing, folium.basemap);
      element.classList.add("geomap-key-control");
      return element;
    };
  }

  override getAttribution(): string {
    // Leaflet takes this for HTML, so only the constant credits go in.
    return `Places: GeoNames (CC BY 4.0)${this.folium.basemap ? " | Land and borders: Natural Earth" : ""}`;
  }

  override onAdd(map: L.Map): this {
    if (this.folium.fit) this.fit(map);
    if (this.folium.key) this.key.addTo(map);
    return super.onAdd(map);
  }

  override onRemove(map: L.Map): this {
    this.key.remove();
    return super.onRemove(map);
  }
}

/** A map in the element with this id, made for the basemap of the page. */
function map(id: string): L.Map {
  const zoomSnap = zoomSteps(readGround());
  const made = L.map(id, { zoomAnimation: !still(), zoomSnap, minZoom: 0, maxZoom: 16 }).setView([25, 10], 2, {
    animate: false,
  });
  L.control.scale({ imperial: false, maxWidth: 120, position: "bottomright" }).addTo(made);
  return made;
}

const layer = (block: string, options: FoliumOptions): RouteLayer =>
  new FoliumLayer(readBlock(block) as Drawing, options);

(window as unknown as { geomap: object }).geomap = { layer, map };
