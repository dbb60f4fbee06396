import type { PlanFeature } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { type Cell, csvText } from "./csv.ts";
import { rounded } from "./features.ts";
import type { SheetFacts } from "./furniture.ts";
import { type Ground, groundOf } from "./ground.ts";
import { lineOutline, type Outline, outlinesOf } from "./outlines.ts";
import { standingOf } from "./standing.ts";

/** A plan and what is found of it. */
export interface SetOut extends SheetFacts {
  readonly features: readonly PlanFeature[];
}

/**
 * The setting-out table: one line a corner of everything that is marked, built, planted or taken away, in the order of the
 * plan file. What stays as it is (green that is kept) and what is only an envelope (the engine's sweep) has no line.
 */
export function settingOutCsv(plan: SetOut, site: Site): string {
  const ground = groundOf(site);
  const standing = standingOf(plan).en;
  const degrees = ground.toDegrees === null ? [] : ["longitude", "latitude"];
  const head = ["id", "kind", "type", "status", "part", "point", "east", "north", ...degrees, "width", "length"];
  const lines = plan.features
    .filter(isSetOut)
    .flatMap((feature) => linesOf(feature, ground).map((line) => [...line, ground.crs, standing]));
  return csvText([[...head, "crs", "plan"], ...lines]);
}

function isSetOut(feature: PlanFeature): boolean {
  if (feature.kind === "green") return feature.properties.status === "new";
  return feature.kind !== "sweptPath";
}

function linesOf(feature: PlanFeature, ground: Ground): Cell[][] {
  const { id, kind } = feature;
  const given = feature.properties as { [key: string]: unknown };
  const text = (key: string) => (typeof given[key] === "string" ? (given[key] as string) : null);
  const metres = (key: string): Cell => {
    const value = given[key];
    return typeof value === "number" && value > 0 ? { value: rounded(value), decimals: 4 } : null;
  };
  const type = text("type") ?? text("shape") ?? text("where") ?? text("what");
  const status = text("status") ?? STATUS[kind] ?? "new";
  return partsOf(feature).flatMap(({ name, points }) =>
    points.map(([x, y], i) => {
      const position: Cell[] = ground.toGround(x, y).map((value) => ({ value, decimals: 4 }));
      const degrees: Cell[] = ground.toDegrees?.(x, y).map((value) => ({ value, decimals: 9 })) ?? [];
      return [id, kind, type, status, name, i + 1, ...position, ...degrees, metres("width"), metres("length")];
    }),
  );
}

/** Status of kinds that carry none in the file. */
const STATUS: Readonly<Record<string, string>> = {
  stallRemoved: "removed",
  greenRemoved: "removed",
  treeMoved: "moved",
};

/** Outline, holes and centre-line, each with a name of its own. */
function partsOf(feature: PlanFeature): { name: string; points: Outline["points"] }[] {
  let holes = 0;
  const outlines = outlinesOf(feature.shape);
  if ((feature.kind === "aisle" || feature.kind === "driveway") && feature.properties.centreline.length > 0) {
    outlines.push(lineOutline("centreline", feature.properties.centreline));
  }
  return outlines.map(({ part, points }) => {
    if (part === "hole") holes++;
    return { name: part === "hole" ? `hole ${holes}` : part, points };
  });
}
