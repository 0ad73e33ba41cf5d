/** Entry: builds the page. */
import { readBlock, type Drawing } from "./drawing";
import { el } from "./dom";
import { tellHeight } from "./height";
import { buildPage } from "./page";
import { groundOf, type Block } from "./tiles";

/** Leaflet stands in the page as text after this script: it is read only once the screen shows the route. */
async function leaflet(): Promise<void> {
  if (document.readyState === "loading")
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  const text = document.getElementById("geomap-leaflet")!;
  const script = el("script");
  script.textContent = text.textContent; // its hash is in the page's policy
  text.replaceWith(script);
}

buildPage(
  document.getElementById("geomap")!,
  readBlock("geomap-drawing") as Drawing,
  groundOf(readBlock("geomap-basemap") as Block),
  leaflet,
  tellHeight(),
);
