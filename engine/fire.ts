import { drive } from "./audit/drive/driven.ts";
import { engineDriven } from "./audit/driving.ts";
import { sceneOf } from "./audit/scene.ts";
import type { Kernel } from "./kernel.ts";
import type { Area, Ring } from "./model/geometry.ts";
import type { PlanFeature } from "./model/plan.ts";
import { today } from "./model/today.ts";
import { limitsOf } from "./stages/compound/limits.ts";
import { rowsOfPlan } from "./stages/compound/packed.ts";
import { EMPTY } from "./stages/compound/region.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import { turnsOfWays } from "./stages/fire/turns.ts";
import { lanesOf } from "./stages/fireLane.ts";
import { openGround, retrofitFrom } from "./stages/retrofit.ts";
import type { Search } from "./stages/search.ts";

// the search of a compound with the auditor's fire engine beside it: stages do not know the auditor, so they meet here

/** After this share of the steps the engine is driven through the draft; the search that goes on has the rest. */
const LOOK_AT = 0.15;

/** Of a way that was shut, what lies this near to where the engine came to a stop is kept clear, metres. */
const AROUND_STOP = 16;

/**
 * A search that is looked at once: where new stalls shut the fire engine's way, the ground that its body sweeps there
 * without them is kept clear, and the search goes on from the stalls that still have room.
 * @param from features of a plan of the same site whose new stalls the search may begin with; null: none
 */
export function drivenSearch(start: Draft, kernel: Kernel, from: readonly PlanFeature[] | null): Search {
  driveLanesToday(start.problem);
  const ground = openGround(start, kernel);
  let search: Search = retrofitFrom(ground, {
    rows: from === null ? null : rowsOfPlan(from, ground.field),
    round: 0,
    share: 1,
  });
  const { plannedSteps } = search;
  const lookAt = Math.max(1, Math.round(LOOK_AT * plannedSteps));
  let [stepsBefore, versionBefore, isLooked] = [0, 0, false];

  const look = () => {
    isLooked = true;
    const draft = search.best();
    const turns = turnsShut(draft);
    if (turns.length === 0) return;
    const { problem } = start;
    const known = problem.fire?.turns ?? [];
    const next = openGround({ ...start, problem: { ...problem, fire: { turns: [...known, ...turns] } } }, kernel);
    stepsBefore = search.steps;
    versionBefore += search.version + 1;
    search = retrofitFrom(next, { rows: rowsOfPlan(draft.features, next.field), round: 0, share: 1 - LOOK_AT });
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
        if (!isLooked && here >= lookAt) look();
        const stop = isLooked ? until : Math.min(until, lookAt);
        const more = search.advance(stop - here);
        if (stop === until || !more) return more;
      }
    },
    best: () => search.best(),
    choices: () => search.choices?.() ?? null,
  };
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
