import { DRIVE_BYTES } from "../wasm/build/driveBytes.ts";

/** Address in the driver's memory, bytes. */
type Pointer = number;

/**
 * What drives the rulebook's engine over cells of ground, by hand: raw numbers in and out, columns by address. Lengths are
 * metres. `wasm/drive` says more. It keeps one ground, one body on it and one search; who asks lays them first.
 */
export interface Driver {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Where one of four tables of 256 bytes goes: steps straight on and aslant for paved cells, then for all others. */
  rankTable(table: number): Pointer;
  /** Room for kinds and ranks of so many cells, and for spans of them; 0 when memory is short. Takes the ground away. */
  openRanks(cells: number, spans: number): number;
  /** 0 kinds, 1 ranks, 2 spans of three i32 (row, first and last column), 3 what may be driven on. */
  rankColumn(column: 0 | 1 | 2 | 3): Pointer;
  rankCells(
    columns: number,
    rows: number,
    spans: number,
    paved: number,
    closed: number,
    innermost: number,
    outermost: number,
  ): void;

  /** Where a byte for each cell goes, row by row; 0 when memory is short, here and below. */
  layGround(minX: number, minY: number, cell: number, columns: number, rows: number): Pointer;
  /** Where the body and its headings go, f64: pairs on the rim, places along the axis, cosines, sines. */
  placeBody(rim: number, axis: number, headings: number, ahead: number, radius: number, square: number): Pointer;
  /** 1 while the ground that was laid last is there. */
  isLaid(): number;
  /** Forgets the last search; ground and body stay. */
  clearSearch(): void;
  isClear(x: number, y: number, heading: number, least: number, wide: number): number;
  /** Leads to within `near` of a place over cells of at least `least`. */
  fieldTo(x: number, y: number, near: number, least: number): number;
  /** Metres along cells to the place that the field leads to; −1 where no way does. */
  left(x: number, y: number): number;
  /** Where x, y and heading of each start go, f64. */
  reserveStarts(count: number): Pointer;
  /** The state at the place that the field leads to; −1: there is no way; −2: given up; −3: memory is short. */
  seek(
    starts: Pointer,
    count: number,
    x: number,
    y: number,
    near: number,
    most: number,
    least: number,
    wide: number,
  ): number;
  closestState(): number;
  /** 1: everything that is reached; 0: given up; −1: memory is short. */
  spread(starts: Pointer, count: number, most: number, least: number, wide: number): number;
  statesReached(): number;
  /** 0 x and 1 y, f64; 2 heading and 3 the row it was reached from, i32. */
  stateColumn(column: 0 | 1 | 2 | 3): Pointer;
}

/** What a question ends with when the machine has no more memory. */
export const NO_MEMORY = "The machine has too little memory to drive over this site.";

/**
 * The one driver of this process, there as soon as the audit is: a plan is audited by the same code with and without a
 * kernel at hand. Small enough to be compiled on the spot; nothing of one question is left for the next.
 */
export const driver = load();

function load(): Driver {
  const bytes = Uint8Array.from(atob(DRIVE_BYTES), (char) => char.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort: stop } });
  return instance.exports as unknown as Driver;
}

/** Only a debug build calls this: a bounds check has failed, which is a programmer's error. */
function stop(_message: number, _file: number, line: number, column: number): never {
  throw new Error(`driver stopped at line ${line}, column ${column}`);
}
