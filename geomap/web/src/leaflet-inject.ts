/** Leaflet for the module, which leaves the page's own `L` alone. */
import * as leaflet from "leaflet/dist/leaflet-src.esm.js";

export const L = { ...leaflet };
