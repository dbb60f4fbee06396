import { bounds, type Line, type Point } from "../../model/geometry.ts";
import { around, type LaneGrid } from "./cells.ts";
import { laneGrid, type Ways } from "./grid.ts";
import { type Field, fieldOn, Heap, march, type Source } from "./march.ts";
import { type Turning, turnsOn } from "./turns.ts";

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

/** A lane's end is as much nearer to the gates at one side than at the other, metres. */
const AT_END = 1;

/** Cells of a band that hang together, and the bands before and after that they touch. */
interface Node {
  readonly band: number;
  readonly cells: number[];
  /** The farthest of its cells from the gates, metres. */
  readonly most: number;
  /** Rows of nodes. */
  readonly links: number[];
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
  const far = march(grid, sources, grid.lane, fieldOn(grid));
  const { nodes, of } = nodesOf(grid, far, new Set(sources.map(({ row }) => row)));
  const told: Told = {
    ...{ grid, far, nodes, of, along: fieldOn(grid) },
    open: new Uint8Array(far.length),
    from: new Int32Array(far.length),
  };
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
  /** By cell: 1 for those of the arm that is measured and those beside it; nothing between two arms. */
  readonly open: Uint8Array;
  /** By cell, likewise: the one that a way has come from, and one more; 0 where none has come. */
  readonly from: Int32Array;
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
  const turning = own.findIndex((n) => told.nodes[n].cells.some((row) => turns[row] === 1));
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

function nodesOf(grid: LaneGrid, far: Float64Array, atGates: ReadonlySet<number>): { nodes: Node[]; of: Int32Array } {
  const steps = around(grid);
  const width = Math.max(BAND, BAND_CELLS * grid.cell);
  const { own } = grid;
  // -1 where no way leads: that is a band of nothing
  const bands = new Int32Array(far.length).fill(-1);
  for (let k = 0; k < own.length; k++) {
    const row = own[k];
    if (far[row] !== Infinity) bands[row] = Math.floor(far[row] / width);
  }
  const of = new Int32Array(far.length).fill(-1);
  const nodes: Node[] = [];
  // cells beside another band: no other has a link
  const rim = new Int32Array(own.length);
  let rims = 0;
  for (let k = 0; k < own.length; k++) {
    const start = own[k];
    const band = bands[start];
    if (of[start] >= 0 || band < 0) continue;
    const cells = [start];
    let [most, isGate] = [0, false];
    of[start] = nodes.length;
    for (let at = 0; at < cells.length; at++) {
      most = Math.max(most, far[cells[at]]);
      isGate ||= atGates.has(cells[at]);
      let isRim = false;
      for (let n = 0; n < steps.length; n++) {
        const next = cells[at] + steps[n];
        if (bands[next] !== band) isRim ||= bands[next] >= 0;
        else if (of[next] < 0) {
          of[next] = nodes.length;
          cells.push(next);
        }
      }
      if (isRim) rim[rims++] = cells[at];
    }
    nodes.push({ band, cells, most, links: [], isGate });
  }
  // in the order of the grid, as their links are told
  const byRow = rim.subarray(0, rims).sort();
  for (let k = 0; k < rims; k++) {
    const n = of[byRow[k]];
    let last = n;
    for (let i = 0; i < steps.length; i++) {
      const other = of[byRow[k] + steps[i]];
      if (other < 0 || other === n || other === last) continue;
      last = other;
      if (!nodes[n].links.includes(other)) nodes[n].links.push(other);
    }
  }
  return { nodes, of };
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
  readonly cells: readonly number[];
}

function measured(told: Told, arm: Arm, gone: ReadonlySet<number>): Measured {
  const { grid, far, nodes, open } = told;
  const cells: number[] = [];
  for (const n of arm.nodes) for (const row of nodes[n].cells) cells.push(row);
  let tip = cells[0];
  for (const row of cells) if (far[row] > far[tip]) tip = row;
  // what has been cut off belongs to the lane that it was cut off from
  const among = [...arm.nodes, ...(arm.fork === null ? [] : [arm.fork]), ...gone];
  const setOpen = (value: 0 | 1) => {
    for (const n of among) for (const row of nodes[n].cells) open[row] = value;
  };
  setOpen(1);
  // its whole end, not one corner of it: across a wide road that would be a way of its own
  const ends = cells.filter((row) => far[tip] - far[row] <= AT_END);
  const along = march(
    grid,
    ends.map((row) => ({ row, distance: far[tip] - far[row] })),
    open,
    told.along,
  );
  const corner = cornerOf(told, tip);
  setOpen(0);
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
    length: (arm.fork === null ? length : upToMouth(told, ends, tip, length, gone)) + grid.cell,
    cells,
  };
}

