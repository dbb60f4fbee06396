import type { Area, Line, Point } from "../../model/geometry.ts";
import { distanceToEdge, isInside, type Outline } from "../outline.ts";
import { around, type LaneGrid, laneGrid } from "./grid.ts";
import type { Roads } from "./left.ts";
import { type Field, fieldOn, Heap, march, type Source } from "./march.ts";

/** A lane with one way out, from its end to the last place with two. */
export interface DeadEnd {
  /** Where it ends. */
  readonly tip: Point;
  /** Metres from there to the last place with two ways out. */
  readonly length: number;
  /** Its middle from the tip on, metre by metre. */
  readonly path: readonly Point[];
  /** Whether a place lies on it, or within so many metres of it. */
  isNear(at: Point, within: number): boolean;
}

/** Lanes and what there is along them. Metres. */
export interface Lanes {
  readonly areas: readonly Area[];
  /** Ground that is a way too, as far as nothing new stands on it. */
  readonly roads: Roads;
  readonly gates: readonly Line[];
  /** Places made for turning. */
  readonly turnarounds: readonly Outline[];
  readonly cell: number;
  /** A road this wide in all directions is a place to turn. */
  readonly turnsIn: number;
  /** An arm shorter than an engine is none that it could back into. */
  readonly shortest: number;
}

/** Cells this near to a gate's line begin there, metres; where there are none, the nearest ones up to `FAR_GATE`. */
const AT_GATE = 1;
const FAR_GATE = 5;

/** Width of a band of cells that are as far from the gates, metres, and cells at least. */
const BAND = 1;
const BAND_CELLS = 3;

/** A lane's end is as much nearer to the gates at one side than at the other, metres. */
const AT_END = 1;

/** Cells of a band that hang together, and the bands before and after that they touch. */
interface Node {
  readonly band: number;
  readonly cells: number[];
  readonly links: Set<number>;
  readonly isGate: boolean;
}

/**
 * The dead ends of lanes. Cells are told apart by how far they are from the gates; those that are as far and hang together
 * are one node of a graph, which forks where lanes do and closes where they form a ring. What hangs on it by one end is a
 * dead end, up to the first fork, gate or place to turn. Null where no lane begins at a gate.
 */
