import { describe, expect, it } from "vitest";
import { within, decodeBasemap } from "../src/basemap";
import { numbers as read } from "../src/steps";
import { numbers, steps } from "../steps.mjs";

describe("numbers", () => {
  it("come back as they were written", () => {
    const values = [0, -1, 1, 39, -40, 40, -41, 347, -348, 348, -349, 90_000, -90_000, 340_735];
    expect([...read(numbers(values))]).toEqual(values);
  });

  it("stand in JSON and HTML as they are", () => {
    const text = numbers(Array.from({ length: 4000 }, (_, i) => i - 2000));
    expect(JSON.stringify(text)).toBe(`"${text}"`);
    expect(text).not.toMatch(/[<>&\s]/);
  });

  it("too large are refused", () => {
    expect(() => numbers([400_000])).toThrow(RangeError);
  });
});

describe("a packed basemap", () => {
  const square = [
    [0, 0],
    [0, 10],
    [10, 10],
  ];
  const rest = [
    [10, 10],
    [10, 0],
    [0, 0],
  ];
  const other = [
    [10, 10],
    [20, 10],
    [20, 0],
    [10, 0],
    [0, 0],
  ];
  const world = {
    grid: 1,
    arcs: [square, rest, other].map((line) => steps(line, 1)),
    countries: [
      ["A", "AA", 5, 5, 1, numbers([2, 0, 2])],
      ["B", "BB", 15, 5, 1, numbers([2, 4, -1])],
    ] as [string, string, number, number, number, string][],
  };

  it("gives borders and coasts by how often an arc is used", () => {
    const { borders, coasts } = decodeBasemap(world);
    expect(borders.map(({ degrees }) => [...degrees])).toEqual([[10, 10, 10, 0, 0, 0]]);
    expect(coasts).toHaveLength(2);
  });

  it("knows what lies within a country", () => {
    const holds = within(decodeBasemap(world).countries[0]!.rings, 5);
    expect([holds(-1), holds(5), holds(11)]).toEqual([false, true, false]);
  });

  it("keeps the ends of an arc that the detail replaces", () => {
    const fine = [
      [0.5, 0],
      [-1, 5],
      [9.5, 10],
    ];
    const detail = {
      grid: 0.5,
      arcs: [[0, steps(fine, 0.5)]] as [number, string][],
      islands: [],
      waterGrid: 1,
      lakes: [],
      rivers: [],
      divisions: [],
    };
    const [first] = decodeBasemap({ ...world, detail }).countries[0]!.rings[0]!.lines;
    expect([...first!.line.degrees]).toEqual([0, 0, -1, 5, 10, 10]);
  });
});
