/** Entry: builds the page. */
import { readBlock, type Drawing } from "./drawing";
import { el } from "./dom";
import { tellHeight } from "./height";
import { buildPage } from "./page";
import { groundOf, type Block } from "./tiles";

/** Leaflet stands in the page as text, which costs nothing until it runs; its hash is in the page's policy. */
function leaflet(): void {
  const text = document.getElementById("geomap-leaflet")!;
  const script = el("script");
  script.textContent = text.textContent;
  text.replaceWith(script);
}

buildPage(
  document.getElementById("geomap")!,
  readBlock("geomap-drawing") as Drawing,
  groundOf(readBlock("geomap-basemap") as Block),
  leaflet,
  tellHeight,
);
