import type { Column, Program, Row } from "../../lp/program.ts";
import type { Choices, ChosenDraft } from "../choices.ts";
import { barredBy, type Candidate, candidatesOf, type Places, UNITS_PER_METRE } from "../rows/candidates.ts";
import type { Goal, State } from "../rows/improve.ts";
import type { Field } from "../rows/layout.ts";
import type { Placed, Rows, Tally } from "../rows/placed.ts";
import { CHANGE_COST, RUN_COST, sameLine } from "../rows/rows.ts";
import type { GreenCeiling } from "./goal.ts";

/** What a stall is worth while a target is to be met, in square metres of green: more than any stall costs. */
const TARGET_WORTH = 1000;

/** Rows of stalls as a draft, and what the search makes of them. */
export type Settle = (rows: Rows) => Omit<ChosenDraft, "stalls" | "worth" | "green"> & { readonly total: Tally };

/** What is taken into the program. */
export interface Extent {
  /** Places at most. */
  readonly most: number;
  readonly places: Places;
  /** Overlap that is rounding, metres. */
  readonly slack: number;
}

/** Limits of green that hold for every plan of a scenario; null: it has none. */
export interface Under {
  readonly green: GreenCeiling | null;
  /** New stalls that are pinned. */
  readonly pinned: number;
}

/** The choice of stalls along the roads of a field, as the search knows it: conditions, costs of ground and looks. Null where there are too many places. */
export function choicesOf(
  field: Field,
  goal: Goal,
  best: State,
  { most, places, slack }: Extent,
  under: Under,
  settle: Settle,
): Choices | null {
  const lists = candidatesOf(field, best.rows, most, places);
  if (lists === null || lists.every((list) => list.length === 0)) return null;
  const gain = goal.target === null ? goal.worth : TARGET_WORTH;
  const worthOf = ({ count, cost }: Tally) => gain * count - cost;
  const ground = groundRows(field, lists, slack);
  const looks = lists.flatMap((list) => looksOf(field, list, slack));
  const all = lists.flat();
  const ceiling = under.green === null ? [] : ceilingRows(under.green, all);
  const bounds = (most: number): Row[] => [
    ...(most < Infinity ? [upTo("stalls at most", most, all, () => 1)] : []),
    ...ceiling,
    {
      name: "accessible stalls at least",
      sense: ">=",
      bound: Math.min(goal.accessible, best.total.accessible),
      terms: all.filter((one) => isAccessible(field, one)).map(({ name }) => [name, 1]),
    },
  ];
  const columns = (cost: (one: Candidate) => number): Column[] => [
    ...all.map((one): Column => ({ name: one.name, kind: "integer", lower: 0, upper: 1, cost: cost(one) })),
    ...ground.columns,
  ];
  return {
    candidates: all.length,
    pinned: under.pinned,
    gain,
    stalls: best.total.count,
    worth: worthOf(best.total),
    best: (greenLimit, mostStalls): Program => ({
      name: "stalls beside the roads, worth the most",
      direction: "max",
      columns: [...columns(({ cost }) => gain - cost), ...looks.flatMap((look) => look.columns)],
      rows: [
        ...bounds(Math.min(goal.most, mostStalls)),
        ...(greenLimit < Infinity ? [upTo("green at most", greenLimit, all, ({ green }) => green)] : []),
        ...ground.rows,
        ...looks.flatMap((look) => look.rows),
      ],
    }),
    most: (within = []): Program => ({
      name: "stalls beside the roads, the most",
      direction: "max",
      columns: columns(() => 1),
      rows: [
        ...bounds(goal.most),
        ...within.flatMap(({ bound, of }, i) => (bound < Infinity ? [upTo(`within ${i}`, bound, all, of)] : [])),
        ...ground.rows,
      ],
    }),
    draft(values) {
      const rows = lists.map((list) => list.filter(({ name }) => (values.get(name) ?? 0) > 0.5));
      const { draft, missing, total } = settle(rows);
      return { draft, missing, stalls: total.count, green: total.green, worth: worthOf(total) };
    },
  };
}

function upTo(name: string, bound: number, all: readonly Candidate[], weight: (one: Candidate) => number): Row {
  const terms = all.map((one) => [one.name, weight(one)] as const);
  return { name, sense: "<=", bound, terms: terms.filter(([, factor]) => factor !== 0) };
}

