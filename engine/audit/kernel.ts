import { AUDIT_BYTES } from "../../wasm/build/auditBytes.ts";
import { holding, instanceOf } from "../model/instance.ts";

/** Address in the kernel's memory, bytes. */
type Pointer = number;

/**
 * What the audit does in loops over cells, by hand: raw numbers in and out, columns by address. Lengths are metres. It has
 * nothing of the planner's kernel. It keeps one ground with one body on it, or one net of lanes; who asks lays it first.
 */
export interface AuditKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Where one of four tables of 256 bytes goes: steps straight on and aslant for paved cells, then for all others. */
  rankTable(table: number): Pointer;
  /** Room for kinds and ranks of so many cells, and for spans of them; 0 when memory is short. Takes everything else away. */
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
  /** Forgets the last search; ground and body stay. */
  clearSearch(): void;
  /** 1 where the body stands on cells of at least `least` along its rim, or `wide` along its axis. */
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
  /** 1: the body turns round on a place; 0: it does not; −1: memory is short. `half`: from the rear axle to the body's middle. */
  turnsRound(
    x: number,
    y: number,
    heading: number,
    half: number,
    middleX: number,
    middleY: number,
    within: number,
    turns: number,
    least: number,
    wide: number,
  ): number;

  // lanes and their dead ends
  /** Room for lanes as cells; 0 when memory is short. Takes everything else away. */
  openGrid(cell: number, columns: number, rows: number): number;
  /** Where lanes are drawn, 1 a cell, and where what is new on roads. */
  laneCells(): Pointer;
  standingCells(): Pointer;
  /** Takes from what is drawn so far, which are roads, what is no longer a way `reach` cells wide beside what stands. */
  leaveRoads(reach: number): number;
  /** Closes seams, and islands of fewer cells. */
  closeLanes(island: number): number;
  /** Lists the cells of lanes: how many there are; −1 when memory is short. */
  listLanes(): number;
  /** Where they are, ascending, i32. */
  ownCells(): Pointer;
  /** Room for fronts from up to so many sources. */
  openFronts(sources: number): number;
  sourceAtGate(row: number, metres: number): void;
  /** The front from the gates over all lanes. */
  marchOverLanes(): void;
  /** Tells nodes by bands as wide as this, metres. */
  findNodes(width: number): number;
  nodeCount(): number;
  linkCount(): number;
  /** The node of a cell; −1 where no way leads. */
  nodeAt(row: number): number;
  /**
   * 0 cells node by node, 1 where each node's begin (one more than nodes), 2 first links, 3 next links, 4 the nodes that links lead to, all
   * i32; 5 the most that a node is from the gates, f64.
   */
  nodeColumn(column: 0 | 1 | 2 | 3 | 4 | 5): Pointer;
  /** Room for arms of up to so many nodes. */
  openArms(nodes: number): number;
  /** Where the nodes of an arm go, tip first, then the one of its fork, then those that have been cut off, i32. */
  armNodes(): Pointer;
  /** Metres from its tip to the last place with two ways out. */
  measureArm(own: number, fork: 0 | 1, gone: number): number;
  /** The cell of the arm measured last that is farthest from the gates. */
  armTip(): number;

  // ground that cars drive on, and the disc that is rolled over it
  /** Room for a ground looked up by square cells; 0 when memory is short, here and below. Takes everything else away. */
  layReach(
    size: number,
    minX: number,
    minY: number,
    columns: number,
    rows: number,
    rim: number,
    edges: number,
    pieces: number,
    standing: number,
    crack: number,
  ): number;
  /** 0 rim and 1 edges of outlines, four f64 each; 2 where each outline's begin, i32, one more than outlines; 3 their boxes, four f64 each. */
  groundColumn(column: 0 | 1 | 2 | 3): Pointer;
  indexReach(): number;
  isDrivable(x: number, y: number): number;
  /** Distance to the nearest rim, at most `most`; 0 off the ground. */
  clearance(x: number, y: number, most: number): number;
  isOpen(ax: number, ay: number, bx: number, by: number): number;
  /** Where gates go that are narrower than the disc: an outline, i32, and from the eighth byte a width, f64, sixteen bytes each. */
  openDisc(width: number, gates: number): Pointer;
  /** Rolls it from some openings, told as outlines, i32. */
  flood(step: number, follow: 0 | 1, openings: Pointer, count: number): number;
  centreCount(): number;
  /** Room for centres of an earlier flood. */
  openColumns(most: number): number;
  setCount(centres: number): void;
  /** 0 x, 1 y, 2 radius of the widest disc that has come there, f64. */
  centreColumn(column: 0 | 1 | 2): Pointer;
  /** Sorts them, to be asked for the widest ways to places. */
  indexCentres(): number;
  widthNear(x: number, y: number, radius: number): number;
  widthAt(x: number, y: number, aside: number, step: number, follow: 0 | 1): number;

  // planting
  /** Where the edges of a patch go, four f64 each. Takes everything else away. */
  layPatch(edges: number): Pointer;
  /** Of places `pace` apart, how many the largest part has that discs of a least radius leave out; −1 when memory is short. */
  narrowPart(
    minX: number,
    minY: number,
    pace: number,
    columns: number,
    rows: number,
    reach: number,
    least: number,
  ): number;
  /** The place of it that lies farthest from the rim, row by row, and how far. */
  partMiddle(): number;
  partRoom(): number;

  /** Where so many i32 go. */
  reserveRows(count: number): Pointer;
}

/** What a question ends with when the machine has no more memory. */
export const NO_MEMORY = "The machine has too little memory to audit this site.";

/**
 * The one of this process, there as soon as the audit is: a plan is audited by the same code with and without the planner's
 * kernel at hand. Small enough to be compiled on the spot; nothing of one question is left for the next.
 */
export const kernel = instanceOf<AuditKernel>(AUDIT_BYTES, "the audit's");

/** An address, or what says that there is none. */
export function checked(at: Pointer): Pointer {
  if (at === 0) throw new Error(NO_MEMORY);
  return at;
}

export const { hold, isHeldBy } = holding();
