import type { Column, Program, Row } from "../engine/lp/program.ts";

/** Numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A program small enough to be tried out by hand: up to four whole columns in boxes up to five wide, up to two real ones, up to six rows. */
export function randomProgram(seed: number): Program {
  const random = seeded(seed);
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly T[]) => list[whole(0, list.length - 1)];
  // half of the programs ask for little, so that many have a solution
  const senses = pick([["<="], ["<=", "<=", "<=", ">=", ">=", "="]] as const);
  const integers = whole(0, 4);
  const reals = whole(integers === 0 ? 1 : 0, 2);
  const column = (name: string, kind: Column["kind"]): Column => {
    const lower = pick([0, 0, 0, 0, -2, 1]);
    // a fractional upper bound is what HiGHS has been wrong about
    const upper = lower + whole(0, 4) + pick([0, 0, 0.5]);
    return { name, kind, lower, upper, cost: pick([0, 1, 1, 2, 3, 5, -1, -3, 0.5, 2.25]) };
  };
  const columns = [
    ...Array.from({ length: integers }, (_, j) => column(`n${j}`, "integer")),
    ...Array.from({ length: reals }, (_, j) => column(`r${j}`, "real")),
  ];
  const rows = Array.from({ length: whole(1, 5) }, (_, i): Row => {
    const terms = columns.flatMap(({ name }) =>
      random() < 0.7 ? [[name, pick([1, 1, 2, 3, 5, -1, -2, 0.5])] as const] : [],
    );
    return {
      name: `row ${i}`,
      sense: pick(senses),
      bound: whole(0, 12),
      terms,
    };
  });
  return { name: `random ${seed}`, direction: pick(["max", "min"] as const), columns, rows };
}

/** How far a sum may be off its bound. */
const ROUNDING = 1e-6;

export function isSolution({ columns, rows }: Program, values: ReadonlyMap<string, number>): boolean {
  const at = (name: string) => values.get(name) ?? Number.NaN;
  return (
    columns.every(({ name, kind, lower, upper }) => {
      const x = at(name);
      return x >= lower - ROUNDING && x <= upper + ROUNDING && (kind === "real" || Number.isInteger(x));
    }) &&
    rows.every(({ sense, bound, terms }) => {
      const sum = terms.reduce((all, [name, factor]) => all + factor * at(name), 0);
      return (sense === ">=" || sum <= bound + ROUNDING) && (sense === "<=" || sum >= bound - ROUNDING);
    })
  );
}

export function worthOf({ columns }: Program, values: ReadonlyMap<string, number>): number {
  return columns.reduce((all, { name, cost }) => all + cost * (values.get(name) ?? Number.NaN), 0);
}

/** The optimum by trying everything: each choice of whole numbers, and for it each corner of what is left to the reals. Null when there is no solution. All bounds must be finite. */
export function bruteForce(program: Program): number | null {
  const reals = program.columns.filter(({ kind }) => kind === "real");
  const sign = program.direction === "max" ? 1 : -1;
  let best: number | null = null;
  for (const whole of choices(program.columns.filter(({ kind }) => kind === "integer"))) {
    for (const corner of corners(program, reals, whole)) {
      const values = new Map([...whole, ...corner]);
      if (!isSolution(program, values)) continue;
      const worth = worthOf(program, values);
      if (best === null || sign * (worth - best) > 0) best = worth;
    }
  }
  return best;
}

function* choices(columns: readonly Column[]): Generator<[string, number][]> {
  if (columns.length === 0) return yield [];
  const [first, ...rest] = columns;
  for (let x = Math.ceil(first.lower); x <= first.upper; x++) {
    for (const others of choices(rest)) yield [[first.name, x], ...others];
  }
}

/** Every crossing of as many lines (rows and bounds held with equality) as there are reals; there are at most two. */
function* corners(
  program: Program,
  reals: readonly Column[],
  whole: readonly [string, number][],
): Generator<[string, number][]> {
  const fixed = new Map(whole);
  const lines = [
    ...program.rows.map(({ bound, terms }) => {
      const factor = (name: string) => terms.reduce((all, [of, by]) => all + (of === name ? by : 0), 0);
      const taken = terms.reduce((all, [of, by]) => all + by * (fixed.get(of) ?? 0), 0);
      return { factors: reals.map(({ name }) => factor(name)), bound: bound - taken };
    }),
    ...reals.flatMap(({ lower, upper }, j) => {
      const factors = reals.map((_, k) => (k === j ? 1 : 0));
      return [
        { factors, bound: lower },
        { factors, bound: upper },
      ];
    }),
  ];
  if (reals.length === 0) yield [];
  for (const [i, a] of lines.entries()) {
    if (reals.length === 1 && a.factors[0] !== 0) yield [[reals[0].name, a.bound / a.factors[0]]];
    for (const b of reals.length === 2 ? lines.slice(i + 1) : []) {
      const area = a.factors[0] * b.factors[1] - a.factors[1] * b.factors[0];
      if (area === 0) continue;
      yield [
        [reals[0].name, (a.bound * b.factors[1] - a.factors[1] * b.bound) / area],
        [reals[1].name, (a.factors[0] * b.bound - a.bound * b.factors[0]) / area],
      ];
    }
  }
}
