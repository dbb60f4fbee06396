import type { Site } from "../model/site.ts";
import { type SetOut, settingOutCsv } from "./settingOut.ts";
import { drawPlan } from "./svg.ts";

/** What a plan can be exported to beside its own file. */
export const FORMATS = ["svg", "dxf", "csv"] as const;

export type Format = (typeof FORMATS)[number];

export interface ExportOptions {
  /** `features` exports the plan alone: for one whose site is not at hand, when `site` only says how to read it. */
  readonly show?: "all" | "features";
  /** Scale denominator of the sheet; null takes the largest usual one that fits. */
  readonly scale?: number | null;
}

/** A plan as a drawing or a table. The library that writes DXF is large: it is read when such a drawing is asked for. */
export async function exported(
  to: Format,
  plan: SetOut,
  site: Site,
  { show = "all", scale = null }: ExportOptions = {},
): Promise<string> {
  if (to === "dxf") return (await import("./dxf.ts")).drawDxf(plan, site, { show });
  if (to === "csv") return settingOutCsv(plan, site);
  return drawPlan(plan, site, scale === null ? { show } : { show, scale });
}
