/** The page's drawing as an ES module, for a page of one's own. */
import type { Drawing } from "./drawing";
import { buildPage } from "./page";
import { groundOf, type Block } from "./tiles";

/** What `geomap.render.module` writes as JSON. */
export interface MapData {
  drawing: Drawing;
  basemap: Block;
}

/** Draw title, list, map and key into an element, which should be empty and on the page. */
export function draw(element: HTMLElement, { drawing, basemap }: MapData): void {
  const root = document.createElement("div");
  element.classList.add("geomap-page");
  element.append(root);
  buildPage(root, drawing, groundOf(basemap), async () => {});
}
