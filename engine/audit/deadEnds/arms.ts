import { bounds, type Line, type Point } from "../../model/geometry.ts";
import { checked, kernel } from "../kernel.ts";
import type { LaneGrid } from "./cells.ts";
import { laneGrid, type Ways } from "./grid.ts";
import { type Turning, turnsOn } from "./turns.ts";

/** A lane with one way out, from its end to the last place with two. */
export interface DeadEnd {
  /** Where it ends. */
  readonly tip: Point;
  /** Metres from there to the last place with two ways out, to a tenth. */
  readonly length: number;
  /** Its middle from the tip on, metre by metre. */
  readonly path: readonly Point[];
  /** Whether a place lies on it, or within so many metres of it. */
  isNear(at: Point, within: number): boolean;
}

/** Lanes and what there is along them. Metres. */
export interface Lanes extends Turning, Ways {
  readonly gates: readonly Line[];
  /** An arm shorter than an engine is none that it could back into. */
  readonly shortest: number;
}

/** Cells this near to a gate's line begin there, metres; where there are none, the nearest ones up to `FAR_GATE`. */
const AT_GATE = 1;
const FAR_GATE = 5;

/** Width of a band of cells that are as far from the gates, metres, and cells at least. */
const BAND = 1;
const BAND_CELLS = 3;

/** Cells that are as far from the gates and hang together, and the nodes before and after that they touch. */
interface Node {
  /** The farthest of its cells from the gates, metres. */
  readonly most: number;
  /** Rows of nodes. */
  readonly links: readonly number[];
  readonly isGate: boolean;
}

/**
 * The dead ends of lanes. Cells are told apart by how far they are from the gates; those that are as far and hang together
 * are one node of a graph, which forks where lanes do and closes where they form a ring. What hangs on it by one end is a
 * dead end, up to the first fork, gate or place to turn. Null where no lane begins at a gate.
 */
export function deadEndsOf(lanes: Lanes): DeadEnd[] | null {
  if (lanes.areas.length + lanes.roads.areas.length === 0) return [];
  const grid = laneGrid(lanes, lanes.turnsIn * lanes.turnsIn);
  const sources = lanes.gates.flatMap((gate) => sourcesAt(grid, gate));
  if (sources.length === 0) return null;
  const told = toldOf(grid, sources);
  const { nodes } = told;
  const turns = turnsOn(grid, lanes);
  const gone = new Set<number>();
  const known = new Map<string, Measured>();
  const once = (arm: Arm): Measured => {
    const key = `${arm.nodes.join(" ")} ${arm.fork}`;
    const made = known.get(key) ?? measured(told, arm, gone);
    known.set(key, made);
    return made;
  };
  for (;;) {
    const arms = armsOf(nodes, gone);
    // a corner of a wide road is no arm: the shortest go first, so that of a lane's two corners one stays
    const stubs = arms
      .filter((arm) => mayBeShort(told, arm, lanes.shortest))
      .map(once)
      .filter(({ length }) => length < lanes.shortest)
      .sort((a, b) => a.length - b.length || a.tip - b.tip);
    if (stubs.length === 0)
      return arms.flatMap((arm) => beyondTurn(told, turns, once(arm), { gone, shortest: lanes.shortest }) ?? []);
    for (const n of stubs[0].arm.nodes) gone.add(n);
  }
}

/** Lanes as they hang together. */
interface Told {
  readonly grid: LaneGrid;
  readonly nodes: readonly Node[];
  /** The cells of a node. */
  cellsOf(node: number): Int32Array;
}

/** A cell and how far it is, metres. */
interface Source {
  readonly row: number;
  readonly distance: number;
}

function toldOf(grid: LaneGrid, sources: readonly Source[]): Told {
  checked(kernel.openFronts(sources.length));
  for (const { row, distance } of sources) kernel.sourceAtGate(row, distance);
  kernel.marchOverLanes();
  checked(kernel.findNodes(Math.max(BAND, BAND_CELLS * grid.cell)));
  const count = kernel.nodeCount();
  checked(kernel.openArms(count));
  const column = (n: 0 | 1 | 2 | 3 | 4, length: number) =>
    new Int32Array(kernel.memory.buffer, kernel.nodeColumn(n), length);
  const starts = column(1, count + 1).slice();
  const cells = column(0, starts[count]).slice();
  const most = new Float64Array(kernel.memory.buffer, kernel.nodeColumn(5), count);
  const first = column(2, count);
  const [next, to] = [column(3, kernel.linkCount()), column(4, kernel.linkCount())];
  const gates = new Set(sources.map(({ row }) => kernel.nodeAt(row)));
  const nodes = Array.from({ length: count }, (_, n): Node => {
    const links: number[] = [];
    for (let link = first[n]; link >= 0; link = next[link]) links.push(to[link]);
    return { most: most[n], links, isGate: gates.has(n) };
  });
  return { grid, nodes, cellsOf: (n) => cells.subarray(starts[n], starts[n + 1]) };
}

/** Whether an arm that forks off may be shorter than so many metres: as far as its end is from the gates beyond the fork. */
function mayBeShort({ nodes }: Told, { nodes: own, fork }: Arm, shortest: number): boolean {
  if (fork === null) return false;
  let most = 0;
  for (const n of own) most = Math.max(most, nodes[n].most);
  return most - nodes[fork].most < shortest;
}