export function deadEndsOf(lanes: Lanes): DeadEnd[] | null {
  if (lanes.areas.length + lanes.roads.areas.length === 0) return [];
  const grid = laneGrid(lanes.areas, lanes.roads, lanes.cell, lanes.turnsIn * lanes.turnsIn);
  const sources = lanes.gates.flatMap((gate) => sourcesAt(grid, gate));
  if (sources.length === 0) return null;
  const far = march(grid, sources, () => true, fieldOn(grid));
  const { nodes, of } = nodesOf(grid, far, new Set(sources.map(({ row }) => row)));
  const told = { grid, far, nodes, of, along: fieldOn(grid) };
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

/** Cells of lanes, how far they are from the gates, and how they hang together. */
interface Told {
  readonly grid: LaneGrid;
  readonly far: Float64Array;
  readonly nodes: readonly Node[];
  /** By cell: its row in the nodes; -1 where no way leads. */
  readonly of: Int32Array;
  /** Where fronts along arms are marched, one after the other. */
  readonly along: Field;
}

/** Whether an arm that forks off may be shorter than so many metres: as far as its end is from the gates beyond the fork. */
function mayBeShort({ far, nodes }: Told, { nodes: own, fork }: Arm, shortest: number): boolean {
  if (fork === null) return false;
  const most = (n: number) => nodes[n].cells.reduce((sum, row) => Math.max(sum, far[row]), 0);
  return Math.max(...own.map(most)) - most(fork) < shortest;
}

/** An arm up to the first place to turn; null where that is at its very end. */
function beyondTurn(
  told: Told,
  turns: Uint8Array,
  arm: Measured,
  { gone, shortest }: { readonly gone: ReadonlySet<number>; readonly shortest: number },
): DeadEnd | null {
  const own = arm.arm.nodes;
  const turning = own.findIndex((n) => told.nodes[n].cells.some((row) => turns[row] === 1));
  if (turning < 0) return deadEnd(told, arm);
  const beyond = turning === 0 ? null : measured(told, { nodes: own.slice(0, turning), fork: own[turning] }, gone);
  // the rest of such a place is part of it
  return beyond === null || beyond.length < shortest ? null : deadEnd(told, beyond);
}

function sourcesAt(grid: LaneGrid, gate: Line): Source[] {
  const at: Source[] = [];
  let nearest: Source | null = null;
  for (const row of grid.own) {
    const distance = distanceToLine(grid.centre(row), gate);
    if (distance <= AT_GATE) at.push({ row, distance });
    if (nearest === null || distance < nearest.distance) nearest = { row, distance };
  }
  if (at.length > 0) return at;
  return nearest !== null && nearest.distance <= FAR_GATE ? [nearest] : [];
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

function nodesOf(grid: LaneGrid, far: Float64Array, atGates: ReadonlySet<number>): { nodes: Node[]; of: Int32Array } {
  const steps = around(grid);
  const width = Math.max(BAND, BAND_CELLS * grid.cell);
  const bandOf = (row: number) => Math.floor(far[row] / width);
  const of = new Int32Array(far.length).fill(-1);
  const nodes: Node[] = [];
  for (const start of grid.own) {
    if (of[start] >= 0 || far[start] === Infinity) continue;
    const band = bandOf(start);
    const cells = [start];
    of[start] = nodes.length;
    for (let at = 0; at < cells.length; at++) {
      for (let k = 0; k < steps.length; k++) {
        const next = cells[at] + steps[k];
        if (of[next] >= 0 || far[next] === Infinity || bandOf(next) !== band) continue;
        of[next] = nodes.length;
        cells.push(next);
      }
    }
    nodes.push({ band, cells, links: new Set(), isGate: cells.some((row) => atGates.has(row)) });
  }
  nodes.forEach(({ cells, links }, n) => {
    for (let at = 0; at < cells.length; at++) {
      for (let k = 0; k < steps.length; k++) {
        const other = of[cells[at] + steps[k]];
        if (other >= 0 && other !== n) links.add(other);
      }
    }
  });
  return { nodes, of };
}

/** Nodes of a dead end, its tip first, and the node where other lanes go on; null where it begins at a gate. */
interface Arm {
  readonly nodes: readonly number[];
  readonly fork: number | null;
}

function armsOf(nodes: readonly Node[], gone: ReadonlySet<number>): Arm[] {
  const left = (n: number) => [...nodes[n].links].filter((other) => !gone.has(other));
  return nodes.flatMap((node, tip): Arm[] => {
    if (gone.has(tip) || node.isGate || left(tip).length !== 1) return [];
    const own = [tip];
    for (let at = left(tip)[0], before = tip; ; ) {
      const links = left(at);
      if (nodes[at].isGate) return [{ nodes: [...own, at], fork: null }];
      if (links.length > 2) return [{ nodes: own, fork: at }];
      own.push(at);
      const next = links.find((other) => other !== before);
      // a lane of its own, without a gate: nothing is known of its ways out
      if (next === undefined) return [];
      [before, at] = [at, next];
    }
  });
}

interface Measured {
  readonly arm: Arm;
  /** The cell farthest from the gates. */
  readonly tip: number;
  /** How far from it the arm goes on, metres. */
  readonly length: number;
  readonly cells: readonly number[];
}

function measured(told: Told, arm: Arm, gone: ReadonlySet<number>): Measured {
  const { grid, far, nodes } = told;
  const cells = arm.nodes.flatMap((n) => nodes[n].cells);
  const tip = cells.reduce((most, row) => (far[row] > far[most] ? row : most));
  const at = arm.fork === null ? [] : nodes[arm.fork].cells;
  // what has been cut off belongs to the lane that it was cut off from
  const stubs = [...gone].flatMap((n) => nodes[n].cells);
  const open = new Set([...cells, ...at, ...stubs]);
  // its whole end, not one corner of it: across a wide road that would be a way of its own
  const ends = cells.filter((row) => far[tip] - far[row] <= AT_END);
  const along = march(
    grid,
    ends.map((row) => ({ row, distance: far[tip] - far[row] })),
    (row) => open.has(row),
    told.along,
  );
  const corner = cornerOf(told, tip, open);
  // from the middle of the tip's cell to that of the last one: half a cell is missing at either end
  if (corner !== null) {
    // the front goes over edges of cells, the way to the corner over their corners too
    const there = [corner, ...around(grid).map((step) => corner + step)].map((row) => along[row]);
    const nearest = Math.min(...(there[0] < Infinity ? [there[0]] : there));
    if (nearest < Infinity) return { arm, tip, length: nearest + grid.cell, cells };
  }
  let length = 0;
  for (const row of cells) if (along[row] < Infinity) length = Math.max(length, along[row]);
  return {
    arm,
    tip,
    length: (arm.fork === null ? length : upToMouth(told, ends, tip, length, new Set(stubs))) + grid.cell,
    cells,
  };
}

/** A lane has left its mouth where the front that comes along it is so many times as wide as it is along most of it. */
const MOUTH = 1.6;

/** Where fronts from two sides meet before a lane, how far from its end it begins to widen, metres; `most` where it never does. */
function upToMouth(
  { grid, far, along: field }: Told,
  ends: readonly number[],
  tip: number,
  most: number,
  stubs: ReadonlySet<number>,
): number {
  const width = BAND_CELLS * grid.cell;
  const counts = Array.from({ length: Math.floor(most / width) + 1 }, () => 0);
  const along = march(
    grid,
    ends.map((row) => ({ row, distance: far[tip] - far[row] })),
    (row) => !stubs.has(row),
    field,
    counts.length * width,
  );
  for (let k = 0; k < grid.own.length; k++) {
    const band = Math.floor(along[grid.own[k]] / width);
    if (band < counts.length) counts[band]++;
  }
  const median = [...counts].sort((p, q) => p - q)[Math.floor(counts.length / 2)];
  let last = counts.length - 1;
  while (last > 0 && counts[last] > MOUTH * median) last--;
  return Math.min(most, (last + 1) * width);
}

/**
 * The corner at which the front from the gates is parted into the arm and what goes on beside it: of all ways from the tip to
 * there, the cell nearest to the gates on the one that stays farthest from them. Null where none goes on from there.
 */
function cornerOf({ grid, far, nodes, of }: Told, tip: number, open: ReadonlySet<number>): number | null {
  const steps = around(grid);
  const from = new Map([[tip, -1]]);
  const rim = new Heap();
  rim.push(tip, -far[tip]);
  for (let row = rim.pop(); row >= 0; row = rim.pop()) {
    if (!open.has(row)) {
      let lowest = row;
      for (let at = row; at >= 0; at = from.get(at) ?? -1) if (far[at] < far[lowest]) lowest = at;
      if (lowest === row) return null;
      // where two fronts meet nothing goes on
      const { band, links } = nodes[of[row]];
      if ([...links].some((n) => nodes[n].band > band && !open.has(nodes[n].cells[0]))) return lowest;
      continue;
    }
    for (const step of steps) {
      const other = row + step;
      if (from.has(other) || far[other] === Infinity) continue;
      from.set(other, row);
      rim.push(other, -far[other]);
    }
  }
  return null;
}

function deadEnd(told: Told, { arm, tip, length, cells }: Measured): DeadEnd {
  const { grid, nodes } = told;
  const path = arm.nodes.map((n): Point => {
    const centres = nodes[n].cells.map(grid.centre);
    const sum = (k: 0 | 1) => centres.reduce((total, centre) => total + centre[k], 0) / centres.length;
    return [sum(0), sum(1)];
  });
  return {
    tip: grid.centre(tip) as Point,
    length,
    path,
    isNear: ([x, y], within) =>
      cells.some((row) => {
        const [cx, cy] = grid.centre(row);
        return (cx - x) ** 2 + (cy - y) ** 2 <= within * within;
      }),
  };
}

/** By cell: 1 where an engine can turn, on a place made for it or on a road that is wide enough. */
function turnsOn(grid: LaneGrid, { turnarounds, turnsIn }: Lanes): Uint8Array {
  const turns = new Uint8Array(grid.lane.length);
  for (const row of grid.own) {
    const [x, y] = grid.centre(row);
    if (turnarounds.some((outline) => isInside(outline, x, y) || distanceToEdge(outline, x, y) <= grid.cell))
      turns[row] = 1;
  }
  const radius = turnsIn / 2 - grid.cell;
  const reach = Math.ceil(radius / grid.cell);
  const isWide = (row: number) => {
    for (let j = -reach; j <= reach; j++) {
      for (let i = -reach; i <= reach; i++) {
        if ((i * i + j * j) * grid.cell * grid.cell > radius * radius) continue;
        if (grid.lane[row + j * grid.columns + i] !== 1) return false;
      }
    }
    return true;
  };
  const wide = grid.own.filter((row) => isInnermost(grid, row, reach) && isWide(row));
  for (const row of wide) {
    for (let j = -reach; j <= reach; j++)
      for (let i = -reach; i <= reach; i++) if (i * i + j * j <= reach * reach) turns[row + j * grid.columns + i] = 1;
  }
  return turns;
}

/** A quick look at eight places at a distance: whether they may all be lane. */
function isInnermost({ lane, columns, rows }: LaneGrid, row: number, reach: number): boolean {
  const i = row % columns;
  const j = (row - i) / columns;
  if (i < reach || j < reach || i + reach >= columns || j + reach >= rows) return false;
  // four places straight on, then four aslant
  if (lane[row - reach] !== 1 || lane[row + reach] !== 1) return false;
  if (lane[row - reach * columns] !== 1 || lane[row + reach * columns] !== 1) return false;
  const [up, down] = [
    Math.floor(reach * Math.SQRT1_2) * (columns + 1),
    Math.floor(reach * Math.SQRT1_2) * (columns - 1),
  ];
  return lane[row + up] === 1 && lane[row - up] === 1 && lane[row + down] === 1 && lane[row - down] === 1;
}