/** A lane has left its mouth where the front that comes along it is so many times as wide as it is along most of it. */
const MOUTH = 1.6;

/** Where fronts from two sides meet before a lane, how far from its end it begins to widen, metres; `most` where it never does. */
function upToMouth(
  { grid, far, nodes, along: field }: Told,
  ends: readonly number[],
  tip: number,
  most: number,
  gone: ReadonlySet<number>,
): number {
  const width = BAND_CELLS * grid.cell;
  const counts = Array.from({ length: Math.floor(most / width) + 1 }, () => 0);
  const setStubs = (value: 0 | 1) => {
    for (const n of gone) for (const row of nodes[n].cells) grid.lane[row] = value;
  };
  setStubs(0);
  const along = march(
    grid,
    ends.map((row) => ({ row, distance: far[tip] - far[row] })),
    grid.lane,
    field,
    counts.length * width,
  );
  setStubs(1);
  for (let k = 0; k < grid.own.length; k++) {
    const band = Math.floor(along[grid.own[k]] / width);
    if (band < counts.length) counts[band]++;
  }
  const median = [...counts].sort((p, q) => p - q)[Math.floor(counts.length / 2)];
  let last = counts.length - 1;
  while (last > 0 && counts[last] > MOUTH * median) last--;
  return Math.min(most, (last + 1) * width);
}

/** The cell before the first, and one more. */
const BEGUN = -1;

/**
 * The corner at which the front from the gates is parted into the arm and what goes on beside it: of all ways from the tip to
 * there, the cell nearest to the gates on the one that stays farthest from them. Null where none goes on from there.
 */
function cornerOf({ grid, far, nodes, of, open, from }: Told, tip: number): number | null {
  const steps = around(grid);
  // the first way has come from nowhere: from the cell before the first
  const been = [tip];
  from[tip] = BEGUN;
  const done = (corner: number | null) => {
    for (const row of been) from[row] = 0;
    return corner;
  };
  const rim = new Heap();
  rim.push(tip, -far[tip]);
  for (let row = rim.pop(); row >= 0; row = rim.pop()) {
    if (open[row] === 0) {
      let lowest = row;
      for (let at = row; at >= 0; at = from[at] - 1) if (far[at] < far[lowest]) lowest = at;
      if (lowest === row) return done(null);
      // where two fronts meet nothing goes on
      const { band, links } = nodes[of[row]];
      if (links.some((n) => nodes[n].band > band && open[nodes[n].cells[0]] === 0)) return done(lowest);
      continue;
    }
    for (let k = 0; k < steps.length; k++) {
      const other = row + steps[k];
      if (from[other] !== 0 || far[other] === Infinity) continue;
      from[other] = row + 1;
      been.push(other);
      rim.push(other, -far[other]);
    }
  }
  return done(null);
}

function deadEnd(told: Told, { arm, tip, length, cells }: Measured): DeadEnd {
  const { grid, nodes } = told;
  const path = arm.nodes.map((n): Point => {
    let [sumX, sumY] = [0, 0];
    for (const row of nodes[n].cells) {
      const [x, y] = grid.centre(row);
      sumX += x;
      sumY += y;
    }
    return [sumX / nodes[n].cells.length, sumY / nodes[n].cells.length];
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
