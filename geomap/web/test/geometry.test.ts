import { describe, expect, it } from "vitest";
import {
  bow,
  boxAround,
  holds,
  inOneWindow,
  nearest,
  overlap,
  pointAlong,
  project,
  sagitta,
  unproject,
  unwrap,
} from "../src/geometry";

describe("projecting", () => {
  it("gives back what it was given", () => {
    for (const [lat, lon] of [
      [0, 0],
      [51.5, -0.13],
      [-77.8, 166.7],
      [39, 185],
    ] as const) {
      const [there, over] = unproject(project([lat, lon]));
      expect(there).toBeCloseTo(lat, 9);
      expect(over).toBe(lon);
    }
  });
  it("ends where Web Mercator ends", () => {
    expect(project([90, 0])).toEqual(project([85.05, 0]));
  });
});

describe("longitudes", () => {
  it("are turned to the nearest", () => {
    expect(nearest(-175, 178)).toBe(185);
    expect(nearest(170, -170)).toBe(-190);
  });
  it("run on over 180°", () => {
    expect(
      unwrap(
        [
          [0, 178],
          [1, -179],
          [2, -176],
        ],
        178,
      ),
    ).toEqual([
      [0, 178],
      [1, 181],
      [2, 184],
    ]);
  });
  it("come into one window that cuts few legs", () => {
    const [suva, apia] = inOneWindow([178.4, -171.8]) as [number, number];
    expect(Math.abs(suva - apia)).toBeLessThan(10);
    expect(inOneWindow([])).toEqual([]);
  });
});

describe("a bow", () => {
  const flat: [number, number][] = [
    [0, 0],
    [0, 10],
    [0, 20],
  ];
  it("has the sagitta that was asked for, and keeps its ends", () => {
    const bent = bow(flat, 0.14);
    expect(sagitta(bent.map(project))).toBeCloseTo(0.14, 3);
    expect(bent[0]![1]).toBeCloseTo(0);
    expect(bent.at(-1)![1]).toBeCloseTo(20);
  });
  it("is symmetric", () => {
    const bent = bow(flat, 0.14);
    for (let i = 0; i < bent.length; i++) expect(bent[i]![0]).toBeCloseTo(bent[bent.length - 1 - i]![0], 6);
  });
  it("goes to the other side on the way back", () => {
    const [there, back] = [bow(flat, 0.14), bow([...flat].reverse(), 0.14)];
    expect(Math.sign(there[24]![0])).toBe(-Math.sign(back[24]![0]));
  });
});

describe("boxes and lines", () => {
  it("touch or do not", () => {
    const box = boxAround([10, 10], 10, 10);
    expect(overlap(box, boxAround([21, 10], 10, 10))).toBe(false);
    expect(overlap(box, boxAround([21, 10], 10, 10), 2)).toBe(true);
    expect(holds(boxAround([10, 10], 30, 30), box)).toBe(true);
  });
  it("have a point at every distance", () => {
    expect(
      pointAlong(
        [
          [0, 0],
          [10, 0],
          [10, 10],
        ],
        15,
      ),
    ).toEqual({ at: [10, 5], direction: Math.PI / 2 });
    expect(
      pointAlong(
        [
          [0, 0],
          [10, 0],
        ],
        99,
      ).at,
    ).toEqual([10, 0]);
  });
});
