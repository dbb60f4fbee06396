import { drivenSearch } from "./fire.ts";
import type { Kernel } from "./kernel.ts";
import { type Area, bounds } from "./model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "./model/plan.ts";
import { featuresOf, type SiteFeature } from "./model/site.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import type { Learned } from "./stages/learned.ts";
import { intersect, regionArea, regionOf } from "./stages/plane/region.ts";
import type { Search } from "./stages/search.ts";

// stalls of today that may be laid anew: searched beside the site as it is, and taken where that gains a stall

/** The second search begins after this step: a first plan need not wait for it. */
const FREED_FROM = 2;

/** After this share of the steps it is seen which of today's stalls had better stay, and a third search begins with that. */
const PARTED_AT = 0.25;

/** Today's stalls that may be laid anew: those that a lock names may not. */
function movableOf({ site, scenario }: Problem): SiteFeature<"stall">[] {
  const isFree = scenario.demand.existingStalls === "free";
  const locked = new Set(scenario.locks.flatMap((lock) => ("id" in lock ? [lock.id] : [])));
  return featuresOf(site, "stall").filter(
    ({ id, properties }) => (isFree || properties.status === "movable") && !locked.has(id),
  );
}

/**
 * A search of a compound; where stalls of today may be laid anew, one with all of them, one without any, and from some step on
 * one without those on whose ground the second has more stalls than the first. The draft with most stalls in all is the best,
 * on equal terms that which keeps more of today's.
 */
export function relayingSearch(
  start: Draft,
  kernel: Kernel,
  from: readonly PlanFeature[] | null,
  stay: number,
  like?: Learned,
): Search {
  const kept = drivenSearch(start, kernel, from, stay, like);
  const movable = movableOf(start.problem);
  if (movable.length === 0) return kept;
  const open = freed(start, movable);
  const partedAt = Math.max(FREED_FROM, Math.round(PARTED_AT * kept.plannedSteps));
  let other: Search | null = null;
  let parted: Search | "not yet" | "nothing to part" = "not yet";
  let made: { of: readonly Draft[]; draft: Draft } | null = null;

  /** The third search, where the second gains on some ground and loses on other. */
  const part = (all: Search): Search | "nothing to part" => {
    const { going, rows } = partedBy(movable, roughOf(kept).features, roughOf(all).features);
    if (going.length === 0 || going.length === movable.length) return "nothing to part";
    return drivenSearch(freed(start, going), kernel, rows, 0);
  };

  const advanceTo = (step: number): boolean => {
    const more = kept.advance(step - kept.steps);
    if (kept.steps < FREED_FROM) return more;
    other ??= drivenSearch(open, kernel, from, stay);
    other.advance(kept.steps - other.steps);
    if (typeof parted === "object") parted.advance(kept.steps - partedAt - parted.steps);
    return more;
  };

  /** Those there are, best first. */
  const ranked = (): Search[] => {
    const all = [kept, ...(typeof parted === "object" ? [parted] : []), ...(other === null ? [] : [other])];
    return all.sort((a, b) => stallsIn(roughOf(b).features) - stallsIn(roughOf(a).features));
  };

  return {
    get steps() {
      return kept.steps;
    },
    plannedSteps: kept.plannedSteps,
    get version() {
      return kept.version + (other?.version ?? 0) + (typeof parted === "object" ? parted.version + 1 : 0);
    },
    advance(count) {
      const until = kept.steps + count;
      // what is best at this step decides, however the steps are sliced
      if (parted === "not yet" && until >= partedAt) {
        advanceTo(partedAt);
        parted = other === null ? "nothing to part" : part(other);
      }
      return advanceTo(until);
    },
    best() {
      const [best, ...others] = ranked();
      if (best === kept) return best.best();
      const of = [best.best(), ...others.map(roughOf)];
      if (made === null || of.some((draft, k) => draft !== made?.of[k])) {
        // should the audit take away what was gained, the next best stays where it is; the last of them lays today's stalls nowhere else
        const [first, ...rest] = of;
        const fallbacks = [...(first.fallbacks ?? []), ...rest.map(({ features }) => features)];
        made = { of, draft: { ...first, problem: start.problem, fallbacks } };
      }
      return made.draft;
    },
    rough: () => ({ ...roughOf(ranked()[0]), problem: start.problem }),
    choices: () => (ranked()[0] === kept ? (kept.choices?.() ?? null) : null),
    ...(kept.standing === undefined ? {} : { standing: kept.standing }),
    ...(kept.learned === undefined ? {} : { learned: kept.learned }),
  };
}

