import type { Area } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import type { Choices } from "../choices.ts";
import type { Draft } from "../draft.ts";
import type { Places } from "./candidates.ts";
import type { Goal, State } from "./improve.ts";
import type { Field } from "./layout.ts";
import type { Rows } from "./placed.ts";

/** Of the ground on which the engine turns. */
export type Way = "all" | "but for stalls";

/** What a search stands at, for whoever moves its rows by other means. Asking for it changes nothing in the search. */
export interface Standing {
  readonly field: Field;
  readonly goal: Readonly<Goal>;
  readonly rows: Rows;
  /** Rows as the search judges them under another limit of green: stalls taken away until all limits hold. */
  judged(rows: Rows, greenLimit: number): State;
  /** A state as a draft with its green planted again, and the square metres that the planting misses. */
  draft(state: State): { readonly draft: Draft; readonly missing: number };
  /** Paved ground that could be planted where no stall covers it. */
  plantable(): readonly Area[];
  /** How much green may be taken beside the stalls of a draft: at most, whatever is planted, and as far as the ground for planting goes. */
  planting(draft: Draft): { readonly most: number; readonly room: number };
  /** The choice of stalls on this drivable ground, beginning with a state; null where there are too many places, or aisles of our own. */
  choices(state: State, places: Places): Choices | null;
  /**
   * Where a draft shuts the fire engine's way: what stands when the ground that the engine needs there is kept clear. Null
   * where it gets through, or nobody has an engine.
   */
  clearing(draft: Draft): Standing | null;
  /**
   * What stands of an audited plan's features when the ground is kept clear on which the engine turns along its way through
   * them, and no other: `all` of it, or `but for stalls` that it has got past by less than it is driven to.
   */
  keeping(features: readonly PlanFeature[], way: Way): Standing;
}
