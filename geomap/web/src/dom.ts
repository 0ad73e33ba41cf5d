/** Elements are made here and nowhere else: text only ever enters as text. */
import type { Box } from "./geometry";

const SVG = "http://www.w3.org/2000/svg";

export type Attributes = Record<string, string | number>;

function fill<E extends Element>(element: E, attributes: Attributes, children: (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Where an element stands, in pixels of another. */
export function boxWithin(element: Element, frame: Element): Box {
  const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
  return {
    left: inner.left - outer.left,
    top: inner.top - outer.top,
    right: inner.right - outer.left,
    bottom: inner.bottom - outer.top,
  };
}

/** Boxes of a map's own controls, in pixels of an element around them. */
export const controlBoxes = (frame: Element): Box[] =>
  [...frame.querySelectorAll(".leaflet-control")].map((control) => boxWithin(control, frame));

/** Text that isolates its direction, so that a name can't turn the words around it. */
export const isolated = (text: string, attributes: Attributes = {}): HTMLElement => el("bdi", attributes, text);

/** Nothing but http and https becomes a link. */
export function link(text: string, url: string): HTMLElement | Text {
  if (!/^https?:\/\//i.test(url)) return document.createTextNode(text);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}
