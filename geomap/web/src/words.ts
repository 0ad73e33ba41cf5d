/** The page's own words, in one place; what depends on the data comes in words from Python. */
import type { Kind, Status } from "./drawing";

export const WORDS = {
  approximate: "approximate place",
  unplaced: "not on the map",
  fromTheArticle: "from the article",
  whyHere: "Why here?",
  otherPlaces: "Other places of that name:",
  close: "Close",
  previous: "Previous stop",
  next: "Next stop",
  stops: "Stops, in order",
  stopOf: (number: number, all: number): string => `Stop ${number} of ${all}`,
  allStops: "All stops",
  oneStop: "One at a time",
  stopsHere: "Stops here",
  map: "Map of the stops",
  legend: "Key",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  wholeRoute: "Whole route",
  useCtrl: "Hold Ctrl and scroll to zoom the map",
  useCommand: "Hold ⌘ and scroll to zoom the map",
  useTwoFingers: "Use two fingers to move the map",
  tiles: "Borders and names on the map's tiles are their provider's.",
  disputed: (areas: number): string => (areas === 1 ? "One disputed area in view" : `${areas} disputed areas in view`),
  whereItIs: "Where it is",
  straight: ", in a straight line",
};

export const STATUS_KEY: Record<Status, string> = {
  past: "visited",
  ongoing: "there now",
  planned: "planned",
  reported: "reported, not confirmed",
};

export const EARLIER_KEY = "on an earlier journey";

export const LINE_KEY = {
  unordered: "part of the same visit, in no stated order",
  context: "link to an earlier journey, not a trip",
  area: "the whole area, not one point in it",
  country: "visited country, no place in it named",
};

export const AREAS: ReadonlySet<Kind> = new Set<Kind>(["region", "natural", "sea"]);