/** Two stalls are in each other's way when they share as much, square metres. */
const SHARED = 0.01;

/**
 * Which of today's stalls had better go, by two drafts, one with all of them and one with none: those on whose ground the
 * second has more stalls. What stands in each other's way, of today and of both drafts, is one piece of ground. With
 * the new stalls that the better draft has on each, for whoever goes on from there.
 */
export function partedBy(
  movable: readonly SiteFeature<"stall">[],
  kept: readonly PlanFeature[],
  freed: readonly PlanFeature[],
): { readonly going: readonly SiteFeature<"stall">[]; readonly rows: readonly PlanFeature[] } {
  const [before, after] = [newOf(kept, "kept"), newOf(freed, "freed")];
  const bodies = [...movable, ...before, ...after].map(({ shape }) => shape);
  const first = { before: movable.length, after: movable.length + before.length };
  const grounds = bodies.map((_, row) => row);
  const rootOf = (row: number): number => (grounds[row] === row ? row : rootOf(grounds[row]));
  // what is laid anew stands in the way of what was there, and of nothing else
  for (let i = 0; i < first.after; i++) {
    for (let j = first.after; j < bodies.length; j++) {
      if (rootOf(i) !== rootOf(j) && meet(bodies[i], bodies[j])) grounds[rootOf(j)] = rootOf(i);
    }
  }
  const gains = new Map<number, number>();
  for (let row = 0; row < bodies.length; row++) {
    const ground = rootOf(row);
    gains.set(ground, (gains.get(ground) ?? 0) + (row < first.after ? -1 : 1));
  }
  const isGain = (row: number) => (gains.get(rootOf(row)) ?? 0) > 0;
  return {
    going: movable.filter((_, i) => isGain(i)),
    rows: [
      ...before.filter((_, i) => !isGain(first.before + i)),
      ...after.filter((_, i) => isGain(first.after + i)),
    ].flatMap(({ whole }) => whole),
  };
}

interface New {
  readonly shape: Area;
  /** The stall, and its access aisle where it has one, under ids of their own. */
  readonly whole: readonly PlanFeature[];
}

/** The new stalls of a draft. */
function newOf(features: readonly PlanFeature[], by: string): New[] {
  const aisles = planFeaturesOf(features, "accessAisle");
  return planFeaturesOf(features, "stall")
    .filter(({ properties }) => properties.status === "new")
    .map((stall) => {
      const id = `${by}-${stall.id}`;
      const own = aisles.filter(({ properties }) => properties.stalls.includes(stall.id));
      const whole = [
        { ...stall, id },
        ...own.map((aisle) => ({ ...aisle, id: `${by}-${aisle.id}`, properties: { stalls: [id] } })),
      ];
      return { shape: stall.shape, whole };
    });
}

function meet(a: Area, b: Area): boolean {
  const [p, q] = [bounds(a.shell), bounds(b.shell)];
  if (p[0] >= q[2] || q[0] >= p[2] || p[1] >= q[3] || q[1] >= p[3]) return false;
  return regionArea(intersect(regionOf([a]), regionOf([b]))) > SHARED;
}

/** A start on the site without some of its stalls: as many more are to be laid. */
function freed(start: Draft, movable: readonly SiteFeature<"stall">[]): Draft {
  const { site, scenario } = start.problem;
  const going = new Set(movable.map(({ id }) => id));
  const { newStalls } = scenario.demand;
  const more = (count: number) => count + movable.length;
  const wanted = {
    target: newStalls.target === "max" ? newStalls.target : more(newStalls.target),
    min: more(newStalls.min),
    max: newStalls.max === null ? null : more(newStalls.max),
  };
  const removed = movable.map(
    ({ id, shape }, i): PlanFeature => ({
      kind: "stallRemoved",
      id: `stallRemoved-${i + 1}`,
      shape,
      properties: { from: id },
    }),
  );
  return {
    ...start,
    problem: {
      ...start.problem,
      site: { ...site, features: site.features.filter(({ kind, id }) => kind !== "stall" || !going.has(id)) },
      scenario: { ...scenario, demand: { ...scenario.demand, newStalls: wanted } },
    },
    features: [...start.features, ...removed],
  };
}

function roughOf(search: Search): Draft {
  return search.rough?.() ?? search.best();
}

function stallsIn(features: readonly PlanFeature[]): number {
  return features.filter(({ kind }) => kind === "stall").length;
}
