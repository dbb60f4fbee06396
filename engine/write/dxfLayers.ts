import type { PlanFeature } from "../model/plan.ts";
import type { SiteFeature, SiteKind } from "../model/site.ts";

export type LineTypeName = "Continuous" | "DASHED" | "HIDDEN" | "DOT" | "CENTER" | "DASHDOT";

/** Line types, lengths of dashes and gaps in metres of ground: for 1:200 to 1:500. */
export const LINE_TYPES: Readonly<Record<Exclude<LineTypeName, "Continuous">, readonly [string, number[]]>> = {
  DASHED: ["__ __ __ __", [0.6, -0.3]],
  HIDDEN: ["_ _ _ _ _ _", [0.3, -0.15]],
  DOT: [". . . . . .", [0, -0.25]],
  CENTER: ["____ _ ____ _", [1.5, -0.25, 0.25, -0.25]],
  DASHDOT: ["__ . __ . __", [0.75, -0.25, 0, -0.25]],
};

/** Layers in drawing order, with the number of their colour (AutoCAD's index) and their line type. Names are a contract. */
const LAYERS = {
  SITE: [7, "DASHDOT"],
  FRONTAGE: [8, "DASHED"],
  PAVED: [9, "Continuous"],
  ACTIVITY: [41, "Continuous"],
  RESERVE: [8, "DOT"],
  ROAD: [8, "Continuous"],
  YARD: [43, "Continuous"],
  BUILDING: [7, "Continuous"],
  OBSTRUCTION: [9, "Continuous"],
  SHED: [33, "Continuous"],
  INFORMAL: [8, "DOT"],
  AERIAL: [12, "DASHED"],
  "FIRELANE-DESIGNATED": [12, "DASHED"],
  TREE: [94, "Continuous"],
  "TREE-PROTECTED": [96, "Continuous"],
  UTILITY: [6, "DASHDOT"],
  WINDOW: [151, "Continuous"],
  WALL: [7, "Continuous"],
  GATE: [7, "Continuous"],
  ENTRANCE: [7, "Continuous"],
  "GREEN-EXISTING": [94, "Continuous"],
  "GREEN-NEW": [3, "Continuous"],
  "GREEN-REMOVED": [30, "DASHED"],
  "GREEN-WALL": [3, "DOT"],
  PERGOLA: [3, "HIDDEN"],
  "TREE-MOVED": [3, "Continuous"],
  AISLE: [5, "DASHED"],
  "AISLE-CENTRE": [5, "CENTER"],
  DRIVEWAY: [5, "DASHED"],
  "DRIVEWAY-CENTRE": [5, "CENTER"],
  TURNAROUND: [1, "HIDDEN"],
  SWEPTPATH: [11, "DOT"],
  "FIRELANE-EXISTING": [12, "DASHED"],
  FIRELANE: [1, "DASHED"],
  REPAIR: [1, "Continuous"],
  "STALL-EXISTING": [9, "Continuous"],
  "STALL-REMOVED": [30, "HIDDEN"],
  "STALL-NEW": [4, "Continuous"],
  "ACCESS-AISLE": [4, "Continuous"],
  CHARGER: [140, "Continuous"],
  EBIKE: [132, "Continuous"],
  "EBIKE-AISLE": [132, "HIDDEN"],
  "EBIKE-CHARGER": [140, "Continuous"],
  "SHED-REBUILT": [33, "Continuous"],
  LOCKER: [6, "Continuous"],
  "LOCKER-PAD": [6, "HIDDEN"],
  TEXT: [7, "Continuous"],
  NOTE: [7, "Continuous"],
  "NOTE-STUDY": [1, "Continuous"],
} as const satisfies Record<string, readonly [colour: number, lineType: LineTypeName]>;

export type DxfLayerName = keyof typeof LAYERS;

export const DXF_LAYERS = Object.entries(LAYERS) as [DxfLayerName, readonly [number, LineTypeName]][];

/** Layer of a plan's feature: a name for each kind, and for each status of one that has two. */
export function planLayer(feature: PlanFeature): DxfLayerName {
  switch (feature.kind) {
    case "stall":
      return feature.properties.status === "new" ? "STALL-NEW" : "STALL-EXISTING";
    case "green":
      return feature.properties.status === "new" ? "GREEN-NEW" : "GREEN-EXISTING";
    case "fireLane":
      return feature.properties.status === "new" ? "FIRELANE" : "FIRELANE-EXISTING";
    default:
      return PLAN_LAYERS[feature.kind];
  }
}

const PLAN_LAYERS: Readonly<Record<Exclude<PlanFeature["kind"], "stall" | "green" | "fireLane">, DxfLayerName>> = {
  accessAisle: "ACCESS-AISLE",
  stallRemoved: "STALL-REMOVED",
  aisle: "AISLE",
  driveway: "DRIVEWAY",
  turnaround: "TURNAROUND",
  sweptPath: "SWEPTPATH",
  repair: "REPAIR",
  charger: "CHARGER",
  ebikeSlot: "EBIKE",
  ebikeCharger: "EBIKE-CHARGER",
  bikeAisle: "EBIKE-AISLE",
  shed: "SHED-REBUILT",
  locker: "LOCKER",
  lockerPad: "LOCKER-PAD",
  greenRemoved: "GREEN-REMOVED",
  wallGreen: "GREEN-WALL",
  pergola: "PERGOLA",
  treeMoved: "TREE-MOVED",
};

/** Layer of what is there today; null where the plan says what becomes of it: stalls and green. */
export function siteLayer(feature: SiteFeature): DxfLayerName | null {
  if (feature.kind === "tree" && feature.properties.status === "protected") return "TREE-PROTECTED";
  return SITE_LAYERS[feature.kind];
}

const SITE_LAYERS: Readonly<Record<SiteKind, DxfLayerName | null>> = {
  site: "SITE",
  building: "BUILDING",
  entrance: "ENTRANCE",
  window: "WINDOW",
  yard: "YARD",
  road: "ROAD",
  paved: "PAVED",
  green: null,
  tree: "TREE",
  obstruction: "OBSTRUCTION",
  shed: "SHED",
  stall: null,
  informalStall: "INFORMAL",
  gate: "GATE",
  wall: "WALL",
  utility: "UTILITY",
  activity: "ACTIVITY",
  reserve: "RESERVE",
  frontage: "FRONTAGE",
  fireLane: "FIRELANE-DESIGNATED",
  aerialSite: "AERIAL",
};
