import { SITE_KINDS } from "./kinds.ts";
import { PLAN_KINDS } from "./planKinds.ts";

/** What a file means to be, by its top-level members and the kinds of its features. */
export type FileSort = "site" | "scenario" | "plan";

/** Which of the three a file's text means to be; reading it properly, and refusing it, comes after. */
export function sortOf(text: string): FileSort {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // not JSON: the site reader says where
    return "site";
  }
  if (json === null || typeof json !== "object") return "site";
  if ("plan" in json || isPlaced(json)) return "plan";
  return "type" in json ? "site" : "scenario";
}

/** What no site has. */
const PLACED = PLAN_KINDS.filter((kind) => !(SITE_KINDS as readonly string[]).includes(kind));

/** A plan that another program has saved comes without what it said of itself: features of a plan, and no site. */
function isPlaced(json: object): boolean {
  const features = "features" in json && Array.isArray(json.features) ? json.features : [];
  const kinds = new Set(features.map((feature) => feature?.properties?.kind));
  return !kinds.has("site") && PLACED.some((kind) => kinds.has(kind));
}
