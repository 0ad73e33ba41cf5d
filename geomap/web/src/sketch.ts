/** The route as it will stand on the map, drawn before there is one: marks that can be pressed, and lines. */
import { clusters, type Cluster, type Site } from "./clusters";
import { badgeButton, numbersOf, pinButton } from "./disc";
import type { LatLon } from "./drawing";
import { el, svg } from "./dom";
import type { XY } from "./geometry";
import { joint, moved } from "./joints";
import { legClass, type Route } from "./route";

export class Sketch {
  private readonly element = el("div", { class: "geomap-sketch" });

  /**
   * @param pixel where a point stands, in pixels of the frame
   * @param press called with the numbers of the stops of a mark that was pressed
   */
  constructor(
    frame: HTMLElement,
    { sites, legs }: Route,
    pixel: (at: LatLon) => XY,
    press: (numbers: number[]) => void,
  ) {
    const lines = svg("svg", { "aria-hidden": "true" });
    const position = ({ lat, lon }: Site): XY => pixel([lat, lon]);
    const marks = clusters(sites, position);
    const drawn = legs.flatMap((leg) => {
      const ends = joint(marks, position, leg.leg.from + 1, leg.leg.to + 1);
      return ends ? leg.lines.map((line) => ({ leg, points: moved(line.map(pixel), ends) })) : [];
    });
    const draw = (points: XY[], classes: string): void =>
      lines.append(svg("path", { class: classes, d: `M${points.map((at) => at.join(" ")).join("L")}` }));
    for (const { leg, points } of drawn) if (leg.leg.kind === "travel") draw(points, "geomap-casing");
    for (const { leg, points } of drawn) draw(points, legClass(leg));
    this.element.append(lines, ...marks.map((mark) => button(mark, press)));
    frame.append(this.element);
  }

  /** Make way for the map; gives the number of the stop whose mark had the focus. */
  remove(): number | undefined {
    const focused = document.activeElement;
    const number = focused instanceof HTMLElement && this.element.contains(focused) ? numbersOf(focused)[0] : undefined;
    this.element.remove();
    return number;
  }
}

function button({ sites, box }: Cluster, press: (numbers: number[]) => void): HTMLButtonElement {
  const made = sites.length === 1 ? pinButton(sites[0]!.stop) : badgeButton(sites);
  made.style.left = `${box.left}px`;
  made.style.top = `${box.top}px`;
  made.style.width = `${box.right - box.left}px`;
  made.addEventListener("click", () => press(sites.map(({ stop }) => stop.number)));
  return made;
}
