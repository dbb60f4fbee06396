import { bounds, flat, type Ring } from "../../model/geometry.ts";
import type { Frontage } from "../ground/frontages.ts";
import { type Kind, upTo } from "../ground/kinds.ts";
import type { Limits } from "../limits.ts";
import { boxAlong, convexSpan, fromEdge, merged, ringToEdge, type Span } from "../plane/section.ts";
import type { Placed, Rows, Tally } from "./placed.ts";
import { CHANGE_COST, type Placement, type RowSolver, RUN_COST, sameLine } from "./rows.ts";
import { common, sparing } from "./sparing.ts";
import { extentsOf, reachOf, type SpurField, spurField, startsWithin, stripsNear } from "./spurField.ts";
import { type Spur, turningGround } from "./spurs.ts";

/** The frontages of a compound with their kinds, and which of them can be in each other's way. */
export interface Field extends SpurField {
  readonly frontages: readonly Frontage[];
  readonly kinds: readonly (readonly Kind[])[];
  readonly limits: Limits;
  readonly solver: RowSolver;
}

/** How far the ground of a stall reaches from its road's edge, inwards and outwards, metres. */
const REACH_IN = 10;
const REACH_OUT = 9;

type Box = ReturnType<typeof bounds>;

export function fieldOf(
  frontages: readonly Frontage[],
  kinds: readonly (readonly Kind[])[],
  limits: Limits,
  solver: RowSolver,
  spurs: readonly Spur[] = [],
): Field {
  const boxes = frontages.map(({ frame, length }) =>
    bounds(
      flat([
        fromEdge(frame, 0, -REACH_IN),
        fromEdge(frame, length, -REACH_IN),
        fromEdge(frame, length, REACH_OUT),
        fromEdge(frame, 0, REACH_OUT),
      ]),
    ),
  );
  const touch = (p: Box, q: Box) => p[0] < q[2] && q[0] < p[2] && p[1] < q[3] && q[1] < p[3];
  // what lies by a place to turn is in the way of the rows of its spur
  const places = new Map<number, Box>(
    spurs.flatMap(({ turn, right, left }) => {
      if (turn === null) return [];
      const box = bounds(turningGround(turn));
      return [right, left].map((row): [number, Box] => [row, box]);
    }),
  );
  const byPlace = (a: number, b: number) => {
    const place = places.get(a);
    return place !== undefined && touch(place, boxes[b]);
  };
  const meet = (a: number, b: number) => touch(boxes[a], boxes[b]) || byPlace(a, b) || byPlace(b, a);
  const usable = frontages.map((frontage) => frontage.row).filter((row) => kinds[row].length > 0);
  const neighbours = frontages.map((_, a) =>
    usable.filter((b) => a !== b && (meet(a, b) || opposite(frontages, a, b))),
  );
  return { frontages, kinds, neighbours, limits, solver, ...spurField(frontages.length, spurs) };
}

/** Do two frontages lie on different sides of the same road? Sides that meet at a sharp bend count as different. */
function opposite(frontages: readonly Frontage[], a: number, b: number): boolean {
  const [p, q] = [frontages[a].frame.out, frontages[b].frame.out];
  return frontages[a].road === frontages[b].road && p[0] * q[0] + p[1] * q[1] < 0.5;
}

export function place(field: Field, frontage: number, { kind: row, start }: Placement): Placed {
  const kind = field.kinds[frontage][row];
  const { frame } = field.frontages[frontage];
  const end = start + kind.pitch;
  return {
    kind: row,
    start,
    frontage,
    body: boxAlong(frame, end, start, kind.mouth, kind.mouth + kind.depth),
    front: boxAlong(frame, end, start, kind.mouth - kind.aisle, kind.mouth),
    cost: upTo(kind.cost, end) - upTo(kind.cost, start),
    green: upTo(kind.green, end) - upTo(kind.green, start),
  };
}

/** How far stalls of a row stand on their road at most, metres. */
export function standsOnRoad(field: Field, row: readonly Placed[]): number {
  let most = 0;
  for (const placed of row) most = Math.max(most, -field.kinds[placed.frontage][placed.kind].mouth);
  return most;
}

/** A stall's ground in the coordinates of another frontage. */
interface Seen {
  readonly body: Ring;
  readonly front: Ring;
  /** How far out from the edge either of them reaches, metres. */
  readonly low: number;
  readonly high: number;
}

const seen = new WeakMap<Placed, Map<Frontage, Seen>>();

/** A placed stall never moves: how a frontage sees it is found once, for the many times that rows beside it are filled. */
function seenFrom(frontage: Frontage, placed: Placed): Seen {
  let known = seen.get(placed);
  if (known === undefined) {
    known = new Map<Frontage, Seen>();
    seen.set(placed, known);
  }
  let made = known.get(frontage);
  if (made === undefined) {
    const [body, front] = [ringToEdge(frontage.frame, placed.body), ringToEdge(frontage.frame, placed.front)];
    let [low, high] = [Infinity, -Infinity];
    for (const ring of [body, front]) {
      for (let i = 1; i < ring.length; i += 2) {
        if (ring[i] < low) low = ring[i];
        if (ring[i] > high) high = ring[i];
      }
    }
    made = { body, front, low, high };
    known.set(frontage, made);
  }
  return made;
}

