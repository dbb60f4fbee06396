import type { Area } from "../model/geometry.ts";
import type { Draft } from "./draft.ts";

/** What one search of a compound has found out that is worth knowing to another whose problem differs in its counts alone. */
export interface Learned {
  /** Drafts with everything but the stalls, of which any may be begun with. */
  readonly arranged: readonly Draft[];
  /** Ground that the fire engine was seen to need; null: it was not looked at. */
  readonly turns: readonly Area[] | null;
}
