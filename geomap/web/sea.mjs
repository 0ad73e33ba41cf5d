/**
 * Where a ship can be: a grid of bytes, 1 for water, row by row from the north, each row from 180° west. Land is
 * Natural Earth's 1:50m, less its lakes; the straits and canals that are narrower than a cell are opened by hand.
 */
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";
import { planar } from "./basemap.mjs";

/** Side of a cell, in degrees (`_CELL_DEG` of `geomap/sea.py`). */
const CELL = 0.05;
const [COLUMNS, ROWS] = [360 / CELL, 180 / CELL];

/** Longitudes and latitudes along them, by hand, true to about a cell; the tests sail through each. */
const CHANNELS = {
  Bosporus: [28.95, 40.95, 29.02, 41.05, 29.08, 41.15, 29.15, 41.26],
  Dardanelles: [26.1, 40, 26.38, 40.13, 26.4, 40.22, 26.7, 40.42, 27.1, 40.58],
  "Suez Canal": [32.55, 29.85, 32.57, 30, 32.4, 30.33, 32.31, 30.6, 32.31, 31.25, 32.4, 31.45],
  "Panama Canal": [-79.92, 9.45, -79.92, 9.25, -79.75, 9.13, -79.58, 8.98, -79.5, 8.8],
  "Kiel Canal": [8.9, 53.95, 9.14, 53.89, 9.4, 54.08, 9.67, 54.3, 10.17, 54.37, 10.3, 54.5],
  Øresund: [12.5, 56.15, 12.62, 56.06, 12.7, 55.95, 12.7, 55.65, 12.75, 55.5],
  "Strait of Messina": [15.72, 38.32, 15.64, 38.22, 15.6, 38.05],
  "Strait of Kerch": [36.5, 45, 36.57, 45.2, 36.65, 45.35, 36.75, 45.5],
  "Kanmon Straits": [130.75, 33.98, 130.9, 33.93, 131, 33.96, 131.2, 33.85],
};

/** The polygons of a file, each a list of rings. */
const shapes = (path, name) => {
  const topology = JSON.parse(readFileSync(path, "utf8"));
  return feature(topology, topology.objects[name]).features.flatMap(({ geometry }) => planar(geometry).coordinates);
};

/** Call `mark` with every cell whose middle lies in the polygon. */
function fill(rings, mark) {
  const crossings = new Map();
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[x1, y1], [x2, y2]] = [ring[i - 1], ring[i]].sort((a, b) => a[1] - b[1]);
      for (let row = Math.ceil((90 - y2) / CELL - 0.5); row < (90 - y1) / CELL - 0.5; row++) {
        const lat = 90 - (row + 0.5) * CELL;
        if (lat < y1 || lat >= y2) continue;
        if (!crossings.has(row)) crossings.set(row, []);
        crossings.get(row).push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
      }
    }
  }
  for (const [row, lons] of crossings) {
    lons.sort((a, b) => a - b);
    for (let i = 1; i < lons.length; i += 2)
      for (let column = Math.ceil((lons[i - 1] + 180) / CELL - 0.5); column < (lons[i] + 180) / CELL - 0.5; column++)
        mark(row, column);
  }
}

/** @returns the grid, a byte a cell */
export function sea(countries, waters) {
  const grid = new Uint8Array(COLUMNS * ROWS).fill(1);
  const set = (water) => (row, column) => {
    if (row < 0 || row >= ROWS || column < 0 || column >= COLUMNS) return;
    grid[row * COLUMNS + column] = water ? 1 : 0;
  };
  for (const rings of shapes(countries, "countries")) fill(rings, set(false));
  for (const rings of shapes(waters, "lakes")) fill(rings, set(true));
  for (const line of Object.values(CHANNELS)) {
    for (let i = 2; i < line.length; i += 2) {
      for (let t = 0; t <= 1; t += 0.01) {
        const [lon, lat] = [0, 1].map((axis) => line[i - 2 + axis] * (1 - t) + line[i + axis] * t);
        set(true)(Math.floor((90 - lat) / CELL), Math.floor((lon + 180) / CELL));
      }
    }
  }
  return grid;
}
