/**
 * Where a label may stand: beside its mark, else further off with a leader line.
 *
 * Labels are placed one after another, the most important first, each at its best free spot: the way of the map
 * libraries (Mapbox, MapLibre), which keeps a label where it is as long as nothing more important comes near.
 */
import { type Box, boxAround, holds, overlap, type XY } from "./geometry";

const GAP = 3;
/** Distances of a label that found no room beside its pin, in pixels; a leader joins the two. */
const LEADERS = { beside: [], near: [34, 52, 76], far: [34, 52, 76, 108] };
export interface Spot {
  centre: XY;
  /** Where a leader line ends. */
  leader?: XY;
  align?: "left" | "right";
}

/** The first of the spots where a label of this size lies in the view, clear of the obstacles, its leader of the marks. */
export function firstFree(
  spots: Spot[],
  [width, height]: XY,
  view: Box,
  obstacles: Box[],
  marks: Box[],
): Spot | undefined {
  return spots.find(({ centre, leader }) => {
    const box = boxAround(centre, width, height);
    return (
      holds(view, box) &&
      !obstacles.some((other) => overlap(box, other, GAP)) &&
      (!leader || crossesNone(leader, nearestIn(box, leader), marks))
    );
  });
}

/** Beside the box first (right, left, below, above, corners), then further off with a leader. */
export function around(box: Box, width: number, height: number, reach: keyof typeof LEADERS): Spot[] {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [dx, dy] = [(box.right - box.left + width) / 2 + 4, (box.bottom - box.top + height) / 2 + 4];
  const near: XY[] = [
    [x + dx, y],
    [x - dx, y],
    [x, y + dy],
    [x, y - dy],
    [x + dx, y - dy * 0.6],
    [x + dx, y + dy * 0.6],
    [x - dx, y - dy * 0.6],
    [x - dx, y + dy * 0.6],
  ];
  const align = (centre: XY): Pick<Spot, "align"> =>
    Math.abs(centre[0] - x) < 1 ? {} : { align: centre[0] > x ? "left" : "right" };
  const spots: Spot[] = near.map((centre) => ({ centre, ...align(centre) }));
  for (const away of LEADERS[reach]) {
    for (let turn = 0; turn < 16; turn++) {
      const angle = (turn * Math.PI) / 8;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const centre: XY = [x + cos * (away + dx), y + sin * (away + dy)];
      spots.push({
        centre,
        ...align(centre),
        leader: [x + cos * ((box.right - box.left) / 2 + 1), y + sin * ((box.bottom - box.top) / 2 + 1)],
      });
    }
  }
  return spots;
}

/** The point of a box that is nearest to another point. */
export const nearestIn = (box: Box, [x, y]: XY): XY => [
  Math.max(box.left, Math.min(box.right, x)),
  Math.max(box.top, Math.min(box.bottom, y)),
];

/** Whether a leader from a mark's edge touches no other mark. */
export function crossesNone([x, y]: XY, [endX, endY]: XY, marks: Box[]): boolean {
  const others = marks.filter((mark) => !overlap(mark, boxAround([x, y], 6, 6)));
  return [0.2, 0.4, 0.6, 0.8, 1].every((t) => {
    const here = boxAround([x + (endX - x) * t, y + (endY - y) * t], 2, 2);
    return !others.some((mark) => overlap(here, mark));
  });
}
