import { distanceToEdge, isInside, type Outline } from "../outline.ts";
import { eachRun, type LaneGrid } from "./cells.ts";

/** Where an engine turns. Metres. */
export interface Turning {
  /** Places made for turning. */
  readonly turnarounds: readonly Outline[];
  /** A road this wide in all directions is a place to turn. */
  readonly turnsIn: number;
}

/** By cell: 1 where an engine can turn, on a place made for it or on a road that is wide enough. */
export function turnsOn(grid: LaneGrid, { turnarounds, turnsIn }: Turning): Uint8Array {
  const { cell, columns, rows, lane } = grid;
  const turns = new Uint8Array(lane.length);
  for (const row of turnarounds.length > 0 ? grid.own : new Int32Array(0)) {
    const [x, y] = grid.centre(row);
    if (turnarounds.some((outline) => isInside(outline, x, y) || distanceToEdge(outline, x, y) <= cell)) turns[row] = 1;
  }
  const radius = turnsIn / 2 - cell;
  const reach = Math.ceil(radius / cell);
  // by row of cells across a disc: how far it goes to either side
  const disc: number[] = [];
  const round: number[] = [];
  for (let j = -reach; j <= reach; j++) {
    let [inDisc, inRound] = [-1, 0];
    for (let i = 0; i <= reach; i++) {
      if ((i * i + j * j) * cell * cell <= radius * radius) inDisc = i;
      if (i * i + j * j <= reach * reach) inRound = i;
    }
    disc.push(inDisc);
    round.push(inRound);
  }
  // by cell: where its run of lane ends
  const ends = new Int32Array(lane.length);
  eachRun(lane, 1, 0, lane.length, (from, end) => ends.fill(end, from, end));
  const isWide = (row: number) => {
    for (let k = 0; k < disc.length; k++) {
      const middle = row + (k - reach) * columns;
      if (disc[k] >= 0 && ends[middle - disc[k]] <= middle + disc[k]) return false;
    }
    return true;
  };
  const aslant = Math.floor(reach * Math.SQRT1_2);
  /** A quick look at places at a distance: whether they may all be lane. Two more, left and right, lie in the same run. */
  const isInnermost = (row: number) =>
    lane[row - reach * columns] === 1 &&
    lane[row + reach * columns] === 1 &&
    lane[row - aslant * (columns + 1)] === 1 &&
    lane[row + aslant * (columns + 1)] === 1 &&
    lane[row - aslant * (columns - 1)] === 1 &&
    lane[row + aslant * (columns - 1)] === 1;
  eachRun(lane, 1, reach * columns, (rows - reach) * columns, (from, end) => {
    let first = -1;
    for (let row = from + reach; row <= end - reach; row++) {
      if (row < end - reach && isInnermost(row) && isWide(row)) {
        if (first < 0) first = row;
        continue;
      }
      // discs round all of a run, row by row
      for (let k = 0; first >= 0 && k < round.length; k++) {
        const off = (k - reach) * columns;
        turns.fill(1, first + off - round[k], row + off + round[k]);
      }
      first = -1;
    }
  });
  return turns;
}
