/** The list beside the map: everything that the map says, in order, in words. */
import { arrowButton, meta, travelled } from "./card";
import type { Drawing, Stop } from "./drawing";
import { el, isolated } from "./dom";
import { disc } from "./disc";
import { quotation } from "./quotation";
import { still } from "./view";
import { WORDS } from "./words";

/** A scroll that has been still for so long has ended. */
const SETTLED_MS = 100;

export class StopList {
  readonly element: HTMLElement;
  private readonly buttons = new Map<number, HTMLButtonElement>();
  /** Note which item is shown where there is one at a time. */
  private turn: (to: number) => void = () => {};

  /** @param look called with the number of the stop that the reader has turned to, where the list shows one at a time */
  constructor(
    private readonly drawing: Drawing,
    private readonly select: (number: number, opener: HTMLElement) => void,
    private readonly look: (number: number) => void,
  ) {
    this.element = el("section", { class: "geomap-list", "aria-label": WORDS.stops, tabindex: -1 });
  }

  /** Until then the list only has its place. */
  fill(): void {
    const { drawing, select } = this;
    const items = el("ol", { class: "geomap-items" });
    for (const stop of drawing.stops) items.append(this.item(stop, travelled(stop, drawing, ""), select));
    if (drawing.stops.length > 1) this.element.append(this.strip(items));
    this.element.append(items);
  }

  /** Steps and a count for the narrow page; a swipe is a scroll of the items. */
  private strip(items: HTMLElement): HTMLElement {
    const all = [...items.children] as HTMLElement[];
    let at = 0;
    const count = el("p", { class: "geomap-strip-at", "aria-live": "polite" });
    this.turn = (to) => {
      at = to;
      count.textContent = WORDS.stopOf(at + 1, all.length);
      back.setAttribute("aria-disabled", String(at === 0));
      on.setAttribute("aria-disabled", String(at === all.length - 1));
    };
    const step = (by: number, label: string, arrow: string): HTMLElement => {
      const button = arrowButton(label, arrow);
      button.addEventListener("click", () =>
        all[at + by]?.scrollIntoView({ inline: "start", block: "nearest", behavior: still() ? "auto" : "smooth" }),
      );
      return button;
    };
    const back = step(-1, WORDS.previous, "←");
    const on = step(1, WORDS.next, "→");
    const whole = el("button", { type: "button", class: "geomap-strip-all", "aria-expanded": "false" }, WORDS.allStops);
    whole.addEventListener("click", () => {
      const open = this.element.classList.toggle("geomap-all");
      whole.setAttribute("aria-expanded", String(open));
      whole.textContent = open ? WORDS.oneStop : WORDS.allStops;
    });
    let timer = 0;
    items.addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        const far = (item: HTMLElement): number => Math.abs(item.offsetLeft - all[0]!.offsetLeft - items.scrollLeft);
        const end = items.scrollLeft + items.clientWidth >= items.scrollWidth - 2;
        const to = end ? all.length - 1 : all.indexOf(all.reduce((a, b) => (far(b) < far(a) ? b : a)));
        if (to === at) return;
        this.turn(to);
        this.look(to + 1);
      }, SETTLED_MS);
    });
    this.turn(0);
    return el("div", { class: "geomap-strip" }, back, count, on, whole);
  }

  private item(stop: Stop, far: string, select: (number: number, opener: HTMLElement) => void): HTMLElement {
    const name = el("span", { class: "geomap-item-name" }, isolated(stop.name));
    if (stop.local_name)
      name.append(
        " ",
        isolated(stop.local_name, { class: "geomap-local", ...(stop.local_lang && { lang: stop.local_lang }) }),
      );
    const text = el("span", { class: "geomap-item-text" }, name, el("span", { class: "geomap-meta" }, meta(stop)));
    const button = el(
      "button",
      { type: "button", class: "geomap-item-button", "aria-expanded": "false" },
      disc(stop),
      text,
    );
    button.addEventListener("click", () => select(stop.number, button));
    this.buttons.set(stop.number, button);
    const item = el("li", { class: "geomap-item", value: stop.number, "data-stop": stop.number }, button);
    if (stop.activity) item.append(el("p", { class: "geomap-activity" }, isolated(stop.activity)));
    if (stop.caution) item.append(el("p", { class: "geomap-caution" }, stop.caution));
    if (far) item.append(el("p", { class: "geomap-caution geomap-far" }, isolated(far)));
    if (stop.quotes[0]) item.append(quotation(stop.quotes[0], false));
    return item;
  }

  /** Mark the selected stop and bring it into the list's own view, never the page's. */
  mark(number: number | null): void {
    for (const [each, button] of this.buttons) {
      const on = each === number;
      button.setAttribute("aria-expanded", String(on));
      button.closest("li")?.classList.toggle("geomap-current", on);
    }
    const item = number === null ? null : this.buttons.get(number)?.closest("li");
    const list = this.element;
    if (item) {
      this.turn([...this.buttons.keys()].indexOf(number!));
      item.parentElement!.scrollLeft = item.offsetLeft - item.parentElement!.offsetLeft;
    }
    if (!item || list.scrollHeight <= list.clientHeight + 1) return;
    const [top, bottom] = [item.offsetTop - list.offsetTop, item.offsetTop - list.offsetTop + item.offsetHeight];
    if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - 8;
  }
}
