/** What geomap writes beside this module as JSON; made there and only read here. */
export interface MapData {
  readonly drawing: object;
  readonly basemap: object;
}

/** Draw title, list, map and key of a route into an element, which should be empty and on the page. */
export function draw(element: HTMLElement, data: MapData): void;
