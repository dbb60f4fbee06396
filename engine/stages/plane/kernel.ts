import { PLANE_BYTES } from "../../../wasm/build/planeBytes.ts";
import { holding, instanceOf } from "../../model/instance.ts";

/** Address in the kernel's memory, bytes; 0 says that memory is short. */
type Pointer = number;

/** What the stages do in loops over sides and cells, by hand: raw numbers in and out, columns by address. One question at a time. */
interface PlaneKernel {
  readonly memory: { readonly buffer: ArrayBuffer };

  // sections of a band along an edge; metres
  /** Where sides go, five f64 each. Takes everything else away, as do the next two of this kind. */
  laySides(count: number): Pointer;
  sortSides(): void;
  /** How many sections a band has; they are four f64 each. */
  sectionsIn(near: number, far: number, start: number, end: number): number;
  sectionsAt(): Pointer;

  // cells with room
  /** Where the marks of cells go, a byte each. */
  layGround(columns: number, rows: number): Pointer;
  /** 1 for each cell with a mark of the mask all of whose cells nearer than `room`, metres, have one. */
  leaveRoom(mask: number, cell: number, room: number): Pointer;

  // ways over cells
  /** Where the marks of cells go, a byte each. */
  layCells(columns: number, rows: number): Pointer;
  /** 0 where one can walk, a byte each; 1 costs and 2 the cells before, i32, −1 where there is none. */
  walkColumn(column: 0 | 1 | 2): Pointer;
  /** Where cells that ways begin at go, each with its cost, i32, the cheapest first. */
  laySeeds(count: number): Pointer;
  /** Where the begin of each set of cells to be reached goes, and one more; the cells follow, i32. */
  laySets(count: number, cells: number): Pointer;
  /** Walks until one of each set is reached, or everything; 0 when memory is short. */
  walk(dear: number): number;
}

/**
 * The one of this process, there as soon as the stages are: small enough to be compiled on the spot. Nothing of one question is
 * left for the next.
 */
export const kernel = instanceOf<PlaneKernel>(PLANE_BYTES, "the stages'");

/** An address, or what says that there is none. */
export function checked(at: Pointer): Pointer {
  if (at === 0) throw new Error("The machine has too little memory to plan this site.");
  return at;
}

export const { hold, isHeldBy } = holding();

// views hold until the next call, which may grow the memory

export function bytesAt(at: Pointer, count: number): Uint8Array {
  return new Uint8Array(kernel.memory.buffer, checked(at), count);
}

export function wholesAt(at: Pointer, count: number): Int32Array {
  return new Int32Array(kernel.memory.buffer, checked(at), count);
}

let numbers = new Float64Array(kernel.memory.buffer);

/** All of the memory as numbers of eight bytes, for questions that are asked by the thousand. */
export function allNumbers(): Float64Array {
  if (numbers.buffer !== kernel.memory.buffer) numbers = new Float64Array(kernel.memory.buffer);
  return numbers;
}

/** Where an address is in `allNumbers`. */
export function numberAt(at: Pointer): number {
  return checked(at) / Float64Array.BYTES_PER_ELEMENT;
}
