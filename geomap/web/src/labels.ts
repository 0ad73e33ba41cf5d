/** Names on the map: none overlaps another, a pin or an arrowhead; stops first, then countries and cities by rank. */
import { type Basemap, type Country, type Ring, within } from "./basemap";
import type { City, LatLon, Water } from "./drawing";
import { el, isolated } from "./dom";
import { boxAround, distance, nearest, overlap, type Box, type XY } from "./geometry";
import { cities, type Cluster, markNames } from "./clusters";
import { around, firstFree, nearestIn, type Spot } from "./placement";
import { turn } from "./view";

/** Closer than this the view lies within one country, and its name says nothing. */
const COUNTRIES_UNTIL = 9;
const MOST_CITIES = 14;
const MOST_COUNTRIES = 22;
const MOST_WATERS = 10;
/** How far a name may reach beyond the circle that lies in its water, against its radius: most are wider than high. */
const WATER_REACH = 1.7;
/** No name is shorter than twice this, in pixels. */
const LEAST_REACH = 20;

interface Wanted {
  element: HTMLElement;
  /** Places to try, best first: the box's centre for a label of this size. */
  spots: (width: number, height: number, short?: boolean) => Spot[];
  /** A dot that belongs to the label. */
  dot?: XY;
  /** Whether it may lie over a leg. */
  overLines: boolean;
  /** Makes it smaller, so that it finds room. */
  shorten?: () => void;
}

export interface LabelSources {
  marks: () => Cluster[];
  markBoxes: () => Box[];
  obstacles: () => Box[];
  /** Points of the legs, in pixels of the container. */
  lines: () => XY[][];
  cities: City[];
  waters: Water[];
  /** Whether cities and countries are to be named: tiles name them themselves. */
  context: () => boolean;
  /** Codes of the countries of the route. */
  visited: Set<string>;
  /** Names already said by pins. */
  named: Set<string>;
}

/** Keeps the labels right after every change of view. */
export class LabelsLayer extends L.Layer {
  private pane: HTMLElement | undefined;
  /** Counts the updates. */
  private round = 0;
  /** Whose countries are named. */
  basemap: Basemap | null = null;

  constructor(private readonly sources: LabelSources) {
    super();
  }

  override onAdd(map: L.Map): this {
    this.pane = map.createPane("geomap-labels");
    this.pane.style.zIndex = "630";
    this.pane.classList.add("leaflet-zoom-hide");
    return this;
  }

  override onRemove(): this {
    this.pane?.remove();
    return this;
  }

  hide(): void {
    if (this.pane) this.pane.style.visibility = "hidden";
  }

  /** At once. */
  update(): void {
    for (const _ of this.steps());
  }

  /** In several tasks, unless something else updates them meanwhile. */
  async updateInTurns(): Promise<void> {
    const steps = this.steps();
    while (!steps.next().done) {
      const { round } = this;
      await turn();
      if (round !== this.round) return;
    }
  }