/** An arm up to the first place to turn; null where that is at its very end. */
function beyondTurn(
  told: Told,
  turns: Uint8Array,
  arm: Measured,
  { gone, shortest }: { readonly gone: ReadonlySet<number>; readonly shortest: number },
): DeadEnd | null {
  const own = arm.arm.nodes;
  const turning = own.findIndex((n) => hasOne(told.cellsOf(n), (row) => turns[row] === 1));
  if (turning < 0) return deadEnd(told, arm);
  const beyond = turning === 0 ? null : measured(told, { nodes: own.slice(0, turning), fork: own[turning] }, gone);
  // the rest of such a place is part of it
  return beyond === null || beyond.length < shortest ? null : deadEnd(told, beyond);
}

function sourcesAt(grid: LaneGrid, gate: Line): Source[] {
  const at: Source[] = [];
  let nearest: Source = { row: -1, distance: Infinity };
  eachNear(grid, gate, FAR_GATE, (row) => {
    const distance = distanceToLine(grid.centre(row), gate);
    if (distance <= AT_GATE) at.push({ row, distance });
    if (distance < nearest.distance) nearest = { row, distance };
  });
  if (at.length > 0) return at;
  return nearest.distance <= FAR_GATE ? [nearest] : [];
}

/** Cells of lanes in the box around a line that is `reach` metres wider, ascending. */
function eachNear(
  { lane, cell, columns, rows, centre }: LaneGrid,
  line: Line,
  reach: number,
  take: (row: number) => void,
) {
  const [minX, minY, maxX, maxY] = bounds(line);
  const [x0, y0] = centre(0);
  const left = Math.max(0, Math.floor((minX - reach - x0) / cell));
  const right = Math.min(columns - 1, Math.ceil((maxX + reach - x0) / cell));
  const high = Math.min(rows - 1, Math.ceil((maxY + reach - y0) / cell));
  for (let j = Math.max(0, Math.floor((minY - reach - y0) / cell)); j <= high; j++)
    for (let row = j * columns + left; row <= j * columns + right; row++) if (lane[row] === 1) take(row);
}

function distanceToLine([x, y]: readonly [number, number], line: Line): number {
  let least = Infinity;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
    const squared = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared));
    least = Math.min(least, (ax + t * (bx - ax) - x) ** 2 + (ay + t * (by - ay) - y) ** 2);
  }
  return Math.sqrt(least);
}

/** Nodes of a dead end, its tip first, and the node where other lanes go on; null where it begins at a gate. */
interface Arm {
  readonly nodes: readonly number[];
  readonly fork: number | null;
}

function armsOf(nodes: readonly Node[], gone: ReadonlySet<number>): Arm[] {
  const left = (n: number) => nodes[n].links.filter((other) => !gone.has(other));
  const arms: Arm[] = [];
  for (let tip = 0; tip < nodes.length; tip++) {
    // most nodes have two links and more
    if (nodes[tip].isGate || nodes[tip].links.length - gone.size > 1 || gone.has(tip)) continue;
    const [first, ...others] = left(tip);
    if (first === undefined || others.length > 0) continue;
    const arm = armFrom(nodes, left, tip, first);
    if (arm !== null) arms.push(arm);
  }
  return arms;
}

function armFrom(nodes: readonly Node[], left: (n: number) => number[], tip: number, first: number): Arm | null {
  const own = [tip];
  for (let at = first, before = tip; ; ) {
    const links = left(at);
    if (nodes[at].isGate) return { nodes: [...own, at], fork: null };
    if (links.length > 2) return { nodes: own, fork: at };
    own.push(at);
    const next = links.find((other) => other !== before);
    // a lane of its own, without a gate: nothing is known of its ways out
    if (next === undefined) return null;
    [before, at] = [at, next];
  }
}

interface Measured {
  readonly arm: Arm;
  /** The cell farthest from the gates. */
  readonly tip: number;
  /** How far from it the arm goes on, metres. */
  readonly length: number;
}

function measured(told: Told, arm: Arm, gone: ReadonlySet<number>): Measured {
  const among = [...arm.nodes, ...(arm.fork === null ? [] : [arm.fork]), ...gone];
  new Int32Array(kernel.memory.buffer, kernel.armNodes(), told.nodes.length).set(among);
  const length = kernel.measureArm(arm.nodes.length, arm.fork === null ? 0 : 1, gone.size);
  return { arm, tip: kernel.armTip(), length };
}

function deadEnd(told: Told, { arm, tip, length }: Measured): DeadEnd {
  const { grid, cellsOf } = told;
  let path: Point[] | null = null;
  return {
    tip: grid.centre(tip) as Point,
    length: Math.round(length * 10) / 10,
    // few are asked where they go
    get path() {
      path ??= middlesOf(told, arm);
      return path;
    },
    isNear: ([x, y], within) =>
      arm.nodes.some((n) =>
        hasOne(cellsOf(n), (row) => (grid.xOf(row) - x) ** 2 + (grid.yOf(row) - y) ** 2 <= within * within),
      ),
  };
}

/** The middles of an arm's nodes. */
function middlesOf({ grid, cellsOf }: Told, { nodes }: Arm): Point[] {
  return nodes.map((n): Point => {
    const cells = cellsOf(n);
    let [sumX, sumY] = [0, 0];
    for (let k = 0; k < cells.length; k++) {
      sumX += grid.xOf(cells[k]);
      sumY += grid.yOf(cells[k]);
    }
    return [sumX / cells.length, sumY / cells.length];
  });
}

/** What `some` of a typed array says, which calls back from outside of compiled code. */
function hasOne(rows: Int32Array, is: (row: number) => boolean): boolean {
  for (let k = 0; k < rows.length; k++) if (is(rows[k])) return true;
  return false;
}
