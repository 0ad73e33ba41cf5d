/** Lines end at the marks that stand for their stops, and what lies under one mark is no line. */
import type { Cluster, Site } from "./clusters";
import { distance, measure, type XY } from "./geometry";

/** From the place of a leg's stop to the mark that stands for it, in pixels: at its start and at its end. */
export type Joint = [start: XY, end: XY];

/**
 * @param position where a site lies, in the pixels of the marks
 * @param from numbers of the stops that the leg joins
 * @returns null where one mark stands for both
 */
export function joint(marks: Cluster[], position: (site: Site) => XY, from: number, to: number): Joint | null {
  const found = [from, to].map((number) => {
    const mark = marks.find(({ sites }) => sites.some(({ stop }) => stop.number === number))!;
    return { mark, site: mark.sites.find(({ stop }) => stop.number === number)! };
  });
  if (found[0]!.mark === found[1]!.mark) return null;
  return found.map(({ mark, site }): XY => {
    if (mark.sites.length === 1) return [0, 0];
    const [x, y] = position(site);
    return [mark.at[0] - x, mark.at[1] - y];
  }) as Joint;
}

export const isStill = ([start, end]: Joint): boolean => [...start, ...end].every((each) => Math.abs(each) < 0.5);

/** The line with its ends moved, and all between in proportion. */
export function moved(points: XY[], [start, end]: Joint): XY[] {
  const total = measure(points) || 1;
  let along = 0;
  return points.map((point, i) => {
    if (i > 0) along += distance(points[i - 1]!, point);
    const t = along / total;
    return [point[0] + start[0] * (1 - t) + end[0] * t, point[1] + start[1] * (1 - t) + end[1] * t];
  });
}
