/** Which pins stand alone, and which share a badge because they would fall on one another. */
import type { PlacedStop } from "./drawing";
import { type Box, boxAround, overlap, type XY } from "./geometry";

/** Diameter of a pin with its white edge, in pixels. */
export const PIN = 28;
export const BADGE_HEIGHT = 30;
/** A stop and where the map has it: longitudes may leave ±180. */
export interface Site {
  stop: PlacedStop;
  lat: number;
  lon: number;
}

/** Stops drawn as one mark. */
export interface Cluster {
  sites: Site[];
  at: XY;
  box: Box;
}

/** "2–5", "2, 4–6". */
export function ranges(numbers: number[], dash = "–", comma = ", "): string {
  const parts: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = parts[parts.length - 1];
    if (last && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([a, b]) => (a === b ? `${a}` : `${a}${dash}${b}`)).join(comma);
}

/** More runs of numbers than this no badge can hold. */
const MOST_RUNS = 3;

/** "2–5"; of a motley crowd only how many they are. */
export function badgeText(numbers: number[]): string {
  const text = ranges(numbers);
  return text.split(", ").length <= MOST_RUNS ? text : `${numbers.length} stops`;
}

export const badgeWidth = (text: string): number => Math.max(BADGE_HEIGHT, 18 + 7.5 * text.length);

function cluster(members: { site: Site; at: XY }[]): Cluster {
  const sites = members.map(({ site }) => site);
  const city = members.find(({ site }) => site.stop.kind === "city");
  const mean = (axis: 0 | 1): number => members.reduce((sum, { at }) => sum + at[axis], 0) / members.length;
  const at: XY = city ? city.at : [mean(0), mean(1)];
  if (members.length === 1) return { sites, at, box: boxAround(at, PIN, PIN) };
  const width = badgeWidth(badgeText(sites.map(({ stop }) => stop.number)));
  return { sites, at, box: boxAround(at, width, BADGE_HEIGHT) };
}

/** Group the sites so that no two marks overlap. */
export function clusters(sites: Site[], position: (site: Site) => XY): Cluster[] {
  let groups = sites.map((site) => [{ site, at: position(site) }]);
  let marks = groups.map(cluster);
  for (let i = 0; i < marks.length; i++) {
    const j = marks.findIndex((other, k) => k > i && overlap(marks[i]!.box, other.box));
    if (j < 0) continue;
    groups[i] = [...groups[i]!, ...groups[j]!];
    groups = groups.filter((_, k) => k !== j);
    marks = groups.map(cluster);
    i = -1; // a badge is wider than a pin and may touch an earlier mark
  }
  return marks;
}

/** The cities, or else the places, that these stops are in. */
export const cities = (sites: Site[]): Set<string> => new Set(sites.map(({ stop }) => stop.city || stop.name));

const inShort = (names: string[], most: number): string =>
  names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;

/** The words that stand for a badge: its cities, or two of them and how many more. */
export const clusterName = (sites: Site[]): string => inShort([...cities(sites)], 2);

/** The words for each mark, in full and in short; where two would say the same, the names of the stops themselves. */
export function markNames(marks: Cluster[]): { full: string; short: string }[] {
  const plain = marks.map(({ sites }) => clusterName(sites));
  return marks.map(({ sites }, i) => {
    const said = plain.filter((name) => name === plain[i]).length > 1;
    const names = [...(said ? new Set(sites.map(({ stop }) => stop.name)) : cities(sites))];
    return { full: inShort(names, 2), short: inShort(names, 1) };
  });
}

/** The words over an inset: the city that most of its stops are in. */
export function surroundings(sites: Site[]): string {
  const names = sites.map(({ stop }) => stop.city || stop.name);
  const count = (name: string): number => names.filter((each) => each === name).length;
  const most = names.reduce((best, name) => (count(name) > count(best) ? name : best));
  return cities(sites).size === 1 ? most : count(most) > 1 ? `${most} and around` : clusterName(sites);
}
