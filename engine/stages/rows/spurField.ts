import type { Ring } from "../../model/geometry.ts";
import type { Kind } from "../ground/kinds.ts";
import { convexSpan, ringToEdge, type Span } from "../plane/section.ts";
import type { Placed, Rows, Tally } from "./placed.ts";
import { type Spur, stripOf, type TurningPlace, turningGround } from "./spurs.ts";

/** What a field knows of the aisles of its own that it could have. */
export interface SpurField {
  readonly spurs: readonly Spur[];
  /** The spur that a frontage belongs to; −1 for a road's. */
  readonly spurOf: readonly number[];
  /** Frontages whose stalls may be in each other's way. */
  readonly neighbours: readonly (readonly number[])[];
}

/** Nothing stands as far back from a spur's mouth as this, metres: a car turns in there. */
const THROAT = 4;

export function spurField(frontages: number, spurs: readonly Spur[]): Pick<SpurField, "spurs" | "spurOf"> {
  const spurOf = new Array<number>(frontages).fill(-1);
  for (const { row, right, left, ends } of spurs) {
    for (const frontage of [right, left, ...ends.map((end) => end.row)]) spurOf[frontage] = row;
  }
  return { spurs, spurOf };
}

/** The rows along a spur. */
export function rowsOf({ right, left, ends }: Spur): number[] {
  return [...ends.map(({ row }) => row), right, left];
}

/** How far in a spur has to run for a stall along it, metres. `pitch` of the stall. */
function neededFor(spur: Spur, { frontage, start }: Placed, pitch: number): number {
  if (frontage === spur.right) return start + pitch;
  if (frontage === spur.left) return spur.depth - start;
  return spur.ends.find(({ row }) => row === frontage)?.at ?? 0;
}

interface WithKinds extends SpurField {
  readonly kinds: readonly (readonly Kind[])[];
}

/** How far each spur runs for the stalls along it and for the spurs that start on it, metres; 0: it is not there. */
export function extentsOf(field: WithKinds, rows: Rows): Float64Array {
  const extents = new Float64Array(field.spurs.length);
  // those that start on others come after them
  for (let i = field.spurs.length - 1; i >= 0; i--) {
    const spur = field.spurs[i];
    for (const row of rowsOf(spur)) {
      for (const placed of rows[row]) {
        extents[i] = Math.max(extents[i], neededFor(spur, placed, field.kinds[placed.frontage][placed.kind].pitch));
      }
    }
    // beyond where it has to turn it runs on to the place where it does
    if (spur.turn !== null && extents[i] > spur.turn.from) extents[i] = spur.depth;
    const { parent } = spur;
    if (parent !== null && extents[i] > 0) extents[parent.spur] = Math.max(extents[parent.spur], parent.until);
  }
  return extents;
}

/** Aisles that stalls of a frontage may not stand on: those of other spurs that run near it. */
export function stripsNear(field: SpurField, extents: Float64Array, frontage: number): Ring[] {
  if (extents.every((extent) => extent === 0)) return [];
  const own = field.spurOf[frontage];
  const near = new Set(field.neighbours[frontage].map((neighbour) => field.spurOf[neighbour]));
  return field.spurs.flatMap((spur, i) =>
    i !== own && extents[i] > 0 && near.has(i)
      ? [stripOf(spur, -Math.min(THROAT, spur.throat), extents[i]), ...turnOf(spur, extents[i])]
      : [],
  );
}

/** The place that a spur turns on which runs so far in; none where it may back out. */
export function turnOf({ turn }: Spur, extent: number): Ring[] {
  return turn !== null && extent > turn.from ? [turningGround(turn)] : [];
}

/** How far in a spur could run beside the stalls of other rows, metres. */
export function reachOf(field: SpurField, rows: Rows, index: number): number {
  const spur = field.spurs[index];
  const { frame, width, depth, throat, parent, turn } = spur;
  if (parent !== null && reachOf(field, rows, parent.spur) < parent.until - 0.001) return 0;
  let reach = depth;
  let turns = true;
  const own = new Set(rowsOf(spur));
  const seen = new Set<number>();
  for (const row of own) {
    for (const neighbour of field.neighbours[row]) {
      if (seen.has(neighbour) || neighbour === spur.right || neighbour === spur.left) continue;
      seen.add(neighbour);
      for (const { body } of rows[neighbour]) {
        if (turn !== null && isIn(turn, body)) turns = false;
        const span = convexSpan(ringToEdge(frame, body), 0, width);
        if (span === null || span[1] <= -Math.min(THROAT, throat) + 0.001 || span[0] >= reach) continue;
        reach = Math.max(0, span[0]);
      }
    }
  }
  // it goes on to its end and turns, or no farther than it may back
  return turn !== null && (!turns || reach < depth) ? Math.min(reach, turn.from) : reach;
}

