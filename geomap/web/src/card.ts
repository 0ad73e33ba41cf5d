/** The card of the selected stop, over the map. */
import type { Drawing, Stop } from "./drawing";
import { el, isolated } from "./dom";
import { disc } from "./disc";
import { quotation } from "./quotation";
import { WORDS } from "./words";

export interface CardActions {
  /** Close it, and give the focus back. */
  close: () => void;
  select: (number: number) => void;
}

function heading(stop: Stop): HTMLElement {
  const name = el("h2", { class: "geomap-card-name", id: "geomap-card-name" }, isolated(stop.name));
  if (stop.local_name)
    name.append(
      " ",
      isolated(stop.local_name, { class: "geomap-local", ...(stop.local_lang && { lang: stop.local_lang }) }),
    );
  return name;
}

export function meta(stop: Stop): string {
  const place = stop.at === null ? WORDS.unplaced : stop.approximate ? WORDS.approximate : "";
  return [stop.when, stop.status_words, place].filter(Boolean).join(" · ");
}

function whyHere(stop: Stop): HTMLElement | null {
  if (stop.why.length === 0 && stop.others.length === 0) return null;
  const details = el("details", { class: "geomap-why" }, el("summary", {}, WORDS.whyHere));
  for (const sentence of stop.why) details.append(el("p", {}, sentence));
  if (stop.others.length > 0)
    details.append(el("p", {}, WORDS.otherPlaces), el("ul", {}, ...stop.others.map((other) => el("li", {}, other))));
  return details;
}

export const arrowButton = (label: string, arrow: string): HTMLButtonElement =>
  el(
    "button",
    { type: "button", class: "geomap-step", "aria-label": label, title: label },
    el("span", { "aria-hidden": "true" }, arrow),
  );

function step(label: string, arrow: string, number: number | undefined, { select }: CardActions): HTMLElement {
  const button = arrowButton(label, arrow);
  if (number === undefined) button.disabled = true;
  else button.addEventListener("click", () => select(number));
  return button;
}

/** How far the traveller came, how, and for how long, where the text gives the order. */
export function travelled(stop: Stop, { stops, legs }: Drawing, straight: string): string {
  const leg = legs.find(({ kind, to }) => kind === "travel" && stops[to] === stop);
  return leg ? `${leg.distance}${leg.sea ? "" : straight}${leg.time && `; ${leg.time}`}` : "";
}

/** @param drawing for the distance, and for the steps to the previous and the next stop */
export function card(stop: Stop, drawing: Drawing, actions: CardActions, side: "left" | "right" = "left"): HTMLElement {
  const { stops } = drawing;
  const close = el(
    "button",
    { type: "button", class: "geomap-close", "aria-label": WORDS.close, title: WORDS.close },
    el("span", { "aria-hidden": "true" }, "×"),
  );
  close.addEventListener("click", actions.close);
  const at = stops.indexOf(stop);
  const body = el("div", { class: "geomap-card-body" });
  if (stop.within) body.append(el("p", { class: "geomap-within" }, isolated(stop.within)));
  body.append(el("p", { class: "geomap-meta" }, meta(stop)));
  if (stop.activity) body.append(el("p", { class: "geomap-activity" }, isolated(stop.activity)));
  if (stop.caution) body.append(el("p", { class: "geomap-caution" }, stop.caution));
  const far = travelled(stop, drawing, WORDS.straight);
  if (far) body.append(el("p", { class: "geomap-caution geomap-far" }, isolated(far)));
  for (const quote of stop.quotes) body.append(quotation(quote, true));
  const why = whyHere(stop);
  if (why) body.append(why);
  return el(
    "div",
    { class: `geomap-card geomap-card-${side}`, role: "dialog", "aria-labelledby": "geomap-card-name", tabindex: -1 },
    el("div", { class: "geomap-card-head" }, disc(stop), heading(stop), close),
    body,
    el(
      "div",
      { class: "geomap-steps" },
      step(WORDS.previous, "←", stops[at - 1]?.number, actions),
      step(WORDS.next, "→", stops[at + 1]?.number, actions),
    ),
  );
}

/** The card of stops that share one point, and can't be told apart by zooming. */
export function chooser(stops: Stop[], actions: CardActions): HTMLElement {
  const close = el(
    "button",
    { type: "button", class: "geomap-close", "aria-label": WORDS.close, title: WORDS.close },
    el("span", { "aria-hidden": "true" }, "×"),
  );
  close.addEventListener("click", actions.close);
  const list = el("ul", { class: "geomap-choices" });
  for (const stop of stops) {
    const button = el(
      "button",
      { type: "button", class: "geomap-item-button" },
      disc(stop),
      el(
        "span",
        { class: "geomap-item-text" },
        isolated(stop.name, { class: "geomap-item-name" }),
        el("span", { class: "geomap-meta" }, meta(stop)),
      ),
    );
    button.addEventListener("click", () => actions.select(stop.number));
    list.append(el("li", {}, button));
  }
  return el(
    "div",
    { class: "geomap-card", role: "dialog", "aria-labelledby": "geomap-card-name", tabindex: -1 },
    el(
      "div",
      { class: "geomap-card-head" },
      el("h2", { class: "geomap-card-name", id: "geomap-card-name" }, WORDS.stopsHere),
      close,
    ),
    el("div", { class: "geomap-card-body" }, list),
  );
}
