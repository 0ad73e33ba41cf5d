import { expect, it } from "vitest";
import type { Drawing, Leg, Mode, Stop } from "../src/drawing";
import { project, sagitta } from "../src/geometry";
import { bend } from "../src/route";

const PLACES: [number, number][] = [
  [46.2, 6.14],
  [48.2, 16.37],
];

function drawing(pairs: [number, number][], mode: Mode | "" = "", sea = false): [Drawing, number[]] {
  const stops = pairs.flat().map((place) => ({ at: PLACES[place] }) as Stop);
  const legs = pairs.map(
    ([from, to], i): Leg => ({
      from: 2 * i,
      to: 2 * i + 1,
      kind: "travel",
      status: "past",
      mode,
      path: [PLACES[from]!, PLACES[to]!],
      distance: "",
      time: "",
      sea,
    }),
  );
  return [{ stops, legs } as unknown as Drawing, pairs.flat().map((place) => PLACES[place]![1])];
}

const bows = (pairs: [number, number][], mode?: Mode, sea?: boolean): number[] =>
  bend(...drawing(pairs, mode, sea)).map(({ lines }) => sagitta(lines[0]!.map(project)));

it("bends a single leg", () => {
  expect(Math.abs(bows([[0, 1]])[0]!)).toBeCloseTo(0.14, 2);
});

it("keeps legs by land straight", () => {
  expect(bows([[0, 1]], "train")[0]).toBeCloseTo(0, 5);
});

it("leaves a ship's way as it is", () => {
  expect(bows([[0, 1]], "ship", true)[0]).toBeCloseTo(0, 5);
});

it("bends there and back to the same hand of the traveller, and each round wider", () => {
  const [there, back, again] = bows([
    [0, 1],
    [1, 0],
    [0, 1],
  ]) as [number, number, number];
  expect(Math.sign(there)).toBe(Math.sign(back));
  expect(Math.abs(again)).toBeGreaterThan(Math.abs(there));
});