/** No more green than the demand lets go, and no more than ground for planting is left to make up for. */
function ceilingRows({ most, room, covered, roof }: GreenCeiling, all: readonly Candidate[]): Row[] {
  const row = (name: string, bound: number, weight: (one: Candidate) => number): Row[] => {
    const terms = all.map((one) => [one.name, weight(one)] as const).filter(([, factor]) => factor !== 0);
    return bound < Infinity && terms.length > 0 ? [{ name, sense: "<=", bound, terms }] : [];
  };
  const taken = (one: Candidate) => one.green - roof(one.body);
  return [
    ...row("green of the demand", most, taken),
    ...row("ground for planting", room, (one) => taken(one) + covered(one.body)),
  ];
}

function isAccessible(field: Field, { frontage, kind }: Placed): boolean {
  return field.kinds[frontage][kind].type === "accessible";
}

interface Part {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** No two stalls on one place: along each frontage, between frontages, and on both sides of a lane. */
function groundRows(field: Field, lists: readonly (readonly Candidate[])[], slack: number): Part {
  const rows: Row[] = [];
  const columns = new Map<string, Column>();
  const cliques = lists.map((list) => cliquesOf(list, slack));
  cliques.forEach((list, frontage) => {
    list.forEach((clique, i) => {
      rows.push(oneOf(`along f${frontage} ${i}`, clique));
    });
  });
  const none: Rows = field.frontages.map(() => []);
  for (const [a, list] of lists.entries()) {
    for (const b of field.neighbours[a]) {
      if (b < a || list.length === 0 || lists[b].length === 0) continue;
      const barred = new Map(list.map((one) => [one, new Set(barredBy(field, none, one, b, lists[b], slack))]));
      const switches = switchesOf(wholeKinds(lists[a], lists[b], barred));
      for (const { mine, theirs } of switches) {
        // of one side the same, whatever it is that may not stand on the other
        const [x, y] = [`f${a} kinds ${mine.join()}`, `f${b} kinds ${theirs.join()}`];
        for (const [used, frontage, kinds] of [
          [x, a, mine],
          [y, b, theirs],
        ] as const) {
          if (columns.has(used)) continue;
          columns.set(used, { name: used, kind: "integer", lower: 0, upper: 1, cost: 0 });
          cliques[frontage].forEach((clique, i) => {
            const of = clique.filter((one) => kinds.includes(one.kind));
            if (of.length === 0) return;
            rows.push({
              name: `${used} ${i}`,
              sense: "<=",
              bound: 0,
              terms: [...of.map(({ name }) => [name, 1] as const), [used, -1]],
            });
          });
        }
        rows.push({
          name: `${x} or ${y}`,
          sense: "<=",
          bound: 1,
          terms: [
            [x, 1],
            [y, 1],
          ],
        });
      }
      rows.push(...pairRows(cliques[a], cliques[b], barred, `f${a}f${b}`));
    }
  }
  return { columns: [...columns.values()], rows };
}

function oneOf(name: string, members: readonly Candidate[]): Row {
  return { name, sense: "<=", bound: 1, terms: members.map((one) => [one.name, 1]) };
}

/** The largest sets of places along one frontage that share a point: of each at most one is taken. `list` in order of `from`. */
function cliquesOf(list: readonly Candidate[], slack: number): Candidate[][] {
  const rounding = Math.round(slack * UNITS_PER_METRE);
  const starts = [...new Set(list.map(({ from }) => from))];
  const at = starts.map((start) => list.filter(({ from, to }) => from <= start && start < to - rounding));
  return at.filter((clique, i) => i + 1 === at.length || clique.some(({ to }) => to - rounding <= starts[i + 1]));
}

type Barred = ReadonlyMap<Candidate, Set<Candidate>>;

/** Pairs of kinds of which no stall may stand beside any of the other; they are taken out of `barred`. */
function wholeKinds(of: readonly Candidate[], others: readonly Candidate[], barred: Barred): [number, number][] {
  const out: [number, number][] = [];
  const kinds = (list: readonly Candidate[]) => [...new Set(list.map(({ kind }) => kind))];
  for (const k of kinds(of)) {
    const mine = of.filter(({ kind }) => kind === k);
    for (const l of kinds(others)) {
      const theirs = others.filter(({ kind }) => kind === l);
      if (!mine.every((one) => theirs.every((other) => barred.get(one)?.has(other)))) continue;
      out.push([k, l]);
      for (const one of mine) for (const other of theirs) barred.get(one)?.delete(other);
    }
  }
  return out;
}

/**
 * Sets of kinds on either side of which one side only can stand, as wide as they can be: with a kind go all kinds that
 * bar at least what it bars (what stands deeper on a road bars more).
 */
function switchesOf(apart: readonly (readonly [number, number])[]): { mine: number[]; theirs: number[] }[] {
  const barring = (side: 0 | 1, kind: number) =>
    apart.filter((pair) => pair[side] === kind).map((pair) => pair[1 - side]);
  const wider = (side: 0 | 1, kind: number) => {
    const own = barring(side, kind);
    const kinds = [...new Set(apart.map((pair) => pair[side]))].sort((a, b) => a - b);
    return kinds.filter((other) => {
      const bars = barring(side, other);
      return own.every((each) => bars.includes(each));
    });
  };
  const out = new Map(
    apart.map(([k, l]) => {
      const [mine, theirs] = [wider(0, k), wider(1, l)];
      return [`${mine.join()} ${theirs.join()}`, { mine, theirs }];
    }),
  );
  return [...out.values()];
}

/** Rows that keep barred pairs apart, each as wide as it can be: places of both sides that share a point and are all barred by each other. */
function pairRows(mine: readonly Candidate[][], theirs: readonly Candidate[][], barred: Barred, name: string): Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  const covered = new Set<string>();
  for (const clique of mine) {
    for (const one of clique) {
      const against = barred.get(one);
      if (against === undefined || against.size === 0) continue;
      for (const other of theirs) {
        const far = other.filter((candidate) => against.has(candidate));
        if (far.length === 0 || far.every((candidate) => covered.has(`${one.name} ${candidate.name}`))) continue;
        const near = clique.filter((candidate) => far.every((each) => barred.get(candidate)?.has(each)));
        for (const a of near) for (const b of far) covered.add(`${a.name} ${b.name}`);
        const row = oneOf(`${name} ${rows.length}`, [...near, ...far]);
        const key = row.terms.map(([column]) => column).join(" ");
        if (!seen.has(key)) rows.push(row);
        seen.add(key);
      }
    }
  }
  return rows;
}

