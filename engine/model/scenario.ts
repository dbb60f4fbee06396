import type { Demand, Layout } from "./demand.ts";
import type { Shape } from "./geometry.ts";
import type { PlanKind } from "./plan.ts";

export type ProfileName = "cn-shanghai" | "us" | "eu" | "eu-uk" | "geometry";

/** Something the planner has pinned. */
export type Lock =
  | { readonly id: string }
  | { readonly shape: Shape; readonly as: "stall" | "green" | "empty" | PlanKind };

/** Resolved scenario: every default filled in, geometry in the site's local metres. */
export interface Scenario {
  readonly name: string;
  /** The site file that the scenario was written for, as it names it; null when it does not. */
  readonly site: string | null;
  readonly title: { readonly zh: string; readonly en: string };
  readonly rules: ProfileName;
  /** Rule values set by the scenario or by `--set`. */
  readonly overrides: Readonly<Record<string, number | boolean | string>>;
  readonly demand: Demand;
  readonly layout: Layout;
  readonly weights: { readonly stall: number; readonly green: number; readonly tree: number };
  readonly locks: readonly Lock[];
  /** True: may go below a legal rule to show the trade-off; never approvable. */
  readonly study: boolean;
  readonly seed: number;
  readonly budget: { readonly steps: number | null; readonly seconds: number | null };
  /** SHA-256 of the resolved, canonical JSON, hex. */
  readonly hash: string;
}
