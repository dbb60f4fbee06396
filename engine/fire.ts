import { drive } from "./audit/drive/driven.ts";
import { engineDriven } from "./audit/driving.ts";
import { sceneOf } from "./audit/scene.ts";
import type { Kernel } from "./kernel.ts";
import type { Area, Ring } from "./model/geometry.ts";
import type { PlanFeature } from "./model/plan.ts";
import { today } from "./model/today.ts";
import { groundOf } from "./stages/compound/ground.ts";
import { Hazard } from "./stages/compound/hazards.ts";
import { limitsOf } from "./stages/compound/limits.ts";
import { rowsOfPlan } from "./stages/compound/packed.ts";
import { EMPTY } from "./stages/compound/region.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import { turnsOfWays } from "./stages/fire/turns.ts";
import { lanesOf } from "./stages/fireLane.ts";
import { openGround, retrofitFrom } from "./stages/retrofit.ts";
import type { Search } from "./stages/search.ts";

// the search of a compound with the auditor's fire engine beside it: stages do not know the auditor, so they meet here

/**
 * After these shares of the steps the engine is driven through the draft. Until the first look the search keeps the ground of
 * every turn that a circle needs; from then on what the engine was seen to need.
 */
const LOOKS_AT = [0.15, 0.5];

/** Of a way that was shut, what lies this near to where the engine came to a stop is kept clear, metres. */
const AROUND_STOP = 16;

/**
 * A search that is looked at: where new stalls shut the fire engine's way, the ground that its body sweeps there without them
 * is kept clear, and the search goes on from the stalls that still have room. What stood at the first look is told beside
 * what comes of it, should the engine in the end not get through.
 * @param from features of a plan of the same site whose new stalls the search may begin with; null: none
 * @param stay what one of these that stays where it is is worth, in square metres of green
 */
export function drivenSearch(start: Draft, kernel: Kernel, from: readonly PlanFeature[] | null, stay: number): Search {
  driveLanesToday(start.problem);
  const ground = openGround(start, kernel);
  const near = from === null || stay === 0 ? {} : { near: { features: from, worth: stay } };
  // aisles of our own are of the plan too: they are looked for at once
  const begin = from === null || stay === 0 ? {} : { ...near, standing: from };
  let search: Search = retrofitFrom(ground, {
    rows: from === null ? null : rowsOfPlan(from, ground.field),
    round: 0,
    share: 1,
    ...begin,
  });
  const { plannedSteps } = search;
  const looksAt = LOOKS_AT.map((share) => Math.max(1, Math.round(share * plannedSteps)));
  let [stepsBefore, versionBefore, looks] = [0, 0, 0];
  let turns: readonly Area[] | null = null;
  let cautious: readonly PlanFeature[] | null = null;

  const look = () => {
    const share = 1 - LOOKS_AT[looks++];
    const draft = search.best();
    const shut = turnsShut(draft);
    const { problem } = start;
    // nothing to learn and nothing to let go of
    if (shut.length === 0 && (turns !== null || !keepsTurns(problem))) return;
    cautious ??= draft.features;
    turns = [...(turns ?? []), ...shut];
    const next = ground.reopened({ ...ground.start, problem: { ...problem, fire: { turns } } });
    stepsBefore += search.steps;
    versionBefore += search.version + 1;
    search = retrofitFrom(next, {
      rows: rowsOfPlan(draft.features, next.field),
      standing: draft.features,
      round: 0,
      share,
      ...near,
    });
  };

  return {
    get steps() {
      return stepsBefore + search.steps;
    },
    plannedSteps,
    get version() {
      return versionBefore + search.version;
    },
    advance(count) {
      const until = stepsBefore + search.steps + count;
      for (;;) {
        const here = stepsBefore + search.steps;
        if (here >= (looksAt[looks] ?? Infinity)) look();
        const stop = Math.min(until, looksAt[looks] ?? Infinity);
        const more = search.advance(Math.max(0, stop - here));
        if (stop === until || !more) return more;
      }
    },
    best() {
      const draft = search.best();
      return cautious === null ? draft : { ...draft, fallback: cautious };
    },
    choices: () => search.choices?.() ?? null,
  };
}

/** Is ground kept for turns that nobody has driven? */
function keepsTurns(problem: Problem): boolean {
  return groundOf(problem).hazards.some(({ bit }) => bit === Hazard.Turn);
}

/** Drives today's lanes, which every audit of the site begins with: done before the search, it is no part of an audit's time. */
function driveLanesToday({ site, rules, scenario }: Problem): void {
  const lanes = lanesOf(site, limitsOf(rules).laneWidth, () => EMPTY);
  drive({ site, rules, scenario, features: [...today(site), ...lanes] });
}

/** The ground that the engine needs to turn where the new things of a draft shut its way; none where it gets through. */
function turnsShut({ problem: { site, rules, scenario }, features }: Draft): Area[] {
  const subject = { site, rules, scenario, features };
  const shut = (drive(subject) ?? []).filter(({ status, stuck }) => status === "shut" && stuck !== null);
  if (shut.length === 0) return [];
  const guilty = new Set(engineDriven(sceneOf(subject))?.findings?.flatMap((finding) => finding.features));
  const freed = features.filter(({ id, kind }) => kind === "fireLane" || !guilty.has(id));
  const again = drive({ ...subject, features: freed }) ?? [];
  return shut.flatMap(({ lane, stuck }) => {
    const ways = again.find((other) => other.lane === lane)?.ways ?? [];
    const isNear = (body: Ring) => stuck !== null && apart(body, stuck) <= AROUND_STOP;
    return turnsOfWays(ways.map((way) => way.filter(isNear)));
  });
}

/** Between the middles of two bodies, metres. */
function apart(a: Ring, b: Ring): number {
  const dx = (a[0] + a[4] - b[0] - b[4]) / 2;
  const dy = (a[1] + a[5] - b[1] - b[5]) / 2;
  return Math.sqrt(dx * dx + dy * dy);
}
