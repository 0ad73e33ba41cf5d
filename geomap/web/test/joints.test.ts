import { expect, it } from "vitest";
import { clusters, type Site } from "../src/clusters";
import type { PlacedStop } from "../src/drawing";
import { joint, moved } from "../src/joints";

const site = (number: number, x: number): Site => ({
  stop: { number, name: `Stop ${number}`, city: "", kind: "venue" } as PlacedStop,
  lat: 0,
  lon: x,
});
const at = ({ lat, lon }: Site): [number, number] => [lon, lat];

it("moves the end of a line to the badge that stands for its stop", () => {
  const sites = [site(1, 0), site(2, 10), site(3, 200)];
  const marks = clusters(sites, at);
  const ends = joint(marks, at, 2, 3)!;

  expect(ends).toEqual([
    [-5, 0],
    [0, 0],
  ]);
  expect(
    moved(
      [
        [10, 0],
        [105, 30],
        [200, 0],
      ],
      ends,
    ),
  ).toEqual([
    [5, 0],
    [102.5, 30],
    [200, 0],
  ]);
});

it("has no line between stops under one badge", () => {
  expect(joint(clusters([site(1, 0), site(2, 10)], at), at, 1, 2)).toBeNull();
});
