import { type Point, pointsOf } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft, Problem } from "../draft.ts";
import { isHome } from "../ground/hazards.ts";
import { ruleNumber } from "../limits.ts";
import { pinnedPosts } from "../locks/things.ts";
import { distance, distanceTo } from "../plane/outline.ts";
import { blockedAt } from "./posts.ts";

type Stall = PlanFeature<"stall">;

/** A share of exactly 0.1 of 30 asks for 3 and not for 4. */
const WHOLE = 1e-9;

/** Corners of stalls side by side are this near, metres. */
const TOUCH = 0.02;

/** Half a post, metres: a slow charger stands on 0.4 × 0.4 m, `ev.charger_footprint.ac7kw_post`. */
const HALF_POST = 0.2;

/** Room that a post takes behind the heads of stalls, metres. */
export function postRoom({ rules }: Problem): number {
  return (ruleNumber(rules, "ev.charger_to_stall_edge") ?? 0) + 2 * HALF_POST;
}

/** A place for a post behind the heads of the stalls that its cable reaches. */
interface Place {
  readonly at: Point;
  readonly stalls: readonly Stall[];
  /** Metres that its stalls are nearer to a home than the rulebook asks; 0 where they keep off. */
  readonly short: number;
}

/**
 * Charging stalls as a share of all: a post behind each pair of stalls side by side, pairs next to a pair first, those
 * that keep the rulebook's distance to homes only. Positions of stalls are not changed.
 */
export function withCharging(found: Draft): Draft {
  const draft = withPinnedPosts(found);
  const { demand } = draft.problem.scenario;
  const stalls = planFeaturesOf(withoutPostless(draft).features, "stall");
  const wanted = Math.ceil((demand.chargingStalls?.share ?? 0) * stalls.length - WHOLE);
  let have = stalls.filter(({ properties }) => properties.type === "charging").length;
  if (wanted <= have) return draft;
  const places = placesOf(draft, stalls);
  const served = new Map<string, Point>();
  const posts: { at: Point; serves: string[] }[] = [];
  while (have < wanted) {
    const left = wanted - have;
    const open = places.filter((place) => place.stalls.every(({ id }) => !served.has(id)));
    // two at a post while two are missing; then one that stands next to others
    const size = left > 1 && open.some((place) => place.stalls.length === 2) ? 2 : 1;
    const best = nearestTo(
      open.filter((place) => place.stalls.length === size),
      posts,
    );
    if (best === null) break;
    const ids = best.stalls.map(({ id }) => id);
    for (const id of ids) served.set(id, best.at);
    posts.push({ at: best.at, serves: ids });
    have += ids.length;
  }
  const taken = new Set(draft.features.map(({ id }) => id));
  let n = planFeaturesOf(draft.features, "charger").length;
  // of several some may have been taken away: those that stand keep their ids
  const nextId = (): string => (taken.has(`charger-${++n}`) ? nextId() : `charger-${n}`);
  const features = withoutPostless(draft).features.map(
    (feature): PlanFeature =>
      feature.kind === "stall" && served.has(feature.id)
        ? { ...feature, properties: { ...feature.properties, type: "charging" } }
        : feature,
  );
  const chargers = posts.map(
    ({ at, serves }): PlanFeature => ({
      kind: "charger",
      id: nextId(),
      shape: at,
      properties: { serves },
    }),
  );
  const unmet =
    have >= wanted
      ? draft.unmet
      : [
          ...draft.unmet.filter((entry) => entry.demand !== "chargingStalls.share"),
          { demand: "chargingStalls.share", wanted, got: have, binding: "ev.stall_to_dwelling", price: null },
        ];
  return { ...draft, features: [...features, ...chargers], unmet };
}

/** A pinned post serves the stalls whose heads are this near to it beyond the gap that the rulebook asks, metres. */
const NEAR_HEAD = 0.5;

/** Posts that the planner has pinned, with the one or two stalls behind whose heads each stands; one that serves none is told. */
function withPinnedPosts(draft: Draft): Draft {
  const posts = pinnedPosts(draft.problem.scenario.locks);
  const own = new Set(posts.map(({ id }) => id));
  const stands = new Set(draft.features.flatMap(({ id }) => (own.has(id) ? [id] : [])));
  const missing = posts.filter(({ id }) => !stands.has(id));
  if (missing.length === 0) return draft;
  const reach = (ruleNumber(draft.problem.rules, "ev.charger_to_stall_edge") ?? 0) + HALF_POST + NEAR_HEAD;
  const taken = new Set(planFeaturesOf(draft.features, "charger").flatMap(({ properties }) => properties.serves));
  const chargers: PlanFeature[] = [];
  const unmet = draft.unmet.filter(({ demand }) => !missing.some(({ lock }) => demand === `locks[${lock}]`));
  for (const { id, at, lock } of missing) {
    const serves = planFeaturesOf(draft.features, "stall")
      .filter((stall) => !taken.has(stall.id) && stall.properties.type !== "accessible")
      .map((stall) => ({ id: stall.id, away: toHead(stall, at) }))
      .filter(({ away }) => away <= reach)
      .sort((a, b) => a.away - b.away)
      .slice(0, 2)
      .map((stall) => stall.id);
    for (const stall of serves) taken.add(stall);
    if (serves.length > 0) chargers.push({ kind: "charger", id, shape: at, properties: { serves } });
    else unmet.push({ demand: `locks[${lock}]`, wanted: 1, got: 0, binding: "no stall behind the post", price: null });
  }
  const served = new Set(chargers.flatMap((post) => (post.kind === "charger" ? post.properties.serves : [])));
  const features = draft.features.map(
    (feature): PlanFeature =>
      feature.kind === "stall" && served.has(feature.id)
        ? { ...feature, properties: { ...feature.properties, type: "charging" } }
        : feature,
  );
  return { ...draft, features: [...features, ...chargers], unmet };
}

