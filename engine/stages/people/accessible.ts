import { flat, type Point, pointsOf } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import { accessibleAsked } from "../../rules/accessible.ts";
import type { Draft, Problem } from "../draft.ts";
import { type Walk, walkOf } from "../ground/walk.ts";
import { ruleNumber } from "../limits.ts";
import { pinnedOf } from "../locks/pinned.ts";
import { stallsByGreen } from "../rows/lighter.ts";
import { accessibleWanted } from "../wanted.ts";
import { aisleBeside, freeIn } from "./beside.ts";

type Stall = PlanFeature<"stall">;

/**
 * As many accessible stalls as the plan must have: a stall beyond another's access aisle shares it. Then of the 90° stalls side by
 * side that are nearest to the doors two make one with its access aisle, three make two that share one. Where there are none and
 * single stalls may be taken too, a stall with room for an access aisle of its own. Nothing else is moved.
 */
export function withAccessible(
  draft: Draft,
  from: "pairs" | "pairs or single stalls" | "single stalls by rule",
): Draft {
  let next = sharedAisles(draft);
  const { problem } = draft;
  const wanted = (total: number) =>
    from === "single stalls by rule"
      ? accessibleAsked(problem.rules, problem.site, total)
      : accessibleWanted(problem, total);
  for (;;) {
    const stalls = planFeaturesOf(next.features, "stall");
    const have = stalls.filter(isAccessible).length;
    const lacking = (total: number) => wanted(total) - have;
    if (stalls.length === 0 || lacking(stalls.length) <= 0) return next;
    const sharing = withShared(next);
    if (sharing !== next) {
      next = sharing;
      continue;
    }
    // a stall goes with each pair that is made accessible
    const missing = lacking(Math.max(have, stalls.length - 1));
    const paired = missing > 0 ? converted(next, stalls, missing) : null;
    const made = paired ?? (from === "pairs" ? null : withOwnAisle(next, stalls));
    if (made === null) return next;
    next = made;
  }
}

function isAccessible({ properties }: Stall): boolean {
  return properties.type === "accessible";
}

/** Width that an access aisle needs beside a stall of this width. */
function aisleWidth({ rules }: Problem, stallWidth: number): number {
  return Math.max(
    ruleNumber(rules, "acc.aisle_width") ?? 0,
    (ruleNumber(rules, "acc.stall_total_width") ?? 0) - stallWidth,
  );
}

function converted(draft: Draft, stalls: readonly Stall[], missing: number): Draft | null {
  const walk = walkOf(draft.problem.site);
  const { ids } = pinnedOf(draft.problem);
  const candidates = stalls.filter(
    ({ id, properties }) =>
      !ids.has(id) && properties.status === "new" && properties.type === "standard" && properties.parkingAngle === 90,
  );
  const after = nextBeside(candidates);
  let best: { run: Stall[]; way: number } | null = null;
  for (const first of candidates) {
    const second = after.get(first);
    if (second === undefined || aisleWidth(draft.problem, first.properties.width) > first.properties.width) continue;
    const third = missing > 1 ? after.get(second) : undefined;
    const run = third === undefined ? [first, second] : [first, second, third];
    const way = Math.min(...run.map((stall) => wayTo(stall, walk)));
    if (best === null || way < best.way - 1e-6 || (way < best.way + 1e-6 && run.length > best.run.length))
      best = { run, way };
  }
  if (best === null) return null;
  const { run } = best;
  const [first, last] = [run[0], run[run.length - 1]];
  const width = aisleWidth(draft.problem, first.properties.width);
  const [along, deep] = [first.properties.width, first.properties.length];
  const at = boxAlong(first, deep);
  const accessible = (stall: Stall, from: number): Stall => ({
    ...stall,
    shape: at(from, from + along),
    properties: { ...stall.properties, type: "accessible" },
  });
  const made = run.length === 3 ? [accessible(first, 0), accessible(last, along + width)] : [accessible(first, 0)];
  const aisle: PlanFeature<"accessAisle"> = {
    kind: "accessAisle",
    id: freeId(draft, "accessAisle"),
    shape: at(along, along + width),
    properties: { stalls: made.map(({ id }) => id) },
  };
  const gone = new Set(run.map(({ id }) => id));
  const place = draft.features.findIndex(({ id }) => gone.has(id));
  const rest = draft.features.filter(({ id }) => !gone.has(id));
  return { ...draft, features: [...rest.slice(0, place), ...made, ...rest.slice(place), aisle] };
}

