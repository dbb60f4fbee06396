import type { Demand, Layout, ParkingAngle } from "./demand.ts";
import type { Area, Line, Point, Shape } from "./geometry.ts";
import type { Level, RuleValue } from "./rules.ts";
import type { StallType } from "./site.ts";

export type Status = "existing" | "new";
export type SlotPlace = "frontage" | "leftover" | "shed";

/** Properties of a plan feature by kind, as written. FORMAT.md section 4. Metres and square metres. */
export interface PlanProperties {
  stall: {
    type: StallType;
    status: Status;
    parkingAngle: ParkingAngle;
    width: number;
    length: number;
    /** Id of the aisle or site road that the mouth opens to. */
    aisle: string;
  };
  accessAisle: { stalls: readonly string[] };
  stallRemoved: { from: string };
  aisle: { width: number; oneWay: boolean; centreline: Line; status: "new" };
  driveway: { width: number; oneWay: boolean; centreline: Line; status: "new" };
  fireLane: { width: number; status: Status };
  turnaround: { shape: "hammerhead" | "square" | "circle" };
  sweptPath: { of: string };
  repair: { what: string; cures: string };
  charger: { serves: readonly string[] };
  ebikeSlot: { where: SlotPlace };
  ebikeCharger: { serves: readonly string[] };
  bikeAisle: { width: number };
  shed: { status: "rebuilt"; slots: number };
  locker: { columns: number };
  lockerPad: { locker: string };
  green: { status: Status };
  greenRemoved: { from: string };
  wallGreen: { height: number; counted: number };
  pergola: { height: number; counted: number };
  treeMoved: { tree: string; ground: string };
}

/** The shape each kind has. A stall is a `Polygon` of 4 corners, counter-clockwise, the first edge its mouth. */
export interface PlanShapes {
  stall: Area;
  accessAisle: Area;
  stallRemoved: Area;
  aisle: Area;
  driveway: Area;
  fireLane: Area;
  turnaround: Area;
  sweptPath: Area;
  repair: Shape;
  charger: Point;
  ebikeSlot: Area;
  ebikeCharger: Point;
  bikeAisle: Area;
  shed: Area;
  locker: Area;
  lockerPad: Area;
  green: Area;
  greenRemoved: Area;
  wallGreen: Line;
  pergola: Area;
  treeMoved: Point;
}

export type PlanKind = keyof PlanProperties;

export type PlanFeature<K extends PlanKind = PlanKind> = {
  [P in K]: {
    readonly kind: P;
    /** Unique within the plan: stalls `A01`…, other kinds `kind-n`. */
    readonly id: string;
    readonly shape: PlanShapes[P];
    readonly properties: Readonly<PlanProperties[P]>;
  };
}[K];

/** The area of a feature; null where it is a line or a place: a repair may be a mark only. */
export function areaOfFeature({ shape }: PlanFeature): Area | null {
  if ("shell" in shape) return shape;
  return "type" in shape && shape.type === "Polygon" ? shape.area : null;
}

/** Features of one kind, in plan order. */
export function planFeaturesOf<K extends PlanKind>(features: readonly PlanFeature[], kind: K): PlanFeature<K>[] {
  return features.filter((feature) => feature.kind === kind) as PlanFeature[] as PlanFeature<K>[];
}

/** Counts and areas of a plan, recomputed from the features alone. FORMAT.md section 4. */
export interface Measures {
  readonly stalls: {
    readonly existing: number;
    readonly new: number;
    readonly total: number;
    readonly accessible: number;
    readonly charging: number;
    /** Cars at night as the site file says; null when it does not. */
    readonly parkedNow: number | null;
    readonly lostInformal: number;
    readonly net: number;
  };
  readonly greening: {
    readonly areaBefore: number;
    readonly removed: number;
    readonly planted: number;
    readonly credited: number;
    readonly areaAfter: number;
    readonly balance: number;
    readonly ratioBefore: number;
    readonly ratioAfter: number;
    readonly countedBefore: number;
    readonly countedAfter: number;
  };
  /** (Stalls + drivable ground) / total stalls, square metres; null without stalls. */
  readonly areaPerStall: number | null;
  readonly treesMoved: number;
  readonly homesUnder6m: number;
  readonly homesUnder3m: number;
  readonly lockers: number;
  readonly ebikeChargers: number;
  readonly ebikeSlots: number;
  readonly fireLane: { readonly length: number; readonly minWidth: number | null; readonly driven: boolean | null };
  /** Only in a plan that repairs something: places, and square metres paved for them. */
  readonly repairs?: { readonly count: number; readonly paved: number };
  /** Only where it is told, of a plan with accessible stalls on a site with doors: each such stall, today's and new. */
  readonly accessibleWalks?: readonly WalkToDoor[];
}

