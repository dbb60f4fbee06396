import type { Layout } from "../../model/demand.ts";
import type { PlanFeature } from "../../model/plan.ts";
import type { Rules } from "../../model/rules.ts";
import { compactSize } from "../../rules/compact.ts";
import {
  type AisleEdge,
  barringOf,
  boxed,
  edgesOfAisle,
  type Fit,
  freeOf,
  named,
  type Stall,
  stallAt,
  startOn,
  waysOf,
} from "./edges.ts";
import type { Lot } from "./lot.ts";

// compact stalls where the rulebook has such: some of a row become narrower, so that one more stall stands in it

/** Compact stalls are at most this share of all. Portsmouth VA and Snohomish WA, tables: usually 25 % at most. */
const COMPACT_SHARE = 0.25;

/** Stalls stand side by side when they miss each other by no more than this, metres. */
const BESIDE = 0.002;

/** Rounding, metres. */
const ROUNDING = 1e-6;

/** A compact stall at right angles; null where the rulebook knows none, or none smaller, or the layout sets its own sizes. */
export function compactOf(rules: Rules, layout: Layout, standard: Fit): Fit | null {
  if (layout.stall?.[90] !== undefined || standard.angle !== 90) return null;
  const size = compactSize(rules, standard.size);
  return size === null ? null : { ...standard, type: "compact", size, mouth: size.width, depth: size.length };
}

/** Stalls side by side along an edge, and the room that they have. */
interface Row {
  readonly edge: AisleEdge;
  readonly stalls: readonly Stall[];
  readonly from: number;
  readonly to: number;
  /** Stalls in place of those, and how many of them are compact. */
  count: number;
  compact: number;
}

/**
 * A settled plan with as many more stalls as compact ones make room for, fewest of them first.
 * @param given stalls of so many in all whose ground will be given to access aisles
 */
export function compacted(
  features: readonly PlanFeature[],
  lot: Lot,
  standard: Fit,
  compact: Fit,
  { most, given }: { readonly most: number; readonly given: (total: number) => number },
): PlanFeature[] {
  const rows = rowsOf(features, lot, standard);
  let total = features.filter(({ kind }) => kind === "stall").length;
  let narrow = 0;
  for (;;) {
    let best: { row: Row; needed: number } | null = null;
    for (const row of rows) {
      const needed = neededFor(row, row.count + 1, standard, compact);
      if (needed === null) continue;
      if (best === null || needed - row.compact < best.needed - best.row.compact) best = { row, needed };
    }
    if (best === null || total >= most) break;
    const more = best.needed - best.row.compact;
    if (narrow + more > COMPACT_SHARE * (total + 1 - given(total + 1))) break;
    best.row.count++;
    best.row.compact = best.needed;
    narrow += more;
    total++;
  }
  const gone = new Set<PlanFeature>();
  const inPlace = new Map<PlanFeature, Stall[]>();
  for (const row of rows.filter(({ compact }) => compact > 0)) {
    for (const stall of row.stalls) gone.add(stall);
    inPlace.set(row.stalls[0], laidOut(row, standard, compact));
  }
  if (gone.size === 0) return [...features];
  return named(features.flatMap((feature) => inPlace.get(feature) ?? (gone.has(feature) ? [] : [feature])));
}

/** Compact stalls that may still be added to a plan, each of them one stall more. */
export function compactLeft(features: readonly PlanFeature[], given: (total: number) => number): number {
  const stalls = features.filter((feature): feature is Stall => feature.kind === "stall");
  const narrow = stalls.filter(({ properties }) => properties.type === "compact").length;
  const spare = COMPACT_SHARE * (stalls.length - given(stalls.length)) - narrow;
  return Math.max(0, Math.floor(spare / (1 - COMPACT_SHARE)));
}

/** Compact stalls that a row of so many needs; null: not even all of them make enough room. */
function neededFor({ from, to }: Row, count: number, standard: Fit, compact: Fit): number | null {
  const over = count * standard.mouth - (to - from);
  const needed = Math.max(0, Math.ceil((over - ROUNDING) / (standard.mouth - compact.mouth)));
  return needed <= count ? needed : null;
}

/** A row's stalls, standard ones first. */
function laidOut({ edge, from, count, compact: narrow }: Row, standard: Fit, compact: Fit): Stall[] {
  let at = from;
  return Array.from({ length: count }, (_, k) => {
    const fit = k < count - narrow ? standard : compact;
    const stall = stallAt(edge, fit, at);
    at += fit.mouth;
    return stall;
  });
}

/** Rows of standard stalls along the sides and ends of all aisles, with the room up to what bars a stall on either hand. */
function rowsOf(features: readonly PlanFeature[], lot: Lot, standard: Fit): Row[] {
  const [free, ways] = [freeOf(lot), waysOf(features)];
  const all = features.filter((feature): feature is Stall => feature.kind === "stall");
  const boxes = new Map(all.map((stall) => [stall, boxed(stall)]));
  const byAisle = new Map<string, Stall[]>();
  for (const stall of all) {
    const { aisle, type, parkingAngle } = stall.properties;
    if (type !== "standard" || parkingAngle !== standard.angle) continue;
    byAisle.set(aisle, [...(byAisle.get(aisle) ?? []), stall]);
  }
  return features.flatMap((aisle) => {
    if (aisle.kind !== "aisle" || aisle.shape.shell.length !== 8) return [];
    const own = byAisle.get(aisle.id) ?? [];
    return edgesOfAisle(aisle).flatMap((edge) =>
      runsOn(edge, own, standard.mouth).map(({ stalls, start, end }): Row => {
        const own = new Set(stalls);
        const others = all.filter((stall) => !own.has(stall)).map((stall) => boxes.get(stall)!);
        const spans = barringOf(edge, { free, ways, stalls: others }, { ...standard, beyond: 0 })(
          standard,
          0,
          edge.length,
        );
        const from = Math.max(0, ...spans.filter(([, to]) => to <= start + BESIDE).map(([, to]) => to));
        const to = Math.min(edge.length, ...spans.filter(([from]) => from >= end - BESIDE).map(([from]) => from));
        return { edge, stalls, from: Math.min(from, start), to: Math.max(to, end), count: stalls.length, compact: 0 };
      }),
    );
  });
}

function runsOn(
  edge: AisleEdge,
  stalls: readonly Stall[],
  mouth: number,
): { stalls: Stall[]; start: number; end: number }[] {
  const placed = stalls
    .flatMap((stall) => {
      const start = startOn(edge, stall);
      return start === null ? [] : [{ stall, start }];
    })
    .sort((a, b) => a.start - b.start);
  const runs: { stalls: Stall[]; start: number; end: number }[] = [];
  for (const { stall, start } of placed) {
    const last = runs.at(-1);
    if (last !== undefined && start - last.end <= BESIDE) {
      last.stalls.push(stall);
      last.end = start + mouth;
    } else runs.push({ stalls: [stall], start, end: start + mouth });
  }
  return runs;
}
