/** Means of travel: pictures and words. */
import { el, svg } from "./dom";
import type { Mode } from "./drawing";

/** Diameter of a picture with its ground, in pixels. */
export const MODE_SIZE = 20;

export const BY: Record<Mode, string> = {
  plane: "by air",
  train: "by train",
  ship: "by ship",
  road: "by road",
  foot: "on foot",
  bicycle: "by bicycle",
};

/** In a square of 16. */
const PICTURES: Record<Mode, string> = {
  plane:
    "M8 1c.7 0 1 .8 1 1.7V6l6 3.5V11L9 9.2V13l1.8 1.3V15L8 14.3 5.2 15v-.7L7 13V9.2L1 11V9.5L7 6V2.7C7 1.8 7.3 1 8 1z",
  train:
    "M4 2h8a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2l1.5 2h-1.8l-1.2-2h-5l-1.2 2H2.5L4 12a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm0 2v3h8V4zm1 4.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2zm6 0a1 1 0 1 0 0 2 1 1 0 0 0 0-2z",
  ship: "M7 1h2v2h3v4l2 .8-1.6 5.2H3.6L2 7.8 4 7V3h3zM5.5 4.5v2L8 5.6l2.5.9v-2zM1 14h14v1.2H1z",
  road: "M4.5 3h7L13 7.2a1.5 1.5 0 0 1 1 1.4V12h-1v1.5h-2V12H5v1.5H3V12H2V8.6a1.5 1.5 0 0 1 1-1.4zm1 1.4L4.6 7h6.8l-.9-2.6zm-1 4.1a1 1 0 1 0 0 2 1 1 0 0 0 0-2zm7 0a1 1 0 1 0 0 2 1 1 0 0 0 0-2z",
  foot: "M8.5 1a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM7 4.5h2.2l1 2.5 2 .8-.5 1.2L9.2 8l-.4 1.8 1.7 2V15H9.1v-2.7l-1.8-1.8-.9 2L4.5 15l-1.1-.8 1.8-2.5L6.2 7 5 7.8V10H3.7V7.1z",
  bicycle:
    "M4 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm0 1.3a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM12 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm0 1.3a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM5 4h3v1.2H7L7.6 7h2.6l-.7-2h1.3l1.7 5-1.2.4-.7-2.2L8.5 11H7.2L5.8 6.5 4.6 11l-1.2-.4 1.9-5.4H5z",
};

export const byLand = (mode: string): boolean => ["train", "road", "foot", "bicycle"].includes(mode);

export function picture(mode: Mode): HTMLElement {
  const drawn = svg("svg", { viewBox: "0 0 16 16", width: 13, height: 13, focusable: "false" });
  drawn.append(svg("path", { d: PICTURES[mode], "fill-rule": "evenodd" }));
  return el("span", { class: "geomap-mode", "aria-hidden": "true", "data-mode": mode }, drawn);
}
