/** The key: what the reader sees on this map, and nothing else. */
import type { Drawing, Leg, Mode, Status, Stop } from "./drawing";
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

/** What a view shows, as far as the key is concerned. */
export interface Shown {
  /** Whether the pin of this stop stands by itself somewhere. */
  alone: (number: number) => boolean;
  /** Whether it does, or shares a badge with none but stops of its status. */
  status: (number: number) => boolean;
  /** Whether the two stand apart somewhere, so that a line between them is seen. */
  apart: (one: number, other: number) => boolean;
  mode: (mode: Mode) => boolean;
}

const blank = (status: Status, earlier = false): HTMLElement => {
  const mark = disc({ number: 0, status, earlier });
  mark.querySelector(".geomap-disc-number")?.remove();
  return mark;
};

export class Legend {
  readonly element = el("ul", { class: "geomap-key", "aria-label": WORDS.legend });
  private readonly entries: { element: HTMLElement; isShown: (view: Shown) => boolean }[] = [];

  /** @param shaded whether countries that are stops are shaded, which only our own basemap does */
  constructor({ stops, legs }: Drawing, shaded = true) {
    const placed = stops.filter(({ at }) => at !== null);
    const stopsEntry = (as: "alone" | "status", words: string, of: Stop[], ...pictures: Element[]): void => {
      if (of.length > 0) this.add(words, (view) => of.some(({ number }) => view[as](number)), ...pictures);
    };
    const legsEntry = (words: string, of: Leg[], picture: Element): void => {
      if (of.length > 0) this.add(words, ({ apart }) => of.some(({ from, to }) => apart(from + 1, to + 1)), picture);
    };
    const travels = (status: Status): boolean => legs.some((leg) => leg.kind === "travel" && leg.status === status);
    for (const status of STATUSES) {
      const pins = placed.filter((stop) => stop.status === status);
      const arrow = travels(status) ? [line(`geomap-travel geomap-${status}`, true)] : [];
      stopsEntry(
        "status",
        `${STATUS_KEY[status]} ${EARLIER_KEY}`,
        pins.filter(({ earlier }) => earlier),
        blank(status, true),
      );
      stopsEntry(
        "status",
        STATUS_KEY[status],
        pins.filter(({ earlier }) => !earlier),
        blank(status),
        ...arrow,
      );
    }
    const modes = new Set(legs.flatMap(({ kind, mode }) => (kind === "travel" && mode ? [mode] : [])));
    for (const each of modes) this.add(BY[each], ({ mode }) => mode(each), picture(each));
    for (const kind of ["unordered", "context"] as const)
      legsEntry(
        LINE_KEY[kind],
        legs.filter((leg) => leg.kind === kind),
        line(`geomap-${kind}`, false),
      );
    const circle = (): Element => el("span", { class: "geomap-key-doubt" });
    stopsEntry(
      "alone",
      WORDS.approximate,
      placed.filter(({ approximate }) => approximate),
      circle(),
    );
    stopsEntry(
      "alone",
      LINE_KEY.area,
      placed.filter(({ kind }) => AREAS.has(kind)),
      circle(),
    );
    if (shaded && placed.some(({ kind }) => kind === "country"))
      this.add(LINE_KEY.country, () => true, el("span", { class: "geomap-key-country" }));
  }

  /** Leave out what the reader does not see now. */
  show(view: Shown): void {
    for (const { element, isShown } of this.entries) element.hidden = !isShown(view);
  }

  private add(words: string, isShown: (view: Shown) => boolean, ...pictures: Element[]): void {
    const key = el("span", { class: "geomap-key-picture" }, ...pictures);
    const element = el("li", { class: "geomap-key-entry" }, key, el("span", {}, words));
    this.entries.push({ element, isShown });
    this.element.append(element);
  }
}
