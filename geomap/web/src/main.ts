/** Entry: builds the page where there is one, and gives folium its layer. */
import { decodeBasemap, type Basemap } from "./basemap";
import { readBlock, type Drawing } from "./drawing";
import { RouteLayer } from "./layer";
import { legend } from "./legend";
import { buildPage } from "./page";

const DRAWING = "geomap-drawing";
const BASEMAP = "geomap-basemap";

const basemap = (): Basemap => decodeBasemap(readBlock(BASEMAP) as Parameters<typeof decodeBasemap>[0]);

/** The drawing as a layer for `map.addLayer`, from the data block with this id. */
function layer(block: string, options: { basemap: boolean }): RouteLayer {
  return new RouteLayer(readBlock(block) as Drawing, { basemap: options.basemap ? basemap() : null });
}

function key(map: L.Map, block: string): void {
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => {
    const element = legend(readBlock(block) as Drawing);
    element.classList.add("geomap-key-control");
    return element;
  };
  control.addTo(map);
}

(window as unknown as { geomap: object }).geomap = { layer, key };

const root = document.getElementById("geomap");
if (root) buildPage(root, readBlock(DRAWING) as Drawing, basemap());