/** A single stall made accessible by an access aisle on ground beside it, nearest to a door; null where none has room. */
function withOwnAisle(draft: Draft, stalls: readonly Stall[]): Draft | null {
  const { problem } = draft;
  const walk = walkOf(problem.site);
  const { ids } = pinnedOf(problem);
  const nearest = stalls
    .filter(
      ({ id, properties }) =>
        !ids.has(id) &&
        properties.status === "new" &&
        properties.type === "standard" &&
        (properties.parkingAngle === 0 || properties.parkingAngle === 90),
    )
    .map((stall) => ({ stall, way: wayTo(stall, walk) }))
    .sort((a, b) => a.way - b.way);
  const isFree = freeIn(draft);
  for (const { stall } of nearest) {
    const shape = aisleBeside(stall, aisleWidth(problem, stall.properties.width), isFree);
    if (shape === null) continue;
    const aisle: PlanFeature<"accessAisle"> = {
      kind: "accessAisle",
      id: freeId(draft, "accessAisle"),
      shape,
      properties: { stalls: [stall.id] },
    };
    const made: Stall = { ...stall, properties: { ...stall.properties, type: "accessible" } };
    return { ...draft, features: [...draft.features.map((feature) => (feature === stall ? made : feature)), aisle] };
  }
  return null;
}

/**
 * New stalls that have to go so that those left ask for no more accessible ones than the plan has, or lack no more of them
 * than today's do: those that take most green first. None where the plan has enough.
 */
export function beyondAccessible(draft: Draft): string[] {
  const { rules, site } = draft.problem;
  const stalls = planFeaturesOf(draft.features, "stall");
  const lacking = (total: number, have: number) => Math.max(0, accessibleAsked(rules, site, total) - have);
  const today = featuresOf(site, "stall");
  const before = lacking(today.length, today.filter(({ properties }) => properties.type === "accessible").length);
  const have = stalls.filter(isAccessible).length;
  let total = stalls.length;
  while (total > 0 && lacking(total, have) > before) total--;
  const standard = new Set(
    stalls.filter((stall) => stall.properties.status === "new" && !isAccessible(stall)).map(({ id }) => id),
  );
  const order = stallsByGreen(draft).filter((id) => standard.has(id));
  return order.slice(0, stalls.length - total);
}

