import type { Draft, Problem } from "../stages/draft.ts";

/** A problem without what cannot be sent to another thread: the search has no use for file coordinates. */
export type PlainProblem = Omit<Problem, "site"> & { readonly site: Omit<Problem["site"], "projection"> };

/** What the driver says to a thread, in this order: begin once, advance as often as it likes, best once. */
export type Request =
  | { readonly ask: "begin"; readonly problem: PlainProblem; readonly index: number; readonly count: number }
  | { readonly ask: "advance"; readonly steps: number; readonly heard: readonly Told[] }
  | { readonly ask: "best" };

/** What a search has learned, in bytes that the others understand. */
export type Told = Uint8Array<ArrayBuffer>;

/** A draft without its problem, which the driver has. */
export type PlainDraft = Omit<Draft, "problem">;

export type Reply =
  | { readonly say: "ready" }
  | { readonly say: "begun"; readonly plannedSteps: number }
  | { readonly say: "advanced"; readonly more: boolean; readonly told: readonly Told[] }
  | { readonly say: "best"; readonly draft: PlainDraft }
  | { readonly say: "failed"; readonly message: string };
