/** The marks of stops as elements: a numbered disc, a pin, a badge. */
import { badgeText, clusterName, ranges, type Site } from "./clusters";
import type { PlacedStop } from "./drawing";
import { el, svg } from "./dom";

export function pinName(stop: PlacedStop): string {
  const parts = [`${stop.number}`, stop.name, stop.when, stop.status_words];
  if (stop.approximate) parts.push("approximate place");
  return parts.filter(Boolean).join(", ");
}

/** The mark of a stop: shape tells the status (filled, ring, dotted ring), never colour alone. */
export function disc(stop: { number: number; status: string; earlier: boolean }): HTMLElement {
  const mark = el("span", {
    class: `geomap-disc geomap-${stop.status}${stop.earlier ? " geomap-earlier" : ""}`,
    "aria-hidden": "true",
  });
  const ring = svg("svg", { viewBox: "0 0 28 28", width: 28, height: 28, focusable: "false" });
  ring.append(
    svg("circle", { class: "geomap-disc-edge", cx: 14, cy: 14, r: 13.5 }),
    svg("circle", { class: "geomap-disc-ring", cx: 14, cy: 14, r: 10.75 }),
  );
  mark.append(ring, el("span", { class: "geomap-disc-number" }, String(stop.number)));
  return mark;
}

export const pinButton = (stop: PlacedStop): HTMLButtonElement =>
  el(
    "button",
    {
      type: "button",
      class: "geomap-pin",
      "data-stop": stop.number,
      "data-numbers": stop.number,
      "aria-label": pinName(stop),
    },
    disc(stop),
  );

export function badgeButton(sites: Site[]): HTMLButtonElement {
  const numbers = sites.map(({ stop }) => stop.number);
  const text = badgeText(numbers);
  const statuses = new Set(sites.map(({ stop }) => stop.status));
  const status = statuses.size === 1 ? [...statuses][0]! : statuses.has("planned") ? "planned" : "past";
  const earlier = sites.every(({ stop }) => stop.earlier) ? " geomap-earlier" : "";
  return el(
    "button",
    {
      type: "button",
      class: `geomap-badge geomap-${status}${earlier}`,
      "data-stops": ranges(numbers, "-", ","),
      "data-numbers": numbers.join(" "),
      "aria-label": `${ranges(numbers)}, ${clusterName(sites)}: show these stops apart`,
    },
    el("span", { "aria-hidden": "true" }, text),
  );
}

/** The numbers of the stops that a mark stands for. */
export const numbersOf = (button: HTMLElement): number[] => (button.dataset.numbers ?? "").split(" ").map(Number);