/** Rectangles of a run's depth from its first stall on, by distances along the mouth line, mouth first and counter-clockwise. */
function boxAlong({ shape }: Stall, depth: number): (from: number, to: number) => Stall["shape"] {
  const [a, b, c] = pointsOf(shape.shell);
  const unit = (p: Point, q: Point): Point => {
    const long = Math.sqrt((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2);
    return [(q[0] - p[0]) / long, (q[1] - p[1]) / long];
  };
  const [along, out] = [unit(a, b), unit(b, c)];
  const at = (s: number, d: number): Point => [a[0] + along[0] * s + out[0] * d, a[1] + along[1] * s + out[1] * d];
  return (from, to) => ({ shell: flat([at(from, 0), at(to, 0), at(to, depth), at(from, depth)]), holes: [] });
}

/** For each stall the one that follows along the mouth line without a gap. */
function nextBeside(stalls: readonly Stall[]): Map<Stall, Stall> {
  const starts = new Map<string, Stall>();
  const key = (x: number, y: number) => `${Math.round(x * 100)} ${Math.round(y * 100)}`;
  for (const stall of stalls) starts.set(key(stall.shape.shell[0], stall.shape.shell[1]), stall);
  const out = new Map<Stall, Stall>();
  for (const stall of stalls) {
    const ring = stall.shape.shell;
    for (const [u, v] of [-0.01, 0, 0.01].flatMap((u) => [-0.01, 0, 0.01].map((v) => [u, v]))) {
      const other = starts.get(key(ring[2] + u, ring[3] + v));
      if (other === undefined || other === stall) continue;
      const near = other.shape.shell;
      const gap = Math.abs(near[0] - ring[2]) + Math.abs(near[1] - ring[3]);
      const head = Math.abs(near[6] - ring[4]) + Math.abs(near[7] - ring[5]);
      if (gap <= 2 * OVERLAP_TOLERANCE && head <= 2 * OVERLAP_TOLERANCE) out.set(stall, other);
    }
  }
  return out;
}

/** Walking distance from the nearest door to the mouth of a stall. */
function wayTo({ shape }: Stall, walk: Walk): number {
  const [a, b] = pointsOf(shape.shell);
  return walk([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
}

/** One access aisle between two accessible stalls serves both; the second one's own is not needed. */
function sharedAisles(draft: Draft): Draft {
  const stalls = planFeaturesOf(draft.features, "stall").filter(isAccessible);
  if (stalls.length < 2) return draft;
  const serves = new Map(
    planFeaturesOf(draft.features, "accessAisle").map((aisle) => [aisle.id, aisle.properties.stalls]),
  );
  let changed = false;
  for (const aisle of planFeaturesOf(draft.features, "accessAisle")) {
    if (serves.get(aisle.id)?.length !== 1) continue;
    const [own] = aisle.properties.stalls;
    const other = stalls.find((stall) => stall.id !== own && touches(stall, aisle));
    const spare = [...serves].find(([id, ids]) => id !== aisle.id && ids.length === 1 && ids[0] === other?.id);
    if (other === undefined || spare === undefined) continue;
    serves.set(aisle.id, [own, other.id]);
    serves.delete(spare[0]);
    changed = true;
  }
  if (!changed) return draft;
  const features = draft.features.flatMap((feature): PlanFeature[] => {
    if (feature.kind !== "accessAisle") return [feature];
    const ids = serves.get(feature.id);
    return ids === undefined ? [] : [{ ...feature, properties: { stalls: ids } }];
  });
  return { ...draft, features };
}

/** New stalls that share the access aisle of another, which comes first on it. */
export function sharingIn(features: readonly PlanFeature[]): number {
  return planFeaturesOf(features, "accessAisle").filter(({ properties }) => properties.stalls.length > 1).length;
}

/** One more accessible stall that shares the access aisle of one with an aisle of its own: what stands beyond it. */
export function withShared(draft: Draft): Draft {
  const { ids } = pinnedOf(draft.problem);
  const stalls = planFeaturesOf(draft.features, "stall");
  for (const aisle of planFeaturesOf(draft.features, "accessAisle")) {
    if (aisle.properties.stalls.length !== 1) continue;
    const [own] = aisle.properties.stalls;
    const beyond = stalls.find(
      (stall) => stall.id !== own && isSquare(stall) && !ids.has(stall.id) && touches(stall, aisle),
    );
    if (beyond === undefined) continue;
    const made: Stall = { ...beyond, properties: { ...beyond.properties, type: "accessible" } };
    const shared = { ...aisle, properties: { stalls: [own, made.id] } };
    const features = draft.features.map((one) => (one === beyond ? made : one === aisle ? shared : one));
    return { ...draft, features };
  }
  return draft;
}

/** A new stall at right angles to its aisle, for everybody. */
function isSquare({ properties }: Stall): boolean {
  return properties.status === "new" && properties.type === "standard" && properties.parkingAngle === 90;
}

/** Does a long side of a stall lie on a long side of an access aisle? */
function touches(stall: Stall, aisle: PlanFeature<"accessAisle">): boolean {
  const corners = pointsOf(aisle.shape.shell);
  const meets = ([x, y]: Point) => corners.some(([u, v]) => Math.abs(u - x) + Math.abs(v - y) <= 2 * OVERLAP_TOLERANCE);
  return pointsOf(stall.shape.shell).filter(meets).length === 2;
}

function freeId(draft: Draft, kind: string): string {
  const known = new Set(draft.features.map(({ id }) => id));
  let n = 1;
  while (known.has(`${kind}-${n}`)) n++;
  return `${kind}-${n}`;
}
