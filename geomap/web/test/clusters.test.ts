import { expect, it } from "vitest";
import {
  badgeText,
  cities,
  type Cluster,
  clusterName,
  clusters,
  markNames,
  ranges,
  surroundings,
  type Site,
} from "../src/clusters";
import type { PlacedStop } from "../src/drawing";
import { overlap } from "../src/geometry";

const site = (number: number, x: number, y: number, city = ""): Site => ({
  stop: { number, name: `Stop ${number}`, city, kind: "venue" } as PlacedStop,
  lat: y,
  lon: x,
});
const at = ({ lat, lon }: Site): [number, number] => [lon, lat];

it("writes numbers as ranges", () => {
  expect(ranges([5, 2, 3, 4])).toBe("2–5");
  expect(ranges([1, 3, 4, 7])).toBe("1, 3–4, 7");
  expect(ranges([1, 2], "-", ",")).toBe("1-2");
});

it("tells marks of one city apart by the names of their stops", () => {
  const mark = (...sites: Site[]): Cluster => ({ sites, at: [0, 0], box: { left: 0, top: 0, right: 0, bottom: 0 } });
  const paris = mark(site(1, 0, 0, "Paris"), site(2, 0, 0, "Paris"));
  const alsoParis = mark(site(3, 0, 0, "Paris"), site(4, 0, 0, "Paris"), site(5, 0, 0, "Paris"));
  const rome = mark(site(6, 0, 0, "Rome"), site(7, 0, 0, "Rome"));

  expect(markNames([paris, rome]).map(({ full }) => full)).toEqual(["Paris", "Rome"]);
  expect(markNames([paris, alsoParis, rome])).toEqual([
    { full: "Stop 1, Stop 2", short: "Stop 1 and 1 more" },
    { full: "Stop 3, Stop 4 and 1 more", short: "Stop 3 and 2 more" },
    { full: "Rome", short: "Rome" },
  ]);
});

it("counts a motley crowd", () => {
  expect(badgeText([1, 3, 5])).toBe("1, 3, 5");
  expect(badgeText([1, 3, 5, 7])).toBe("4 stops");
});

it("names two cities, and counts the others", () => {
  expect(clusterName([site(1, 0, 0, "Pyongyang"), site(2, 0, 0, "Pyongyang")])).toBe("Pyongyang");
  expect(clusterName([site(1, 0, 0, "Vienna"), site(2, 0, 0, "Bratislava")])).toBe("Vienna, Bratislava");
  expect(clusterName([1, 2, 3].map((number) => site(number, 0, 0)))).toBe("Stop 1, Stop 2 and 1 more");
  expect(cities([site(1, 0, 0)])).toEqual(new Set(["Stop 1"]));
});

it("leaves no two marks upon one another", () => {
  const sites = Array.from({ length: 40 }, (_, i) => site(i + 1, (i * 53) % 300, (i * 31) % 200));
  const marks = clusters(sites, at);
  expect(marks.flatMap((mark) => mark.sites).length).toBe(40);
  for (const [i, a] of marks.entries()) for (const b of marks.slice(i + 1)) expect(overlap(a.box, b.box)).toBe(false);
});

it("names an inset for the city that most of its stops are in", () => {
  const paris = [1, 2].map((number) => site(number, 0, 0, "Paris"));
  expect(surroundings(paris)).toBe("Paris");
  expect(surroundings([...paris, site(3, 0, 0, "Versailles")])).toBe("Paris and around");
  expect(surroundings([site(1, 0, 0, "Lille"), site(2, 0, 0, "Roubaix")])).toBe("Lille, Roubaix");
});