/** How far a position is from the head of a stall, metres. */
function toHead({ shape }: Stall, at: Point): number {
  const [, , c, d] = pointsOf(shape.shell);
  const along: Point = [d[0] - c[0], d[1] - c[1]];
  const t = ((at[0] - c[0]) * along[0] + (at[1] - c[1]) * along[1]) / (along[0] ** 2 + along[1] ** 2);
  const by = Math.min(1, Math.max(0, t));
  return distance(at, [c[0] + by * along[0], c[1] + by * along[1]]);
}

/** New stalls whose post has been taken away do not charge. */
function withoutPostless(draft: Draft): Draft {
  const reached = new Set(planFeaturesOf(draft.features, "charger").flatMap(({ properties }) => properties.serves));
  const features = draft.features.map(
    (feature): PlanFeature =>
      feature.kind === "stall" &&
      feature.properties.type === "charging" &&
      feature.properties.status === "new" &&
      !reached.has(feature.id)
        ? { ...feature, properties: { ...feature.properties, type: "standard" } }
        : feature,
  );
  return { ...draft, features };
}

/** Keeps a group together: the place nearest to a post that stands already; the first is the one farthest from homes. */
function nearestTo(places: readonly Place[], posts: readonly { at: Point }[]): Place | null {
  let best: Place | null = null;
  let least = Infinity;
  for (const place of places) {
    const way = posts.length === 0 ? place.short : Math.min(...posts.map(({ at }) => distance(at, place.at)));
    if (way >= least - 1e-6) continue;
    least = way;
    best = place;
  }
  return best;
}

/** What keeps the stalls of a draft that do not charge from charging. */
export interface ChargingElse {
  /** Stalls far enough from homes behind which a post has no room. */
  readonly blocked: number;
  /** Metres from a home to the farthest of those that are too near to one; null: there is none. */
  readonly away: number | null;
}

/** Of the stalls that could charge, those of a draft that do not, and why. */
export function chargingElse(draft: Draft): ChargingElse {
  const { site, rules } = draft.problem;
  const asked = ruleNumber(rules, "ev.stall_to_dwelling") ?? 0;
  const homes = featuresOf(site, "building")
    .filter(({ properties }) => isHome(properties.use))
    .map(({ shape }) => shape.shell);
  const left = planFeaturesOf(draft.features, "stall").filter(({ properties }) => properties.type === "standard");
  const off = left.map((stall) => (homes.length === 0 ? Infinity : offHomes(stall, homes)));
  const near = off.filter((distance) => distance < asked);
  return { blocked: off.length - near.length, away: near.length === 0 ? null : Math.max(...near) };
}

/** Behind each stall, and between each two whose heads meet, where a post may stand. */
function placesOf(draft: Draft, stalls: readonly Stall[]): Place[] {
  const { site, rules } = draft.problem;
  const asked = ruleNumber(rules, "ev.stall_to_dwelling") ?? 0;
  const gap = (ruleNumber(rules, "ev.charger_to_stall_edge") ?? 0) + HALF_POST;
  const homes = featuresOf(site, "building")
    .filter(({ properties }) => isHome(properties.use))
    .map(({ shape }) => shape.shell);
  const standard = stalls.filter(({ properties }) => properties.type === "standard");
  const off = new Map(standard.map((stall) => [stall, homes.length === 0 ? Infinity : offHomes(stall, homes)]));
  const usable = standard.filter((stall) => (off.get(stall) ?? 0) >= asked);
  const isBlocked = blockedAt(draft, HALF_POST);
  const places: Place[] = [];
  const add = (of: readonly Stall[], head: Point, stall: Stall) => {
    const [a, b, c] = pointsOf(stall.shape.shell);
    const deep = distance(b, c);
    // outwards, from mouth to head
    const at: Point = [head[0] + ((c[0] - b[0]) / deep) * gap, head[1] + ((c[1] - b[1]) / deep) * gap];
    const rounded: Point = [Math.round(at[0] * 1000) / 1000, Math.round(at[1] * 1000) / 1000];
    if (a !== undefined && !isBlocked(rounded))
      places.push({ at: rounded, stalls: of, short: -Math.min(...of.map((one) => off.get(one) ?? 0)) });
  };
  for (const [i, stall] of usable.entries()) {
    const [, , c, d] = pointsOf(stall.shape.shell);
    add([stall], [(c[0] + d[0]) / 2, (c[1] + d[1]) / 2], stall);
    for (const other of usable.slice(i + 1)) {
      const [, , oc, od] = pointsOf(other.shape.shell);
      const meet = distance(c, od) <= TOUCH ? c : distance(d, oc) <= TOUCH ? d : null;
      if (meet !== null) add([stall, other], meet, stall);
    }
  }
  return places;
}

/** Least distance from the outline of a stall to homes, by its corners and theirs, metres. */
function offHomes({ shape }: Stall, homes: readonly Float64Array[]): number {
  let least = Infinity;
  const own = pointsOf(shape.shell);
  for (const corner of own) least = Math.min(least, distanceTo(corner, homes));
  for (const home of homes) {
    for (const corner of pointsOf(home)) least = Math.min(least, distanceTo(corner, [shape.shell]));
  }
  return least;
}
