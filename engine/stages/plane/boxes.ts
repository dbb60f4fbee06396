import type { Path64, Paths64 } from "clipper2-ts";

// what may touch what, told by the boxes round closed paths

/** Least and greatest coordinates, in units of the grid. */
export type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

export function boxOf(path: Path64): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < path.length; i++) {
    const { x, y } = path[i];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX, maxY];
}

/** Whether one box lies in another. */
export function liesIn(inner: Box, outer: Box): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Some paths and others, only those whose boxes meet one of the other kind, and those of the first that meet none. */
export function meeting(some: Paths64, others: Paths64): { near: Paths64; rest: Paths64; others: Paths64 } {
  const boxes = others.map(boxOf);
  const isMet = new Uint8Array(others.length);
  const [near, rest]: [Paths64, Paths64] = [[], []];
  for (const path of some) {
    const [minX, minY, maxX, maxY] = boxOf(path);
    let meets = false;
    for (let k = 0; k < boxes.length; k++) {
      const box = boxes[k];
      if (minX > box[2] || maxX < box[0] || minY > box[3] || maxY < box[1]) continue;
      meets = true;
      isMet[k] = 1;
    }
    (meets ? near : rest).push(path);
  }
  return { near, rest, others: others.filter((_, k) => isMet[k] === 1) };
}
