import { drivenSearch } from "./fire.ts";
import type { Kernel } from "./kernel.ts";
import type { PlanFeature } from "./model/plan.ts";
import { featuresOf, type SiteFeature } from "./model/site.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import type { Learned } from "./stages/learned.ts";
import type { Search } from "./stages/search.ts";

// stalls of today that may be laid anew: searched beside the site as it is, and taken where that gains a stall

/** The second search begins after this step: a first plan need not wait for it. */
const FREED_FROM = 2;

/** Today's stalls that may be laid anew. */
function movableOf({ site, scenario }: Problem): SiteFeature<"stall">[] {
  const isFree = scenario.demand.existingStalls === "free";
  return featuresOf(site, "stall").filter(({ properties }) => isFree || properties.status === "movable");
}

/**
 * A search of a compound; where stalls of today may be laid anew, one with them and one without, and the draft with more
 * stalls in all is the best, that with today's stalls kept on equal terms.
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
  let other: Search | null = null;
  let made: { of: readonly Draft[]; draft: Draft } | null = null;
  const isAhead = (a: Draft, b: Draft) => stallsIn(a.features) > stallsIn(b.features);

  return {
    get steps() {
      return kept.steps;
    },
    plannedSteps: kept.plannedSteps,
    get version() {
      return kept.version + (other?.version ?? 0);
    },
    advance(count) {
      const until = kept.steps + count;
      const more = kept.advance(count);
      if (until < FREED_FROM) return more;
      other ??= drivenSearch(open, kernel, from, stay);
      other.advance(kept.steps - other.steps);
      return more;
    },
    best() {
      const draft = kept.best();
      const relaid = other?.best() ?? draft;
      if (relaid === draft || !isAhead(relaid, draft)) return draft;
      if (made?.of[0] !== draft || made.of[1] !== relaid) {
        // should the audit take away what was gained, today's stalls stay where they are
        const told = { ...relaid, problem: start.problem, fallback: draft.features };
        made = { of: [draft, relaid], draft: told };
      }
      return made.draft;
    },
    choices: () => (other !== null && isAhead(other.best(), kept.best()) ? null : (kept.choices?.() ?? null)),
    ...(kept.standing === undefined ? {} : { standing: kept.standing }),
    ...(kept.learned === undefined ? {} : { learned: kept.learned }),
  };
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

function stallsIn(features: readonly PlanFeature[]): number {
  return features.filter(({ kind }) => kind === "stall").length;
}
