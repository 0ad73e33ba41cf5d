/** The published page: title, list, map, inset, key, notes and sources. */
import { card } from "./card";
import type { Drawing } from "./drawing";
import { el, isolated, link } from "./dom";
import { cardSide } from "./inset";
import { Legend } from "./legend";
import { StopList } from "./list";
import { open, type Shell } from "./opening";
import type { PageMap } from "./pagemap";
import { routeOf } from "./route";
import { Sketch } from "./sketch";
import type { Ground } from "./tiles";
import { painted, turn } from "./view";
import { WORDS } from "./words";

/**
 * The route comes first, sketched without Leaflet; the map takes its place once the screen shows it, then the rest.
 *
 * @param leaflet makes `L` known
 * @param filled called when the page has its size
 */
export function buildPage(
  root: HTMLElement,
  drawing: Drawing,
  ground: Ground,
  leaflet: () => Promise<void>,
  filled?: () => void,
): void {
  root.classList.add("geomap-root");
  let map: PageMap | undefined;
  let pressed: (map: PageMap) => void = () => {};
  /** What is asked for before there is a map is done as soon as there is one. */
  const ask = (what: (map: PageMap) => void): void => {
    if (map) what(map);
    else pressed = what;
  };
  let early: HTMLElement | undefined;
  /** When the screen shows the card that was asked for before there is a map: the map waits for it. */
  let shown = Promise.resolve();
  /** The card of a stop before there is a map, which then shows its own. */
  const answer = (number: number): void => {
    const close = (): void => {
      early?.remove();
      ask(() => {});
    };
    early?.remove();
    early = card(drawing.stops[number - 1]!, drawing, { close, select: answer }, cardSide(opening.insets, number));
    frame.append(early);
    early.focus();
    shown = painted();
    ask((map) => map.press([number]));
  };
  const frame = el("div", { class: "geomap-map", role: "region", "aria-label": WORDS.map, "aria-busy": "true" });
  const alternative = el("p", { class: "geomap-unseen", id: "geomap-description" }, drawing.description);
  frame.setAttribute("aria-describedby", alternative.id);
  const stage = el("div", { class: "geomap-stage" }, alternative, frame);
  const list = new StopList(
    drawing,
    (number, opener) => ask((map) => map.select(number, opener)),
    (number) => ask((map) => map.look(number)),
  );
  const main = el("div", { class: "geomap-main" }, list.element, stage);
  const shell: Shell = { root, stage, frame };
  if (ground.basemap) frame.classList.add("geomap-has-basemap");
  // Only now, so that the browser lays the page out once.
  root.append(
    el(
      "header",
      { class: "geomap-header" },
      el("h1", {}, isolated(drawing.title)),
      el("p", { class: "geomap-summary" }, drawing.summary),
    ),
    main,
  );
  const route = routeOf(drawing);
  const opening = open(shell, route, ground);
  const sketch =
    opening.pixel &&
    new Sketch(frame, route, opening.pixel, (numbers) => {
      if (numbers.length === 1) answer(numbers[0]!);
      else ask((map) => map.press(numbers));
    });

  const finish = async (): Promise<void> => {
    await painted();
    await turn();
    await shown;
    await leaflet();
    await turn();
    await shown;
    const { PageMap } = await import("./pagemap");
    let listed = (): void => {};
    const after = new Promise<void>((done) => {
      listed = done;
    });
    const legend = new Legend(drawing);
    const made = new PageMap(shell, drawing, route, ground, list, legend, opening, after);
    await turn();
    made.start(opening);
    map = made;
    const focused = sketch?.remove();
    early?.remove();
    if (focused !== undefined) map.focus(focused);
    pressed(map);
    await painted();
    list.fill();
    root.append(footer(drawing, ground, legend));
    filled?.();
    listed();
    await map.complete();
  };
  void finish();
}

function footer(drawing: Drawing, { tiles }: Ground, legend: Legend): HTMLElement {
  const credits = el("p", { class: "geomap-credits" });
  for (const [i, { text, url }] of drawing.credits.entries()) credits.append(i > 0 ? " · " : "", link(text, url));
  const notes = [...drawing.notes, ...(tiles ? [WORDS.tiles] : [])].join(" ");
  const { disputed } = drawing;
  const inShort = el("details", { class: "geomap-disputed" }, el("summary", {}, WORDS.disputed(disputed.length)));
  inShort.append(el("p", {}, `${disputed.join(", ")}.`));
  return el(
    "footer",
    { class: "geomap-footer" },
    legend.element,
    el("p", { class: "geomap-notes" }, notes),
    ...(disputed.length > 0 ? [inShort] : []),
    credits,
  );
}