/** How far it is from an accessible stall to the nearest door on ground that a wheelchair can use; nulls where no way was found. */
export interface WalkToDoor {
  readonly stall: string;
  readonly door: string | null;
  /** From the middle of the stall's mouth, metres to 0.1. */
  readonly distance: number | null;
}

/** The longest of some walks, metres; null where there is none, or no way was found for one of them. */
export function longestWalk(walks: readonly WalkToDoor[]): number | null {
  return walks.reduce<number | null>(
    (most, { distance }) => (most === null || distance === null ? null : Math.max(most, distance)),
    walks.length === 0 ? null : 0,
  );
}

/** An upper bound on total stalls and how it was found. */
export interface Bound {
  readonly stalls: number;
  readonly method: string;
}

export interface AuditLine {
  readonly rule: string;
  readonly clause: string;
  readonly level: Level;
  /** `inherited`: the same rule on the same features fails on the site alone by at least as much. */
  readonly scope: "new" | "inherited";
  readonly required: RuleValue;
  readonly measured: RuleValue;
  readonly unit: string;
  /** null: could not be checked. */
  readonly pass: boolean | null;
  readonly features: readonly string[];
  /** Where to look, local metres; null when the line is about the whole plan. Written in file coordinates. */
  readonly at: Point | null;
  /** What was found, one English sentence; empty when passed. */
  readonly note: string;
}

export interface Unmet {
  readonly demand: string;
  readonly wanted: number | string;
  readonly got: number | string;
  readonly binding: string;
  readonly price: string | null;
}

/** What an exact solve has proved of the choice of stalls on the plan's own drivable ground. */
export interface Exact {
  /** Places for one stall each that were chosen from. */
  readonly candidates: number;
  /** New stalls that have room on these places at most, under limits that no plan of the scenario can exceed; null where nothing was found. */
  readonly mostStalls: number | null;
  /** Whether that many really have room, or it is a bound only. */
  readonly mostProved: boolean;
  /** Whether no other choice of these places is worth more by the scenario's weights. */
  readonly bestProved: boolean;
  /** How far from the best the plan's choice may be, as a share of its worth; 0 where it is the best. */
  readonly gap: number;
  /** What the exact choice has over the search's: new stalls, and square metres of green left alone; negative where its better rows take more. */
  readonly gained: { readonly stalls: number; readonly green: number };
}

/** A finished plan. Frozen: what the audit saw is what is written. */
export interface Plan {
  readonly name: string;
  readonly study: boolean;
  readonly site: string;
  readonly scenario: string;
  readonly rules: {
    readonly profile: string;
    readonly version: string;
    readonly overrides: Readonly<Record<string, RuleValue>>;
    readonly layout: Layout;
  };
  readonly demand: Demand;
  readonly seed: number;
  readonly steps: number;
  readonly threads: number;
  readonly engine: { readonly version: string; readonly kernel: string };
  readonly features: readonly PlanFeature[];
  readonly measures: Measures & { readonly bound: Bound | null };
  readonly assumptions: readonly string[];
  readonly unmet: readonly Unmet[];
  readonly audit: readonly AuditLine[];
  /** SHA-256 of the canonical JSON of the plan file that was gone on from; absent where none was. */
  readonly from?: string;
  /** Only in a plan whose choice of stalls was solved exactly. */
  readonly exact?: Exact;
}
