import type { Line } from "../../engine/model/geometry.ts";
import type { PlanFeature } from "../../engine/model/plan.ts";
import type { SiteFeature } from "../../engine/model/site.ts";
import type { PlanView, SiteView } from "../protocol.ts";
import type { State } from "../state.ts";
import type { Word } from "../words/words.ts";

/** How a mark is drawn: as the shape itself, as a tree's crown, or as a symbol at its place. */
export type Manner = "shape" | "crown" | "symbol";

/** One way of drawing a feature. The rows below are the painter's order, from the ground up. */
interface MarkRow {
  readonly manner: Manner;
  /** Its line in the legend; null for what needs none. */
  readonly word: Word | null;
  /** What the legend's swatch shows. */
  readonly swatch: "area" | "line" | "stall" | "crown" | "symbol" | "arrow";
}

const area = (word: Word | null): MarkRow => ({ manner: "shape", word, swatch: "area" });
const line = (word: Word): MarkRow => ({ manner: "shape", word, swatch: "line" });
const stall = (word: Word): MarkRow => ({ manner: "shape", word, swatch: "stall" });
const symbol = (word: Word): MarkRow => ({ manner: "symbol", word, swatch: "symbol" });
const crown = (word: Word): MarkRow => ({ manner: "crown", word, swatch: "crown" });

export const MARKS = {
  ground: area(null),
  frontage: area("markFrontage"),
  green: area("markGreen"),
  greenNew: area("markGreenNew"),
  paved: area("markPaved"),
  activity: area("markActivity"),
  reserve: area("markReserve"),
  road: area("markRoad"),
  aisle: area("markAisle"),
  // over the aisle that takes it, and showing through the stall
  greenRemoved: area("markGreenRemoved"),
  turnaround: area("markTurnaround"),
  sweptPath: area("markSweptPath"),
  aerialSite: area("markAerialSite"),
  fireLane: area("markFireLane"),
  direction: { manner: "shape", word: "markDirection", swatch: "arrow" },
  yard: area("markYard"),
  bikeAisle: area("markBikeAisle"),
  informal: area("markInformal"),
  stallRemoved: stall("markStallRemoved"),
  stall: stall("markStall"),
  stallNew: stall("markStallNew"),
  accessAisle: area("markAccessAisle"),
  shed: area("markShed"),
  shedNew: area("markShedNew"),
  pergola: area("markPergola"),
  building: area("markBuilding"),
  obstruction: area("markObstruction"),
  window: line("markWindow"),
  wall: line("markWall"),
  wallGreen: line("markWallGreen"),
  gate: line("markGate"),
  utility: line("markUtility"),
  ebikeSlot: area("markEbikeSlot"),
  lockerPad: area("markLockerPad"),
  locker: area("markLocker"),
  repair: area("markRepair"),
  tree: crown("markTree"),
  treeMovable: crown("markTreeMovable"),
  treeProtected: crown("markTreeProtected"),
  treeMoved: symbol("markTreeMoved"),
  manhole: symbol("markManhole"),
  hydrant: symbol("markHydrant"),
  entrance: symbol("markEntrance"),
  accessible: symbol("markAccessible"),
  charging: symbol("markCharging"),
  charger: symbol("markCharger"),
  ebikeCharger: symbol("markEbikeCharger"),
} as const satisfies Readonly<Record<string, MarkRow>>;

export type Mark = keyof typeof MARKS;

export const PAINTERS_ORDER = Object.keys(MARKS) as Mark[];

const LAYER = new Map(PAINTERS_ORDER.map((mark, layer) => [mark, layer]));

/** A feature with the way it is drawn. A charging stall has two: the stall and its sign. */
export interface Marked {
  /** Unique within one drawing, and the same from one plan to the next. */
  readonly key: string;
  readonly mark: Mark;
  readonly feature: SiteFeature | PlanFeature;
}

