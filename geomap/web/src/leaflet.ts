/**
 * Leaflet, made the global `L`, where our own script, folium and its layers look for it.
 *
 * Its ES module, for a browser reads that once; of nested functions, as in its other build, it reads the inner ones again.
 */
import * as leaflet from "leaflet/dist/leaflet-src.esm.js";

const page = window as unknown as { L: unknown };
const before = page.L;
const exported = {
  ...leaflet,
  noConflict: () => {
    page.L = before;
    return exported;
  },
};
page.L = exported;
