import { hashOf, hexOf } from "./model/canonical.ts";

/** Address in kernel memory, bytes. */
export type Pointer = number;

// what the kernel exports, by hand: raw numbers in and out, columns by address (`wasm/README.md`)

/** An instance's memory. It grows with what is put there, so that a view on it holds until the next call. */
export interface KernelMemory {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Address of fresh bytes, 16-byte aligned, not cleared; 0 when they do not fit. */
  reserve(bytes: number): Pointer;
}

/** The search of an open lot; lengths in units of 0.1 mm. */
export interface LotKernel extends KernelMemory {
  resetStrips(stallLength: number, aisleWidth: number, shortest: number): void;
  addFrame(cos: number, sin: number): number;
  reserveEdges(layer: number, frame: number, count: number): Pointer;
  indexFrame(frame: number): number;
  setCritical(frame: number, turn: number, at: Pointer, count: number): void;
  /**
   * Aisles may be added in the first `count` frames and in the last `further`, and led to idle ground in the first and in the last `led`;
   * the others only hold ways in. After all `addFrame`.
   */
  setMainFrames(count: number, further: number, led: number): void;
  setSizes(stallWidth: number, stallLength: number, aisleWidth: number): void;
  /**
   * `low`, `high`: posts across the way in; `spareLow`, `spareHigh`: how far an aisle may stand beyond each at most as long as
   * `through` of its width leads through the gate; `modes`: 1 in, 2 out, 3 both; `gap`: how far inside the gate an aisle may begin.
   */
  addGate(
    frame: number,
    turn: number,
    sign: number,
    start: number,
    low: number,
    high: number,
    spareLow: number,
    spareHigh: number,
    through: number,
    modes: number,
    gap: number,
  ): number;
  /** After `setSizes`, which forgets all kinds. */
  addRowKind(depth: number, pitch: number, first: number, atEnds: number): number;
  addAisleKind(width: number, oneWay: number): number;
  serveRow(aisleKind: number, rowKind: number): number;
  openSearch(seed: number, plannedSteps: number, moduleParts: number, spineRounds: number): number;
  /** Searches until this many steps have been taken since `openSearch`; 0 when nothing is left to try. */
  advanceSearch(steps: number): number;
  /** Shares the lot with other kernels, `index` of `count`: asked once, before the first step. */
  shareSearch(index: number, count: number): void;
  /** Bytes of a layout as it goes from one kernel to another of the same lot. */
  layoutBytes(): number;
  /** The k-th best layout that the search starts from; 0 when there are fewer. */
  keptLayout(k: number): Pointer;
  /** The best layout that anything has come to, which another kernel is told of first; 0 when there is none. */
  toldLayout(): Pointer;
  /** Where another kernel's layout is written before `takeGuest`. */
  guestLayout(): Pointer;
  takeGuest(): void;
  searchVersion(): number;
  bestStalls(): number;
  /** Evaluates the best layout so that it can be read; 0 when there is none. */
  recallBest(): Pointer;
  /** For tests: random moves from a layout whose evaluation by what they touch and from scratch differ, of this many. */
  reviewMoves(layout: Pointer, moves: number, seed: number): number;
  aislesOf(layout: Pointer): number;
  aisleEntry(layout: Pointer, column: number, row: number): number;
  /** Runs of stalls of the layout recalled, and where they lie, eight ints each (wasm/runs.ts). */
  runsFound(): number;
  runsAt(): Pointer;
}

/** Compounds: the best row of stalls along a road's side; lengths in units of 0.1 mm. */
export interface RowKernel extends KernelMemory {
  /** Gives everything reserved back. */
  release(): void;
  openRows(): number;
  rowKinds(): Pointer;
  rowSpans(): Pointer;
  rowStallKinds(): Pointer;
  rowStallStarts(): Pointer;
  /** Stalls found, or −1 when the tables are full. */
  bestRow(
    kinds: number,
    lines: number,
    length: number,
    worth: number,
    accessibleWorth: number,
    runCost: number,
    changeCost: number,
  ): number;
}

/** The compiled kernel, in two modules. Each search takes an instance of its own: instances share nothing. */
export interface Kernel {
  /** SHA-256 of the .wasm bytes of both, one after the other, hex. */
  readonly hash: string;
  lot(): LotKernel;
  rows(): RowKernel;
}

/** Loads and compiles the kernel, from disk in Node, over the network in a browser. Both give the same results; `debug` also checks bounds. */
export async function loadKernel(options: { readonly debug?: boolean } = {}): Promise<Kernel> {
  // spelled out each time, because bundlers look for exactly this form
  const urls = options.debug
    ? [
        new URL("../wasm/build/lots.debug.wasm", import.meta.url),
        new URL("../wasm/build/rows.debug.wasm", import.meta.url),
      ]
    : [
        new URL("../wasm/build/lots.release.wasm", import.meta.url),
        new URL("../wasm/build/rows.release.wasm", import.meta.url),
      ];
  const [lots, rows] = await Promise.all(urls.map(readBytes));
  const both = new Uint8Array(lots.length + rows.length);
  both.set(lots);
  both.set(rows, lots.length);
  const [hash, ...modules] = await Promise.all([digest(both), WebAssembly.compile(lots), WebAssembly.compile(rows)]);
  const [lot, row] = modules.map((module) => () => new WebAssembly.Instance(module, { env: { abort: stop } }).exports);
  return {
    hash,
    lot: () => lot() as unknown as LotKernel,
    rows: () => row() as unknown as RowKernel,
  };
}

/** SHA-256, hex: the platform's own where it has one, which costs a page under way nothing; a page without https has none. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!globalThis.crypto?.subtle) return hashOf(bytes);
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Only the debug build calls this: a bounds check has failed, which is a programmer's error. */
function stop(_message: number, _file: number, line: number, column: number): never {
  throw new Error(`kernel stopped at line ${line}, column ${column}`);
}

async function readBytes(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return new Uint8Array(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The kernel could not be loaded: ${response.status} for ${url.href}`);
  // the bytes are hashed into every plan, so they are needed whole; compiling 65 kB takes a few milliseconds
  return new Uint8Array(await response.arrayBuffer());
}
