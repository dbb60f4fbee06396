import type { Layout } from "../../model/demand.ts";
import { flat, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import type { Rules } from "../../model/rules.ts";
import { parkingTable } from "../../rules/table.ts";
import { snappedArea } from "../plane/outline.ts";
import {
  type AisleEdge,
  boxed,
  edgesOfAisle,
  type Fit,
  freeOf,
  type Ground,
  named,
  type Stall,
  stallAt,
  startsOf,
  waysOf,
} from "./edges.ts";
import type { Lot } from "./lot.ts";

/** Rounding of an aisle's width, metres. */
const WIDE_ENOUGH = 1e-9;

// the last pass over an open lot: one more stall wherever one fits along a side or an end of an aisle

/** What the last pass puts in. */
export interface Inserts {
  /** In the order in which they are tried. */
  readonly fits: readonly Fit[];
  /** Stalls in all, at most. */
  readonly most: number;
}

/** Stalls at right angles and parallel ones, as far as a layout allows them. */
export function fitsOf(rules: Rules, layout: Layout): Fit[] {
  const table = parkingTable(rules, layout);
  return ([90, 0] as const).flatMap((angle): Fit[] => {
    const aisle = layout.parkingAngles.includes(angle) ? table.aisle(angle, "two-way") : null;
    if (aisle === null) return [];
    const size = table.stall(angle);
    const [mouth, depth] = angle === 0 ? [size.length, size.width] : [size.width, size.length];
    return [{ angle, type: "standard", size, mouth, depth, aisle }];
  });
}

/**
 * A settled plan with every further stall that fits. Along each side and end of each two-way aisle, its sides drawn out beyond the
 * ends by one stall as long as the ground is free at the aisle's whole width, the places where a stall can begin are found exactly,
 * as stretches; one is put in where a stretch begins, and they are found anew. When it ends there is none: no further stall of these
 * kinds fits along any aisle, wherever it begins.
 */
export function inserted(features: readonly PlanFeature[], lot: Lot, { fits, most }: Inserts): PlanFeature[] {
  let left = most - features.filter(({ kind }) => kind === "stall").length;
  let next = [...features];
  const free = freeOf(lot);
  for (let again = true; again && left > 0; ) {
    again = false;
    let ways = waysOf(next);
    const all = next.filter((feature): feature is Stall => feature.kind === "stall");
    const stalls = all.map(boxed);
    const own = byAisle(all);
    for (let row = 0; row < next.length && left > 0; row++) {
      const aisle = next[row];
      if (aisle.kind !== "aisle" || aisle.properties.oneWay || aisle.shape.shell.length !== 8) continue;
      const found = firstFit(aisle, fits, { free, ways, stalls }, own.get(aisle.id) ?? []);
      if (found === null) continue;
      const { stall, reach } = found;
      stalls.push(boxed(stall));
      next.push(stall);
      left--;
      again = true;
      if (reach !== null) {
        next = next.map((feature) => (feature === aisle ? reach : feature));
        ways = waysOf(next);
      }
      row--;
    }
  }
  return next.length === features.length ? [...features] : named(next);
}

/** Outlines of the stalls along each aisle, by its id. */
function byAisle(stalls: readonly Stall[]): Map<string, Ring[]> {
  const rows = new Map<string, Ring[]>();
  for (const { shape, properties } of stalls) {
    const known = rows.get(properties.aisle ?? "");
    if (known === undefined) rows.set(properties.aisle ?? "", [shape.shell]);
    else known.push(shape.shell);
  }
  return rows;
}

/** The first stall that fits along an aisle, and the aisle drawn out to it where it has to be; null: none does. */
function firstFit(
  aisle: PlanFeature<"aisle">,
  fits: readonly Fit[],
  ground: Ground,
  own: readonly Ring[],
): { stall: Stall; reach: PlanFeature<"aisle"> | null } | null {
  const { width } = aisle.properties;
  const served = fits.filter((fit) => fit.aisle <= width + WIDE_ENOUGH);
  const [mouth, depth] = [Math.max(...served.map((fit) => fit.mouth)), Math.max(...served.map((fit) => fit.depth))];
  const edges = served.length === 0 ? [] : edgesOfAisle(aisle);
  const starts = edges.map((edge) =>
    startsOf(edge, ground, { beyond: isAlong(edge) ? mouth : 0, depth, aisle: width }, own),
  );
  for (const fit of served) {
    for (const [k, edge] of edges.entries()) {
      // who stands across the end of an aisle has to be driven into straight
      if (!isAlong(edge) && fit.angle === 0) continue;
      // beyond its ends an aisle is as wide as before
      const [more, needs] = isAlong(edge) ? [fit.mouth, width] : [0, fit.aisle];
      const [span] = starts[k]({ ...fit, aisle: needs }, -more, edge.length + more);
      if (span === undefined) continue;
      return { stall: stallAt(edge, fit, span[0]), reach: drawnOut(edge, span[0], span[0] + fit.mouth) };
    }
  }
  return null;
}

function isAlong({ side }: AisleEdge): boolean {
  return side % 2 === 0;
}

/** An aisle that reaches along one of its sides from and to these places at least; null where it does. */
function drawnOut({ aisle, side, frame, length }: AisleEdge, from: number, to: number): PlanFeature<"aisle"> | null {
  const [before, after] = [Math.max(0, -from), Math.max(0, to - length)];
  if (before < 1e-6 && after < 1e-6) return null;
  const corners = pointsOf(aisle.shape.shell);
  const move = (k: number, by: number) => {
    const [x, y] = corners[k % 4];
    corners[k % 4] = [x + frame.along[0] * by, y + frame.along[1] * by];
  };
  for (const k of [side, side + 3]) move(k, -before);
  for (const k of [side + 1, side + 2]) move(k, after);
  const line = pointsOf(aisle.properties.centreline);
  const middles = [middleOf(corners[0], corners[3]), middleOf(corners[1], corners[2])];
  const isForward =
    distance(line[0], middles[0]) + distance(line[1], middles[1]) <=
    distance(line[0], middles[1]) + distance(line[1], middles[0]);
  return {
    ...aisle,
    shape: snappedArea(corners),
    properties: { ...aisle.properties, centreline: flat(isForward ? middles : [middles[1], middles[0]]) },
  };
}

function middleOf(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function distance(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
}
