/** A sentence of the article, with the place marked. */
import type { Quote } from "./drawing";
import { el, isolated } from "./dom";
import { WORDS } from "./words";

export function quotation([before, name, after]: Quote, attributed: boolean): HTMLElement {
  const sentence = el("p", { dir: "auto" }, "“", before, el("mark", {}, isolated(name)), after, "”");
  const quote = el("blockquote", { class: "geomap-quote" }, sentence);
  if (attributed) quote.append(el("footer", {}, WORDS.fromTheArticle));
  return quote;
}