  private *steps(): Generator<void> {
    const map = this._map;
    const pane = this.pane;
    if (!map || !pane) return;
    this.round++;
    const size = map.getSize();
    const view: Box = { left: 2, top: 2, right: size.x - 2, bottom: size.y - 2 };
    const pixel = ([lat, lon]: LatLon): XY => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return [x, y];
    };
    const marks = this.sources.markBoxes();
    const taken: Box[] = [...marks, ...this.sources.obstacles()];
    const lines = this.sources.lines().flatMap((line) => dense(line, view).map((at) => boxAround(at, 5, 5)));
    const context = this.sources.context()
      ? [...this.countries(map, view, pixel), ...this.cities(map, view, pixel), ...this.waters(map, view, pixel)]
      : [];
    const wanted = [...this.stops(marks), ...context];
    yield;
    this.hide();
    pane.replaceChildren(...wanted.map(({ element }) => element));
    const sizes = wanted.map(({ element }) => inkSize(element));
    yield;
    for (const [i, { element }] of wanted.entries()) element.style.width = `${sizes[i]![0]}px`;
    const leaders: Element[] = [];
    const origin = map.containerPointToLayerPoint([0, 0]);
    wanted.forEach((label, i) => {
      let [width, height] = sizes[i]!;
      let short = false;
      const free = (obstacles: Box[]): Spot | undefined =>
        firstFree(label.spots(width, height, short), [width, height], view, obstacles, marks);
      const find = (): Spot | undefined => free([...taken, ...lines]) ?? (label.overLines ? free(taken) : undefined);
      const dotFree = !label.dot || !taken.some((other) => overlap(boxAround(label.dot!, 8, 8), other));
      let spot = dotFree ? find() : undefined;
      if (!spot && label.shorten) {
        short = true;
        label.shorten();
        label.element.style.removeProperty("width");
        [width, height] = inkSize(label.element);
        label.element.style.width = `${width}px`;
        spot = find();
      }
      if (!spot) {
        label.element.remove();
        return;
      }
      taken.push(boxAround(spot.centre, width, height));
      if (spot.align) label.element.style.textAlign = spot.align;
      L.DomUtil.setPosition(
        label.element,
        L.point(spot.centre[0] - width / 2, spot.centre[1] - height / 2)
          .add(origin)
          .round(),
      );
      if (label.dot) {
        taken.push(boxAround(label.dot, 8, 8));
        const dot = el("span", { class: "geomap-city-dot" });
        L.DomUtil.setPosition(dot, L.point(...label.dot).add(origin));
        leaders.push(dot);
      }
      if (spot.leader) leaders.push(leader(spot.leader, boxAround(spot.centre, width, height), origin));
    });
    pane.prepend(...leaders);
    pane.style.visibility = "";
  }

  private stops(boxes: Box[]): Wanted[] {
    const order = ({ sites }: Cluster): number => (cities(sites).size > 2 ? 1 : 0);
    const all = this.sources.marks();
    const names = markNames(all);
    const marks = all.map((mark, i) => ({ mark, name: names[i]!, box: boxes[i]! }));
    marks.sort((a, b) => order(a.mark) - order(b.mark));
    return marks.map(({ mark, name, box }) => {
      const [only] = mark.sites;
      const element = el("div", { class: "geomap-label geomap-label-stop" });
      let shorten = (): void => element.replaceChildren(isolated(name.short));
      if (mark.sites.length === 1) {
        const { stop } = only!;
        shorten = () => element.replaceChildren(isolated(stop.name));
        shorten();
        if (stop.local_name)
          element.append(
            el("br"),
            isolated(stop.local_name, {
              class: "geomap-label-local",
              ...(stop.local_lang && { lang: stop.local_lang }),
            }),
          );
        if (stop.earlier) element.classList.add("geomap-earlier");
      } else {
        element.append(isolated(name.full));
      }
      return {
        element,
        overLines: true,
        shorten,
        spots: (width, height, short) => around(box, width, height, short ? "far" : "near"),
      };
    });
  }

  private countries(map: L.Map, view: Box, pixel: (at: LatLon) => XY): Wanted[] {
    const { visited, named } = this.sources;
    const { basemap } = this;
    if (!basemap || map.getZoom() >= COUNTRIES_UNTIL) return [];
    const centre = map.getCenter().lng;
    const lands = basemap.countries.flatMap((country) => inView(country, map.getBounds(), centre));
    const land = new Land(lands, map);
    const grid = samples(map, view);
    return lands
      .filter(({ country: { name } }) => !named.has(name))
      .filter(({ country }) => visited.has(country.code) || sizeOnMap(country, map) > 900)
      .map((seen) => ({
        seen,
        spots: countrySpots(seen, grid, view, pixel, visited.has(seen.country.code) ? land : null),
      }))
      .filter(({ spots }) => spots.length > 0)
      .sort(
        (a, b) =>
          Number(visited.has(b.seen.country.code)) - Number(visited.has(a.seen.country.code)) ||
          b.seen.country.area - a.seen.country.area,
      )
      .slice(0, MOST_COUNTRIES)
      .map(({ seen, spots }) => ({
        element: el(
          "div",
          {
            class: `geomap-label geomap-label-country${visited.has(seen.country.code) ? " geomap-label-visited" : ""}`,
          },
          isolated(seen.country.name),
        ),
        overLines: false,
        spots: (width) => spots.filter((at) => land.holds(seen, at, width)).map((centre) => ({ centre })),
      }));
  }

  private cities(map: L.Map, view: Box, pixel: (at: LatLon) => XY): Wanted[] {
    const centre = map.getCenter().lng;
    return this.sources.cities
      .filter(({ name, zoom }) => zoom <= map.getZoom() && !this.sources.named.has(name))
      .map((city) => ({ city, at: pixel([city.at[0], nearest(city.at[1], centre)]) }))
      .filter(({ at: [x, y] }) => x > view.left && x < view.right && y > view.top && y < view.bottom)
      .slice(0, MOST_CITIES)
      .map(({ city, at }) => ({
        element: el(
          "div",
          { class: `geomap-label geomap-label-city${city.capital ? " geomap-label-capital" : ""}` },
          isolated(city.name),
        ),
        overLines: false,
        dot: at,
        spots: (width, height) => around(boxAround(at, 6, 6), width, height, "beside"),
      }));
  }

  private waters(map: L.Map, view: Box, pixel: (at: LatLon) => XY): Wanted[] {
    const centre = map.getCenter().lng;
    const pixelsPerDegree = map.options.crs!.scale(map.getZoom()) / 360;
    return this.sources.waters
      .filter(({ name }) => !this.sources.named.has(name))
      .map(({ name, spots }) => ({
        name,
        places: spots
          .flatMap(([lat, lon, radius]) =>
            clearings(pixel([lat, nearest(lon, centre)]), radius * pixelsPerDegree, view),
          )
          .filter(({ reach }) => reach > LEAST_REACH),
      }))
      .filter(({ places }) => places.length > 0)
      .slice(0, MOST_WATERS)
      .map(({ name, places }) => ({
        element: el("div", { class: "geomap-label geomap-label-water" }, isolated(name)),
        overLines: false,
        spots: (width) => places.filter(({ reach }) => width / 2 <= reach).map(({ at }): Spot => ({ centre: at })),
      }));
  }
}