/** Where each kind of a frontage may start beside the other rows as they are; along a spur no farther in than `farthest`. */
export function startsNow(field: Field, rows: Rows, frontage: number, farthest = Infinity): Span[][] {
  const edge = field.frontages[frontage];
  const { frame, roadWidth } = edge;
  const own = field.spurOf[frontage];
  let onRoadOpposite = 0;
  const others: Seen[] = [];
  for (const neighbour of field.neighbours[frontage]) {
    if (rows[neighbour].length === 0) continue;
    if (opposite(field.frontages, frontage, neighbour)) {
      onRoadOpposite = Math.max(onRoadOpposite, standsOnRoad(field, rows[neighbour]));
    }
    for (const placed of rows[neighbour]) others.push(seenFrom(edge, placed));
  }
  const extents = field.spurs.length === 0 ? NO_EXTENTS : extentsOf(field, rows);
  const strips = stripsNear(field, extents, frontage).map((ring) => ringToEdge(frame, ring));
  const reach = own < 0 ? null : Math.min(farthest, reachOf(field, rows, own));
  // one straight lane must stay beside what stands on either side of the road
  const spare = roadWidth - field.limits.laneWidth - onRoadOpposite;
  const blockedFor = ({ mouth, aisle, depth }: Kind): Span[] => {
    const blocked: Span[] = [];
    const [near, far] = [mouth - aisle, mouth + depth];
    for (const { body, front, low, high } of others) {
      // most of them lie beside the band
      if (high < near || low > far) continue;
      const standing = convexSpan(body, near, far);
      if (standing !== null) blocked.push(standing);
      const turning = convexSpan(front, mouth, far);
      if (turning !== null) blocked.push(turning);
    }
    for (const strip of strips) {
      const span = convexSpan(strip, mouth, far);
      if (span !== null) blocked.push(span);
    }
    return merged(blocked);
  };
  const kinds = field.kinds[frontage];
  let blocked: Span[] = [];
  return kinds.map((kind, k) => {
    // an accessible kind follows the standard one on its line
    const isSame =
      k > 0 && sameLine(kinds[k - 1], kind) && kinds[k - 1].depth === kind.depth && kinds[k - 1].aisle === kind.aisle;
    if (kind.mouth < 0 && onRoadOpposite > 0 && -kind.mouth > spare + 1e-6) return [];
    if (!isSame) blocked = blockedFor(kind);
    const starts = reach === null ? kind.starts : startsWithin(field.spurs[own], frontage, kind, [extents[own], reach]);
    return blocked.length === 0 ? [...starts] : without(starts, blocked, kind.pitch);
  });
}

const NO_EXTENTS = new Float64Array(0);

/** Start spans less those whose stall would reach into a blocked span. */
function without(starts: readonly Span[], blocked: readonly Span[], pitch: number): Span[] {
  const out: Span[] = [];
  for (let i = 0; i < starts.length; i++) {
    const to = starts[i][1];
    let low = starts[i][0];
    for (let k = 0; k < blocked.length; k++) {
      const end = blocked[k][1];
      if (end <= low + 1e-7) continue;
      const before = blocked[k][0] - pitch;
      if (before >= to) break;
      if (before >= low - 1e-7) out.push([low, Math.max(low, before)]);
      low = Math.max(low, end);
    }
    if (low <= to + 1e-7) out.push([low, Math.max(low, to)]);
  }
  return out;
}

/** What the stalls of one row may be. */
export interface Within {
  /** Along an aisle of our own no stall farther in than this, metres; absent: as far as it leads. */
  readonly farthest?: number;
  /** No new stall takes more green than this, square metres; absent: as much as there is. */
  readonly greenAtMost?: number;
  /** Where accessible stalls of a kind (row in the frontage's list) may start; absent: wherever there is room. */
  readonly accessibleAt?: (kind: number) => readonly Span[];
}

/**
 * The best row for one frontage round what stands in it, the others as they are; `banned` is asked once a mouth line whether to
 * leave it out.
 */
export function fillRow(
  field: Field,
  rows: Rows,
  frontage: number,
  worth: number,
  accessibleWorth: number,
  banned: () => boolean,
  { farthest = Infinity, greenAtMost = Infinity, accessibleAt }: Within = {},
): Placed[] {
  const kinds = field.kinds[frontage];
  const starts = startsNow(field, rows, frontage, farthest);
  const own = rows[frontage];
  const taken = own.map(({ kind, start }): Span => [start, start + kinds[kind].pitch]);
  let out = false;
  for (let k = 0; k < kinds.length; k++) {
    // an accessible kind follows the standard kind on its line
    if (k === 0 || !sameLine(kinds[k - 1], kinds[k])) out = banned();
    if (out) starts[k] = [];
    else if (greenAtMost < Infinity) starts[k] = common(starts[k], sparing(kinds[k], greenAtMost));
    if (accessibleAt !== undefined && kinds[k].type === "accessible") starts[k] = common(starts[k], accessibleAt(k));
    if (taken.length > 0) starts[k] = without(starts[k], taken, kinds[k].pitch);
  }
  const placed = field.solver
    .solve(frontage, starts, worth, accessibleWorth)
    .map((placement) => place(field, frontage, placement));
  return own.length === 0 ? placed : [...own, ...placed].sort((a, b) => a.start - b.start);
}

export function tally(field: Field, row: readonly Placed[]): Tally {
  let cost = 0;
  let green = 0;
  let accessible = 0;
  let before: Placed | null = null;
  for (const placed of row) {
    const kind = field.kinds[placed.frontage][placed.kind];
    cost += placed.cost;
    green += placed.green;
    if (kind.type === "accessible") accessible++;
    if (before === null || placed.start - before.start > field.kinds[before.frontage][before.kind].pitch + 0.001) {
      cost += RUN_COST;
    } else if (!sameLine(field.kinds[before.frontage][before.kind], kind)) cost += CHANGE_COST;
    before = placed;
  }
  return { count: row.length, cost, green, accessible };
}
