/** Raster tiles of a provider over the built-in map, which readers see until the tiles come, and where none come. */
import { PackedBasemap, type World } from "./basemap";
import type { Credit } from "./drawing";
import { el, link } from "./dom";

/** The member `tiles` of the page's basemap block. Only `url` is needed. */
export interface Tiles {
  /** With `{z}`, `{x}`, `{y}`, perhaps `{s}` and `{r}`. */
  url: string;
  /** What the provider wants to be said. */
  attribution?: string | Credit[];
  subdomains?: string[];
  minZoom?: number;
  maxZoom?: number;
  tileSize?: number;
  zoomOffset?: number;
  /** Whether rows count from the south. */
  tms?: boolean;
  /** South-west and north-east corner of what the tiles cover, latitude first. */
  bounds?: [[number, number], [number, number]];
}

/** What lies below the drawing: the built-in map, tiles, or both. */
export interface Ground {
  basemap: PackedBasemap | null;
  tiles: Tiles | null;
}

/** The tiles of a basemap block, if it has any that can be asked for. */
function tilesOf(block: { tiles?: Tiles | null }): Tiles | null {
  const { tiles } = block;
  return tiles && /^https?:\/\//.test(tiles.url) ? tiles : null;
}

/** The page's basemap block; whoever publishes a page may exchange basemap or tiles there. */
export type Block = World & { tiles?: Tiles };

export const groundOf = (block: Block): Ground => ({
  basemap: block.arcs ? new PackedBasemap(block) : null,
  tiles: tilesOf(block),
});

/** The vector map is sharp at every zoom; between two whole ones the names on tiles blur. */
export const zoomSteps = ({ tiles }: Ground): number => (tiles ? 1 : 0.25);

/** What the provider wants to be said, as elements. */
export function attribution({ attribution: parts = [] }: Tiles): HTMLElement {
  const credits = typeof parts === "string" ? [{ text: parts, url: "" }] : parts;
  return el("span", {}, ...credits.map(({ text, url }) => link(text, url)));
}

/** @param shown called when the first tile has come */
export function tileLayer(tiles: Tiles, shown: () => void): L.TileLayer {
  const { url, subdomains = ["a", "b", "c"], minZoom = 0, maxZoom = 18, bounds } = tiles;
  const layer = L.tileLayer(url, {
    // Leaflet takes this for HTML: it is that of elements made from text.
    attribution: attribution(tiles).innerHTML,
    subdomains,
    minNativeZoom: minZoom,
    maxNativeZoom: maxZoom,
    tileSize: tiles.tileSize ?? 256,
    zoomOffset: tiles.zoomOffset ?? 0,
    tms: tiles.tms ?? false,
    ...(bounds && { bounds }),
    maxZoom: 24,
    // Some providers refuse who does not say where the map stands.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  layer.once("tileload", shown);
  return layer;
}
