import Flatbush from "flatbush";
import type { Area, Point } from "../model/geometry.ts";
import { areaOfFeature, type PlanFeature, type PlanKind } from "../model/plan.ts";
import type { Rules, RuleValue } from "../model/rules.ts";
import type { Scenario } from "../model/scenario.ts";
import { featuresOf, type Site, type SiteFeature } from "../model/site.ts";
import { type ParkingTable, parkingTable } from "../rules/table.ts";
import { distanceToEdge, isInside, type Outline, outlineOf } from "./outline.ts";

/** What is judged: a plan's features, against the site and the rules. */
export interface Subject {
  readonly site: Site;
  readonly rules: Rules;
  readonly scenario: Scenario;
  readonly features: readonly PlanFeature[];
}

/** One broken rule at one place. */
export interface Finding {
  readonly required: RuleValue;
  readonly measured: RuleValue;
  readonly features: readonly string[];
  readonly at: Point | null;
  /** One English sentence. */
  readonly note: string;
  /** By how much it fails, in the unit of the rule: tells an inherited breach from a worse one. */
  readonly amount: number;
  /** What a fact has found, which this sums up under a rule: it is as old as all of that. */
  readonly mirrors?: { readonly rule: string; readonly findings: readonly Finding[] };
}

/** What came of checking one rule. */
export interface Outcome {
  readonly rule: string;
  /** null: could not be checked. */
  readonly findings: readonly Finding[] | null;
  readonly required: RuleValue;
  /** The tightest value met when nothing is broken. */
  readonly measured: RuleValue;
  readonly unit: string;
  /** Why it could not be checked, one English sentence; only where there is more to say than that. */
  readonly note?: string;
}

/** Something with an outline: one of the plan's own, or one of the site's. */
export interface Thing {
  readonly id: string;
  readonly kind: string;
  readonly outline: Outline;
}

export interface Standing extends Thing {
  readonly feature: PlanFeature;
}

/** A subject with outlines made once. */
export interface Scene extends Subject {
  readonly table: ParkingTable;
  readonly boundary: Outline;
  /** The plan's objects that stand on the ground, in plan order. */
  readonly standing: readonly Standing[];
  /** The plan's new drivable ground. */
  readonly driven: readonly Standing[];
  /** All that the plan lays on the ground to be driven on: new drivable ground and new fire lanes. */
  readonly laid: readonly Standing[];
  readonly roads: readonly Thing[];
  /** Ids of the aisles, driveways and roads that are driven one way only. */
  readonly oneWay: ReadonlySet<string>;
}

/** Objects that stand on the ground and take it. FORMAT.md section 4, fact 1. */
export const STANDING: ReadonlySet<PlanKind> = new Set<PlanKind>([
  "stall",
  "accessAisle",
  "locker",
  "lockerPad",
  "ebikeSlot",
  "shed",
  "pergola",
]);

/** What a repair paves is driven on; one that is a mark only is none of this. */
const DRIVEN: ReadonlySet<PlanKind> = new Set<PlanKind>(["aisle", "driveway", "turnaround", "repair"]);

export function sceneOf(subject: Subject): Scene {
  const { site, rules, scenario, features } = subject;
  const withOutline = (feature: PlanFeature): Standing => ({
    id: feature.id,
    kind: feature.kind,
    feature,
    outline: outlineOf(areaOfFeature(feature) as Area),
  });
  const driven = features
    .filter((feature) => DRIVEN.has(feature.kind) && areaOfFeature(feature) !== null)
    .map(withOutline);
  const newLanes = features.filter((feature) => feature.kind === "fireLane" && feature.properties.status === "new");
  return {
    ...subject,
    table: parkingTable(rules, scenario.layout),
    boundary: outlineOf(site.boundary),
    standing: features
      .filter(
        (feature) => STANDING.has(feature.kind) || (feature.kind === "green" && feature.properties.status === "new"),
      )
      .map(withOutline),
    driven,
    laid: [...driven, ...newLanes.map(withOutline)],
    roads: featuresOf(site, "road").map(thingOf),
    oneWay: new Set([
      ...featuresOf(site, "road").flatMap(({ id, properties }) => (properties.oneWay ? [id] : [])),
      ...features.flatMap((feature) =>
        "oneWay" in feature.properties && feature.properties.oneWay ? [feature.id] : [],
      ),
    ]),
  };
}

/** A site feature that is an area, with its outline. */
export function thingOf(feature: SiteFeature): Thing {
  return { id: feature.id, kind: feature.kind, outline: outlineOf(feature.shape as Area) };
}

/** As many things are sooner walked over than sorted into an index. */
const FEW = 128;

/** Looks up things by box. */
export interface Lookup<T extends Thing> {
  near(box: { minX: number; minY: number; maxX: number; maxY: number }): T[];
}

export function lookupOf<T extends Thing>(things: readonly T[]): Lookup<T> {
  if (things.length <= FEW) {
    return {
      near: ({ minX, minY, maxX, maxY }) =>
        things.filter(({ outline: o }) => o.maxX >= minX && o.minX <= maxX && o.maxY >= minY && o.minY <= maxY),
    };
  }
  const index = new Flatbush(things.length);
  for (const { outline } of things) index.add(outline.minX, outline.minY, outline.maxX, outline.maxY);
  index.finish();
  return {
    near(box) {
      const rows = index.search(box.minX, box.minY, box.maxX, box.maxY);
      if (rows.length > 1) rows.sort((a, b) => a - b);
      return rows.map((row) => things[row]);
    },
  };
}

/** Things whose box comes within a radius of a position, and how far each is from it, metres; 0 where it lies on one. */
export function within<T extends Thing>(
  things: Lookup<T>,
  [x, y]: Point,
  radius: number,
): { thing: T; distance: number }[] {
  return things
    .near({ minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius })
    .map((thing) => ({ thing, distance: isInside(thing.outline, x, y) ? 0 : distanceToEdge(thing.outline, x, y) }));
}

/** A middle of an area's box, for pointing at it. */
export function middleOf(outline: Outline): Point {
  return [(outline.minX + outline.maxX) / 2, (outline.minY + outline.maxY) / 2];
}

/** The number under a key, or a stated fallback where the profile has no such rule. */
export function ruleNumber(rules: Rules, key: string, fallback: number): number {
  const value = rules.rules.get(key)?.value;
  return typeof value === "number" ? value : fallback;
}

/** Metres as a person reads them. */
export function metres(value: number): string {
  return `${(Math.round(value * 1000) / 1000).toString()} m`;
}