/** Where in the view a name may stand in a circle of water, and how far it may reach there, in pixels. */
function clearings(middle: XY, radius: number, view: Box): { at: XY; reach: number }[] {
  if (overlap(boxAround(middle, 1, 1), view)) return [{ at: middle, reach: radius * WATER_REACH }];
  const points = [0.5, 0.25, 0.75].flatMap((y) => [0.5, 0.25, 0.75].map((x): XY => [view.right * x, view.bottom * y]));
  return points.map((at) => ({ at, reach: (radius - distance(at, middle)) * WATER_REACH }));
}

/** Points along a line, as far as the view shows it, close enough that no label fits between two. */
function dense(line: XY[], view: Box): XY[] {
  return line.flatMap((to, i): XY[] => {
    const from = line[i - 1] ?? to;
    const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
    if (!overlap({ left, top, right, bottom }, view, 1)) return [];
    const parts = Math.min(200, Math.max(1, Math.ceil(distance(from, to) / 10)));
    return Array.from({ length: parts }, (_, part): XY => {
      const t = (part + 1) / parts;
      return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
    });
  });
}

/** The size of the text itself: a wrapped line leaves its element wider than what it shows. */
function inkSize(element: HTMLElement): [number, number] {
  const lines = [...element.querySelectorAll("bdi")].flatMap((each) => [...each.getClientRects()]);
  const width = Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ left }) => left));
  return [Math.ceil(width) + 1, element.offsetHeight];
}

function leader([x, y]: XY, box: Box, origin: L.Point): HTMLElement {
  const [endX, endY] = nearestIn(box, [x, y]);
  const line = el("span", { class: "geomap-leader" });
  line.style.width = `${Math.hypot(endX - x, endY - y)}px`;
  line.style.transform = `translate(${x + origin.x}px, ${y + origin.y}px) rotate(${Math.atan2(endY - y, endX - x)}rad)`;
  return line;
}

/** Points of one latitude, where a country's name might stand. */
interface Row {
  lat: number;
  points: { lon: number; pixel: XY }[];
}