/** Whether a body lies on a place to turn. */
function isIn({ frame, deep, side }: TurningPlace, body: Ring): boolean {
  const span = convexSpan(ringToEdge(frame, body), 0, side);
  return span !== null && span[1] > 0.001 && span[0] < deep - 0.001;
}

/** Where stalls of a kind may start along a spur that runs as far in as one, and may run as far as the other, metres. */
export function startsWithin(
  spur: Spur,
  frontage: number,
  { starts, pitch }: Kind,
  [extent, reach]: Span,
): readonly Span[] {
  const end = spur.ends.find(({ row }) => row === frontage);
  if (end !== undefined) return extent <= end.at + 1e-6 && end.at <= reach + 1e-6 ? starts : [];
  if (reach >= spur.depth - 1e-9) return starts;
  if (frontage === spur.right) return clipped(starts, 0, reach - pitch);
  return clipped(starts, spur.depth - reach, Infinity);
}

function clipped(starts: readonly Span[], low: number, high: number): Span[] {
  return starts.flatMap(([from, to]): Span[] => {
    const span: Span = [Math.max(from, low), Math.min(to, high)];
    return span[0] <= span[1] + 1e-9 ? [[span[0], Math.max(span[0], span[1])]] : [];
  });
}

/** The rows of others that stand in the way of a spur. */
export function rowsInWay(field: SpurField, rows: Rows, index: number): number[] {
  const spur = field.spurs[index];
  const throat = -Math.min(THROAT, spur.throat) + 0.001;
  const own = rowsOf(spur);
  const near = new Set(own.flatMap((row) => field.neighbours[row]));
  return [...near].filter(
    (row) =>
      !own.includes(row) &&
      rows[row].some(({ body }) => {
        const span = convexSpan(ringToEdge(spur.frame, body), 0, spur.width);
        return (
          (span !== null && span[1] > throat && span[0] < spur.depth) || (spur.turn !== null && isIn(spur.turn, body))
        );
      }),
  );
}

const NOTHING: Tally = { count: 0, cost: 0, green: 0, accessible: 0 };

/** What the aisles of their own cost that some rows need. */
export function spurTally(field: WithKinds, rows: Rows): Tally {
  if (field.spurs.length === 0) return NOTHING;
  let cost = 0;
  let green = 0;
  const extents = extentsOf(field, rows);
  for (const [i, extent] of extents.entries()) {
    if (extent === 0) continue;
    cost += sumUpTo(field.spurs[i].cost, extent);
    green += sumUpTo(field.spurs[i].green, extent);
  }
  return { ...NOTHING, cost, green };
}

/** The sample step of a spur's sums, metres: that of the kinds' tables. */
const STEP = 0.1;

function sumUpTo(table: Float64Array, at: number): number {
  const cell = Math.min(table.length - 2, Math.max(0, Math.floor(at / STEP)));
  return table[cell] + (at / STEP - cell) * (table[cell + 1] - table[cell]);
}

/** What taking a stall away saves of its aisle, when it is the only one that the aisle runs so far for. */
export function savedBy(
  field: WithKinds,
  rows: Rows,
  extents: Float64Array,
  placed: Placed,
): { cost: number; green: number } {
  const index = field.spurOf[placed.frontage];
  if (index < 0) return { cost: 0, green: 0 };
  const spur = field.spurs[index];
  const pitchOf = (one: Placed) => field.kinds[one.frontage][one.kind].pitch;
  const now = extents[index];
  if (neededFor(spur, placed, pitchOf(placed)) < now - 1e-6) return { cost: 0, green: 0 };
  const without = extentsOf(
    field,
    rows.map((row, i) => (i === placed.frontage ? row.filter((one) => one !== placed) : row)),
  )[index];
  return {
    cost: sumUpTo(spur.cost, now) - sumUpTo(spur.cost, without),
    green: sumUpTo(spur.green, now) - sumUpTo(spur.green, without),
  };
}
