/** No scroll trap: the wheel and one finger scroll the page; Ctrl or ⌘ and the wheel, or two fingers, move the map. */
import { el } from "./dom";
import { WORDS } from "./words";

const HINT_MS = 1200;

export function letThePageScroll(map: L.Map): void {
  const container = map.getContainer();
  const hint = el("div", { class: "geomap-hint", "aria-hidden": "true" });
  container.append(hint);
  container.classList.add("geomap-calm");
  let timer = 0;
  const say = (words: string): void => {
    hint.textContent = words;
    hint.classList.add("geomap-hint-shown");
    clearTimeout(timer);
    timer = window.setTimeout(() => hint.classList.remove("geomap-hint-shown"), HINT_MS);
  };
  const onCard = (event: Event): boolean =>
    event.target instanceof Element && event.target.closest(".geomap-card") !== null;

  container.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopPropagation();
      if (!onCard(event)) say(/Mac|iPhone|iPad/.test(navigator.platform) ? WORDS.useCommand : WORDS.useCtrl);
    },
    { capture: true, passive: true },
  );
  container.addEventListener(
    "pointerdown",
    (event) => (event.pointerType === "touch" ? map.dragging.disable() : map.dragging.enable()),
    { capture: true },
  );
  container.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length === 1 && !onCard(event)) say(WORDS.useTwoFingers);
    },
    { passive: true },
  );
}