/** Rows of points all over the view. */
function samples(map: L.Map, view: Box): Row[] {
  const [columns, rows] = [13, 9];
  return Array.from({ length: rows - 1 }, (_, row): Row => {
    const y = (view.bottom * (row + 1)) / rows;
    const points = Array.from({ length: columns - 1 }, (_, column) => {
      const pixel: XY = [(view.right * (column + 1)) / columns, y];
      return { lon: map.containerPointToLatLng(pixel).lng, pixel };
    });
    return { lat: map.containerPointToLatLng([0, y]).lat, points };
  });
}

/** A country as far as the view shows it. */
interface Seen {
  country: Country;
  rings: Ring[];
  /** Degrees from its longitudes to those of the view. */
  turn: number;
}

function inView(country: Country, bounds: L.LatLngBounds, centre: number): Seen[] {
  const turn = 360 * Math.round((centre - country.label[1]) / 360);
  const rings = country.rings.filter(
    ({ extent: [west, south, east, north] }) =>
      west < bounds.getEast() - turn &&
      east > bounds.getWest() - turn &&
      south < bounds.getNorth() &&
      north > bounds.getSouth(),
  );
  return rings.length > 0 ? [{ country, rings, turn }] : [];
}

/** How far from its middle a name must lie in its country, or over water, as a share of its width. */
const NAME_CORE = 0.3;

/** Tells whose land is where in the view. */
class Land {
  private readonly rows = new Map<string, (longitude: number) => boolean>();

  constructor(
    private readonly all: Seen[],
    private readonly map: L.Map,
  ) {}

  /** Whether a name of this width, set here, lies in its own country, or over water beside it, and in no other's land. */
  holds(own: Seen, [x, y]: XY, width: number): boolean {
    const points = [0, -NAME_CORE, NAME_CORE].map((share) => this.map.containerPointToLatLng([x + share * width, y]));
    return points.every(
      ({ lat, lng }) =>
        this.isIn(own, lat, lng) || !this.all.some((other) => other !== own && this.isIn(other, lat, lng)),
    );
  }

  private isIn({ country, rings, turn }: Seen, latitude: number, longitude: number): boolean {
    const key = `${country.name} ${latitude}`;
    let row = this.rows.get(key);
    if (!row) {
      row = within(rings, latitude);
      this.rows.set(key, row);
    }
    return row(longitude - turn);
  }
}

/**
 * Where in the view a country's name may stand: its label point, else inside what is seen of it, middle first.
 *
 * @param beside where it may stand in the water beside a country that is an island; null if it may not
 */
function countrySpots(seen: Seen, grid: Row[], view: Box, pixel: (at: LatLon) => XY, beside: Land | null): XY[] {
  const { country, rings, turn } = seen;
  const [x, y] = pixel([country.label[0], country.label[1] + turn]);
  const shown = x > view.left && x < view.right && y > view.top && y < view.bottom;
  const spots: XY[] = shown ? [0, -14, 14].map((up) => [x, y + up]) : [];
  if (beside && shown) {
    const ring = [28, 46].flatMap((reach) =>
      Array.from({ length: 8 }, (_, part): XY => {
        const angle = (part * Math.PI) / 4;
        return [x + 1.8 * reach * Math.cos(angle), y + reach * Math.sin(angle)];
      }),
    );
    if (ring.every((at) => beside.holds(seen, at, 0))) spots.push(...ring);
  }
  const inland = grid.flatMap(({ lat, points }) => {
    const holds = within(rings, lat);
    return points.filter(({ lon }) => holds(lon - turn)).map(({ pixel }) => pixel);
  });
  const middle: XY = [0, 1].map((axis) => inland.reduce((sum, point) => sum + point[axis]!, 0) / inland.length) as XY;
  const far = (at: XY): number => Math.hypot(at[0] - middle[0], at[1] - middle[1]);
  return [...spots, ...inland.sort((a, b) => far(a) - far(b))];
}

/** About how many square pixels the country covers. */
function sizeOnMap(country: Country, map: L.Map): number {
  const kmPerPixel = (40_075 * Math.cos((country.label[0] * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  return (country.area * 1e6) / (kmPerPixel * kmPerPixel);
}
