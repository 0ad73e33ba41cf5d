import { expect, it } from "vitest";
import { boxAround, overlap } from "../src/geometry";
import { around, crossesNone, firstFree } from "../src/placement";

const VIEW = { left: 0, top: 0, right: 400, bottom: 300 };
const PIN = boxAround([200, 150], 28, 28);

it("puts a label to the right where nothing is in the way", () => {
  const spot = firstFree(around(PIN, 80, 16, "near"), [80, 16], VIEW, [PIN], [PIN]);
  expect(spot).toEqual({ centre: [258, 150], align: "left" });
});

it("goes to the left at the right edge", () => {
  const pin = boxAround([380, 150], 28, 28);
  const spot = firstFree(around(pin, 80, 16, "near"), [80, 16], VIEW, [pin], [pin]);
  expect(spot?.centre[0]).toBeLessThan(380);
});

it("draws a leader in a crowd, and none through another mark", () => {
  const crowd = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => boxAround([200 + 34 * x, 150 + 34 * y], 28, 28)));
  const spot = firstFree(around(PIN, 60, 16, "near"), [60, 16], VIEW, crowd, crowd);
  expect(spot?.leader ?? "no room").toBeDefined();
  if (spot?.leader) expect(crossesNone(spot.leader, spot.centre, crowd)).toBe(true);
  expect(crossesNone([215, 150], [300, 150], crowd)).toBe(false);
});

it("never lays a label over what is there", () => {
  const obstacles = Array.from({ length: 60 }, (_, i) => boxAround([(i * 97) % 400, (i * 61) % 300], 40, 14));
  const spot = firstFree(around(PIN, 80, 16, "near"), [80, 16], VIEW, obstacles, []);
  if (spot) for (const other of obstacles) expect(overlap(boxAround(spot.centre, 80, 16), other)).toBe(false);
});
