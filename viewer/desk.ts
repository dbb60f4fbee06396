import type { Judged } from "../engine/index.ts";
import type { Plan } from "../engine/model/plan.ts";
import type { Rules } from "../engine/model/rules.ts";
import type { Scenario } from "../engine/model/scenario.ts";
import type { Site } from "../engine/model/site.ts";

// what lies on the worker's desk; words alone, since the worker is the only file that runs the engine

/** What a solve goes on with: an earlier plan's features, and the checksum of its file. */
export interface Earlier {
  readonly features: Plan["features"];
  readonly hash: string;
}

/** A plan that was made here, or opened: then its file is handed out as it came. */
export interface Made {
  readonly site: Site;
  readonly features: Plan["features"];
  file(): string;
  /** As whoever opens the file finds it, coordinates as they are written: drawings and table are made of this. */
  judged(): Judged;
}

/** What is worked on. */
export interface Desk {
  readonly site: Site;
  /** null: it begins anew. */
  readonly from: Earlier | null;
  readonly scenario: Scenario;
  readonly rules: Rules;
}
