/** Lanes as square cells, one byte each; a margin of cells around them is none, so that every cell of a lane has eight neighbours. */
import { takeAway } from "../drive/ground";
import { reserve } from "../memory";

/** Side of a cell, metres. */
export let cell: f64 = 0;
export let columns: i32 = 0;
/** By cell: 1 where a lane lies. */
export let lane: usize = 0;
/** Cells of lanes, ascending, and how many. */
export let own: usize = 0;
export let owns: i32 = 0;
export let size: i32 = 0;

/** By cell, f64: metres from the gates, and from an arm's end; Infinity where no way leads. */
export let far: usize = 0;
export let along: usize = 0;
/** By cell: a mark that is taken away after use. */
export let mark: usize = 0;

/** Room for lanes, to be filled by the caller: a byte a cell, then the cells of lanes, i32; 0 when memory is short. Takes the ground away that is driven on. */
export function openLanes(side: f64, across: i32, cells: i32, ownCells: i32): usize {
  takeAway();
  cell = side;
  columns = across;
  size = cells;
  owns = ownCells;
  lane = reserve(cells);
  own = reserve(ownCells << 2);
  far = reserve(cells << 3);
  along = reserve(cells << 3);
  mark = reserve(cells);
  if (!lane || !own || !far || !along || !mark) return 0;
  memory.fill(mark, 0, <usize>cells);
  setFar(far);
  setFar(along);
  return lane;
}

export function ownCells(): usize {
  return own;
}

function setFar(field: usize): void {
  for (let k = 0; k < size; k++) store<f64>(field + ((<usize>k) << 3), Infinity);
}

/** Step to one of the eight neighbours of a cell, row by row. */
export function stepTo(neighbour: i32): i32 {
  const at = neighbour < 4 ? neighbour : neighbour + 1;
  return (at / 3 - 1) * columns + (at % 3) - 1;
}

export function distance(field: usize, row: i32): f64 {
  return load<f64>(field + ((<usize>row) << 3));
}

export function ownCell(k: i32): i32 {
  return load<i32>(own + ((<usize>k) << 2));
}
