import type { Bound } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import { parkingTable } from "../../rules/table.ts";
import type { Problem } from "../draft.ts";
import { coverable } from "./coverable.ts";
import { areaOfRings, envelope, UNITS } from "./envelope.ts";
import { carGates } from "./gates.ts";
import { hasChoice, type Kinds, kindsOf, type RowKind, SIDES } from "./kinds.ts";

/** A plan that is audited again has the bound that it had: no plan changes it. */
const known = new WeakMap<Problem, Bound | null>();

/**
 * Upper bound on stalls over the ground that can be covered at all (coverable.ts); null where the layout allows none.
 *
 * At 90° alone: a drivable region of width a and area D has a rim of at most (2D + 2a²) / a, of which it needs g at its gate;
 * every stall takes its width of rim and its own ground, so with D = F − N·w·l: N ≤ (2F + Σ a (2a − g)) / (w (a + 2l)), a sum
 * over the gates.
 *
 * With several kinds: beside its own ground w·l a stall has a stretch m of rim to itself, a parallel one its length, one at θ the
 * foot of its mouth, w·sin θ. Half an aisle deep the stretches take a·m / 2 each of the region, with a the width that the stall's own
 * kind asks for at least: N ≤ (F + kA²) / min (w·l + a·m / 2), A the widest aisle, k the gates.
 */
export function bound(problem: Problem): Bound | null {
  const before = known.get(problem);
  if (before !== undefined) return before;
  const found = boundOf(problem);
  known.set(problem, found);
  return found;
}

function boundOf(problem: Problem): Bound | null {
  const table = parkingTable(problem.rules, problem.scenario.layout);
  const kinds = kindsOf(table, problem.scenario.layout);
  if (kinds === null) return null;
  const existing = featuresOf(problem.site, "stall").length;
  const aisle = table.aisle(90, "two-way");
  const { stalls, method } =
    aisle !== null && !hasChoice(kinds) && kinds.rows[0].angle === 90
      ? squareBound(problem, table.stall(90), aisle)
      : mixedBound(problem, kinds);
  return { stalls: stalls + existing, method };
}

function squareBound(problem: Problem, { width, length }: { width: number; length: number }, aisle: number): Bound {
  const { aisle: ground, origin } = envelope(problem, aisle);
  const { rings, gates } = coverable(ground, carGates(problem.site, ground, origin), {
    narrowest: Math.min(width, length, aisle),
    aisle,
    widest: aisle,
    // the disc at an aisle's end, the stall beside or beyond it
    reach: Math.sqrt((aisle / 2 + length) ** 2 + (Math.max(aisle, width) / 2) ** 2),
  });
  const rims = gates.reduce((sum, gate) => sum + aisle * (2 * aisle - Math.min(aisle, gate.width / UNITS)), 0);
  return {
    stalls: Math.floor((2 * areaOfRings(rings) + rims) / (width * (aisle + 2 * length)) + 1e-9),
    method:
      "rim of the drivable region: N ≤ (2F + Σ a (2a − g)) / (w (a + 2l)), F ground that a stall or an aisle can cover, g width of each gate",
  };
}

function mixedBound(problem: Problem, { rows, aisles }: Kinds): Bound {
  const widths = aisles.map(({ width }) => width);
  const widest = Math.max(...widths);
  const { aisle: ground, origin } = envelope(problem, widest);
  const deepest = Math.max(...rows.map(({ depth }) => depth)) / UNITS;
  const longest = Math.max(...rows.map(({ first }) => first)) / UNITS;
  const { rings, gates } = coverable(ground, carGates(problem.site, ground, origin), {
    narrowest: Math.min(...widths, ...rows.flatMap(({ size }) => [size.width, size.length])),
    aisle: Math.min(...widths),
    widest,
    reach: Math.sqrt((widest / 2 + deepest) ** 2 + Math.max(widest, longest) ** 2),
  });
  const taken = ({ angle, size }: RowKind, row: number) => {
    const aisle = Math.min(...aisles.filter((own) => own.rows.includes(row)).map(({ width }) => width));
    const rim = angle === 0 ? size.length : size.width * SIDES[angle].sin;
    return size.width * size.length + (aisle * rim) / 2;
  };
  const least = Math.min(...rows.map(taken));
  return {
    stalls: Math.floor((areaOfRings(rings) + gates.length * widest * widest) / least + 1e-9),
    method:
      "rim of the drivable region: N ≤ (F + kA²) / min (wl + am/2), F ground that a stall or an aisle can cover, k gates, A the widest aisle, m rim of one stall by angle",
  };
}
