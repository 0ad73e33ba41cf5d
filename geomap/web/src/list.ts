/** The list beside the map: everything that the map says, in order, in words. */
import { meta, travelled } from "./card";
import type { Drawing, Stop } from "./drawing";
import { el, isolated } from "./dom";
import { disc } from "./pins";
import { quotation } from "./quotation";
import { WORDS } from "./words";

export class StopList {
  readonly element: HTMLElement;
  private readonly buttons = new Map<number, HTMLButtonElement>();

  constructor(drawing: Drawing, select: (number: number, opener: HTMLElement) => void) {
    const items = el("ol", { class: "geomap-items" });
    for (const stop of drawing.stops) items.append(this.item(stop, travelled(stop, drawing, ""), select));
    this.element = el("section", { class: "geomap-list", "aria-label": WORDS.stops, tabindex: -1 }, items);
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
    if (!item || list.scrollHeight <= list.clientHeight + 1) return;
    const [top, bottom] = [item.offsetTop - list.offsetTop, item.offsetTop - list.offsetTop + item.offsetHeight];
    if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - 8;
  }
}
