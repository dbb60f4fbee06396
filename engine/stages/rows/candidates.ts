import type { Ring } from "../../model/geometry.ts";
import type { Span } from "../plane/section.ts";
import { type Field, place, startsNow } from "./layout.ts";
import type { Placed, Rows } from "./placed.ts";

/** The kernel's unit of length: 0.1 mm. */
export const UNITS_PER_METRE = 10000;

/** Which places there are: of the kernel's lattice and flush ones, or rows flush with an end of free ground and the stalls that stand alone. */
export type Places = "lattice" | "flush";

/** Stalls may start at multiples of this, as in the kernel: 0.5 m. */
const LATTICE = 5000;

/** Two positions closer than this are one, metres. */
const SAME = 1e-6;

/** A place for one stall: a column of the program. */
export interface Candidate extends Placed {
  readonly name: string;
  /** Where it starts and ends along its frontage, in units. */
  readonly from: number;
  readonly to: number;
}

/**
 * Places for stalls, frontage by frontage, ordered along it: on a lattice, in rows that are flush with either end of
 * each free span (as the site allows, and beside the stalls as they stand), and flush with the stalls as they stand. Null
 * when there are more than `most`.
 */
export function candidatesOf(field: Field, rows: Rows, most: number, places: Places): Candidate[][] | null {
  let left = most;
  const out: Candidate[][] = [];
  for (const { row } of field.frontages) {
    const found = alongFrontage(field, rows, row, left, places);
    if (found === null) return null;
    left -= found.length;
    out.push(found);
  }
  return out;
}

function alongFrontage(field: Field, rows: Rows, frontage: number, most: number, places: Places): Candidate[] | null {
  const now = startsNow(field, rows, frontage);
  const standing = rows[frontage].flatMap((placed) => {
    const pitch = units(field.kinds[frontage][placed.kind].pitch);
    return [units(placed.start), units(placed.start) + pitch];
  });
  const out: Candidate[] = [];
  for (const [k, kind] of field.kinds[frontage].entries()) {
    const pitch = units(kind.pitch);
    const starts = new Set(standing);
    for (const at of standing) starts.add(at - pitch);
    for (const [low, high] of [...kind.starts, ...now[k]]) {
      const [from, to] = [units(low), units(high)];
      if (places === "lattice")
        for (let at = Math.ceil(from / LATTICE) * LATTICE; at <= to; at += LATTICE) starts.add(at);
      for (let at = from; at <= to; at += pitch) starts.add(at);
      for (let at = to; at >= from; at -= pitch) starts.add(at);
    }
    for (const from of starts) {
      const start = from / UNITS_PER_METRE;
      if (!isWithin(kind.starts, start)) continue;
      if (out.length === most) return null;
      const name = `f${frontage}k${k}at${from}`;
      out.push({ ...place(field, frontage, { kind: k, start }), name, from, to: from + pitch });
    }
  }
  return out.sort((a, b) => a.from - b.from || a.kind - b.kind);
}

/** Which candidates of a frontage cannot stand beside this one on another. `slack`: overlap that is rounding, metres. */
export function barredBy(
  field: Field,
  none: Rows,
  one: Candidate,
  frontage: number,
  candidates: readonly Candidate[],
  slack: number,
): Candidate[] {
  const rows = [...none];
  rows[one.frontage] = [{ ...one, body: shrunk(one.body, slack), front: shrunk(one.front, slack) }];
  const free = startsNow(field, rows, frontage);
  return candidates.filter((other) => !isWithin(free[other.kind], other.start));
}

/** A rectangle smaller by this on either side, metres. */
function shrunk(ring: Ring, by: number): Ring {
  const middle = (k: number) => (ring[k] + ring[k + 2] + ring[k + 4] + ring[k + 6]) / 4;
  const side = (i: number, j: number) => Math.sqrt((ring[j] - ring[i]) ** 2 + (ring[j + 1] - ring[i + 1]) ** 2);
  const share = 1 - (2 * by) / Math.min(side(0, 2), side(2, 4));
  const centre = [middle(0), middle(1)];
  return ring.map((value, k) => centre[k % 2] + share * (value - centre[k % 2]));
}

function isWithin(spans: readonly Span[], at: number): boolean {
  // positions are whole units, spans are not
  return spans.some(
    ([from, to]) => at >= from - 0.5 / UNITS_PER_METRE - SAME && at <= to + 0.5 / UNITS_PER_METRE + SAME,
  );
}

function units(metres: number): number {
  return Math.round(metres * UNITS_PER_METRE);
}
