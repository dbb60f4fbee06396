import type { Area } from "../model/geometry.ts";
import type { PlanFeature, Unmet } from "../model/plan.ts";
import type { Rules } from "../model/rules.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import type { HazardItem } from "./plane/hazard.ts";

/** Everything a solve starts from. Immutable. */
export interface Problem {
  readonly site: Site;
  readonly scenario: Scenario;
  readonly rules: Rules;
  /** What `engine/fire.ts` has found the fire engine to need; compounds only. */
  readonly fire?: FireGround;
  /** The site with the roads that the plan repairs as they will be; absent: it repairs none. */
  readonly mended?: Site;
}

/** What the search keeps for the fire engine, beside what the site and the rules say. */
export interface FireGround {
  /** What its body sweeps in turns that stalls have shut: nothing may stand there. */
  readonly turns: readonly Area[];
}

/** A plan in the making: what the stages so far have placed. A stage takes one and gives the next. */
export interface Draft {
  readonly problem: Problem;
  readonly features: readonly PlanFeature[];
  readonly assumptions: readonly string[];
  readonly unmet: readonly Unmet[];
  /** Ways to what stands already that are to stay free; absent: none. */
  readonly ways?: readonly HazardItem[];
  /** Ground that is not planted again: what grew there was in the way; absent: none. */
  readonly bare?: readonly Area[];
  /** Features of other drafts, with no more stalls, for where the audit takes away some of these: the first that keeps more; absent: there are none. */
  readonly fallbacks?: readonly (readonly PlanFeature[])[];
}