/** What a plan says anew; the rest of the site shows through. */
const REPLACED: ReadonlySet<string> = new Set(["green", "stall"]);

/** Everything one drawing shows, in painter's order. */
export function marksOf(site: SiteView, plan: PlanView | null, shown: State["shown"]): Marked[] {
  const proposed = shown === "plan" ? plan : null;
  const shedRebuilt = proposed?.features.some((feature) => feature.kind === "shed");
  const kept = site.features.filter(
    (feature) => !proposed || !(REPLACED.has(feature.kind) || (feature.kind === "shed" && shedRebuilt)),
  );
  const out: Marked[] = [];
  for (const feature of kept) {
    for (const mark of siteMarks(feature)) out.push({ key: `site ${feature.id} ${mark}`, mark, feature });
  }
  for (const feature of proposed?.features ?? []) {
    for (const mark of planMarks(feature))
      out.push({ key: `plan ${feature.kind} ${feature.id} ${mark}`, mark, feature });
  }
  return out.sort((one, other) => LAYER.get(one.mark)! - LAYER.get(other.mark)!);
}

const SITE_MARKS: Readonly<Partial<Record<SiteFeature["kind"], Mark>>> = {
  site: "ground",
  building: "building",
  entrance: "entrance",
  window: "window",
  yard: "yard",
  paved: "paved",
  green: "green",
  obstruction: "obstruction",
  shed: "shed",
  informalStall: "informal",
  gate: "gate",
  wall: "wall",
  activity: "activity",
  reserve: "reserve",
  frontage: "frontage",
  fireLane: "fireLane",
  aerialSite: "aerialSite",
};

function siteMarks(feature: SiteFeature): Mark[] {
  switch (feature.kind) {
    case "tree":
      return [TREES[feature.properties.status]];
    case "stall":
      return ["stall", ...signs(feature.properties.type)];
    case "road":
      return ["road", ...direction(feature.properties)];
    case "utility":
      if (feature.shape.type !== "Point") return ["utility"];
      return [feature.properties.type === "hydrant" ? "hydrant" : "manhole"];
    default: {
      const mark = SITE_MARKS[feature.kind];
      return mark ? [mark] : [];
    }
  }
}

const TREES = { keep: "tree", movable: "treeMovable", protected: "treeProtected" } as const;

const PLAN_MARKS: Readonly<Partial<Record<PlanFeature["kind"], Mark>>> = {
  accessAisle: "accessAisle",
  stallRemoved: "stallRemoved",
  fireLane: "fireLane",
  turnaround: "turnaround",
  sweptPath: "sweptPath",
  repair: "repair",
  charger: "charger",
  ebikeSlot: "ebikeSlot",
  ebikeCharger: "ebikeCharger",
  bikeAisle: "bikeAisle",
  shed: "shedNew",
  locker: "locker",
  lockerPad: "lockerPad",
  greenRemoved: "greenRemoved",
  wallGreen: "wallGreen",
  pergola: "pergola",
  treeMoved: "treeMoved",
};

function planMarks(feature: PlanFeature): Mark[] {
  switch (feature.kind) {
    case "stall":
      return [feature.properties.status === "new" ? "stallNew" : "stall", ...signs(feature.properties.type)];
    case "aisle":
    case "driveway":
      return ["aisle", ...direction(feature.properties)];
    case "green":
      return [feature.properties.status === "new" ? "greenNew" : "green"];
    default: {
      const mark = PLAN_MARKS[feature.kind];
      return mark ? [mark] : [];
    }
  }
}

/** The sign painted on a stall. */
function signs(type: string): Mark[] {
  return type === "accessible" || type === "charging" ? [type] : [];
}

/** Arrows on what is driven one way only. */
function direction({ oneWay, centreline }: { readonly oneWay: boolean; readonly centreline: Line | null }): Mark[] {
  return oneWay && centreline ? ["direction"] : [];
}