/** Beginning a run and changing its line cost looks: a column for each position where one may happen. */
function looksOf(field: Field, list: readonly Candidate[], slack: number): Part {
  const rounding = Math.round(slack * UNITS_PER_METRE);
  const columns: Column[] = [];
  const rows: Row[] = [];
  for (const from of new Set(list.map((one) => one.from))) {
    const begin = list.filter((one) => one.from === from);
    const end = list.filter((one) => Math.abs(one.to - from) <= rounding);
    const frontage = begin[0].frontage;
    const name = `f${frontage} run at ${from}`;
    columns.push({ name, kind: "real", lower: 0, upper: 1, cost: -RUN_COST });
    const terms = (members: readonly Candidate[], factor: number) => members.map((one) => [one.name, factor] as const);
    rows.push({ name, sense: "<=", bound: 0, terms: [...terms(begin, 1), ...terms(end, -1), [name, -1]] });
    const kindOf = (one: Candidate) => field.kinds[frontage][one.kind];
    const lines = begin.filter((one, i) => !begin.slice(0, i).some((before) => sameLine(kindOf(before), kindOf(one))));
    for (const line of lines) {
      const [same, other] = [
        begin.filter((one) => sameLine(kindOf(one), kindOf(line))),
        end.filter((one) => !sameLine(kindOf(one), kindOf(line))),
      ];
      if (other.length === 0) continue;
      const change = `f${frontage} change at ${from}`;
      if (columns.at(-1)?.name !== change)
        columns.push({ name: change, kind: "real", lower: 0, upper: 1, cost: -CHANGE_COST });
      rows.push({
        name: `${change} to ${line.kind}`,
        sense: "<=",
        bound: 1,
        terms: [...terms(same, 1), ...terms(other, 1), [change, -1]],
      });
    }
  }
  return { columns, rows };
}
