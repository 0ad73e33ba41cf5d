/** The key: what occurs on this map, and nothing else. */
import type { Drawing, Leg, Status } from "./drawing";
import { el, svg } from "./dom";
import { BY, picture } from "./modes";
import { disc } from "./disc";
import { AREAS, EARLIER_KEY, LINE_KEY, STATUS_KEY, WORDS } from "./words";

const STATUSES: Status[] = ["past", "ongoing", "planned", "reported"];

function line(className: string, arrow: boolean): SVGSVGElement {
  const picture = svg("svg", {
    class: "geomap-key-line",
    viewBox: "0 0 44 16",
    width: 44,
    height: 16,
    focusable: "false",
    "aria-hidden": "true",
  });
  picture.append(svg("path", { class: `geomap-leg ${className}`, d: "M1 8H43", fill: "none" }));
  if (arrow) picture.append(svg("path", { class: "geomap-arrow", d: "M29 8l-11 5.5 2.5-5.5-2.5-5.5z" }));
  return picture;
}

const entry = (words: string, ...pictures: Element[]): HTMLElement =>
  el(
    "li",
    { class: "geomap-key-entry" },
    el("span", { class: "geomap-key-picture" }, ...pictures),
    el("span", {}, words),
  );

const blank = (status: Status, earlier = false): HTMLElement => {
  const mark = disc({ number: 0, status, earlier });
  mark.querySelector(".geomap-disc-number")?.remove();
  return mark;
};

/** @param shaded whether countries that are stops are shaded, which only our own basemap does */
export function legend({ stops, legs }: Drawing, shaded = true): HTMLElement {
  const placed = stops.filter(({ at }) => at !== null);
  const entries: HTMLElement[] = [];
  const travels = (status: Status): boolean => legs.some((leg: Leg) => leg.kind === "travel" && leg.status === status);
  for (const status of STATUSES) {
    const pins = placed.filter((stop) => stop.status === status);
    if (pins.some(({ earlier }) => earlier))
      entries.push(entry(`${STATUS_KEY[status]} ${EARLIER_KEY}`, blank(status, true)));
    if (pins.some(({ earlier }) => !earlier))
      entries.push(
        entry(
          STATUS_KEY[status],
          blank(status),
          ...(travels(status) ? [line(`geomap-travel geomap-${status}`, true)] : []),
        ),
      );
  }
  const modes = new Set(legs.flatMap(({ kind, mode }) => (kind === "travel" && mode ? [mode] : [])));
  for (const mode of modes) entries.push(entry(BY[mode], picture(mode)));
  for (const kind of ["unordered", "context"] as const) {
    if (legs.some((leg) => leg.kind === kind)) entries.push(entry(LINE_KEY[kind], line(`geomap-${kind}`, false)));
  }
  if (placed.some(({ approximate }) => approximate))
    entries.push(entry(WORDS.approximate, el("span", { class: "geomap-key-doubt" })));
  if (placed.some(({ kind }) => AREAS.has(kind)))
    entries.push(entry(LINE_KEY.area, el("span", { class: "geomap-key-doubt" })));
  if (shaded && placed.some(({ kind }) => kind === "country"))
    entries.push(entry(LINE_KEY.country, el("span", { class: "geomap-key-country" })));
  return el("ul", { class: "geomap-key", "aria-label": WORDS.legend }, ...entries);
}
