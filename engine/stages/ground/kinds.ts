import type { ParkingAngle, StallSize } from "../../model/demand.ts";
import { flat, type Ring } from "../../model/geometry.ts";
import type { Limits } from "../limits.ts";
import { FORBIDS_APRON, FORBIDS_STALL, FORBIDS_TURNING_IN } from "../plane/hazard.ts";
import {
  crossSections,
  fromEdge,
  merged,
  NO_SIDES,
  type Sections,
  type Sides,
  type Span,
  sidesOf,
  startSpans,
  touchedSpans,
  uncoveredSpans,
} from "../plane/section.ts";
import { blockedSpans, type Frontage, REACH_IN, REACH_OUT, type View, viewFrom } from "./frontages.ts";
import type { Hazards } from "./hazards.ts";
import type { Walk } from "./walk.ts";

/** One way of placing a stall along a frontage: bands across it, all distances out from the road's edge, metres. */
export interface Kind {
  readonly angle: ParkingAngle;
  readonly type: "standard" | "accessible";
  readonly size: StallSize;
  /** Where the mouth lies: negative stands on the road, positive needs the road widened by as much. */
  readonly mouth: number;
  /** From mouth to head. */
  readonly depth: number;
  /** Along the edge, access aisle included. */
  readonly pitch: number;
  /** Asked in front of the mouth. */
  readonly aisle: number;
  /** Where a stall may start, other new stalls apart. */
  readonly starts: readonly Span[];
  /** Cost of ground up to a position along the edge, sampled at `COST_STEP`, in square metres of green. */
  readonly cost: Float64Array;
  /** Green alone, likewise, square metres. */
  readonly green: Float64Array;
}

/** What the stalls of one angle ask for. */
export interface Module {
  readonly angle: ParkingAngle;
  readonly size: StallSize;
  /** Asked in front of the mouth, metres. */
  readonly aisle: number;
}

export interface Ground {
  readonly site: readonly Ring[];
  readonly roads: readonly Ring[];
  /** Outline of the roads without one. */
  roadsBut(road: string): readonly Ring[];
  /** Green that may be converted. */
  readonly green: readonly Ring[];
  /** Ground nearer to homes than is good. */
  readonly nearHomes: readonly Ring[];
  readonly hazards: Hazards;
  readonly limits: Limits;
  /** How far it is to walk from the nearest door; null where no accessible stall is asked for. */
  readonly walk: Walk | null;
}

/** Costs are tabulated at this step along a frontage, metres; the kernel knows it too. */
export const COST_STEP = 0.1;

/** Standing on a square metre of road, in square metres of green: the law protects green, nothing but room protects a road that keeps its lane. */
const ROAD_COST = 0.15;

/** Standing on a square metre nearer to a home than is good, in square metres of green. */
const HOME_COST = 0.08;

/** Paving a square metre of bare ground as an aisle, in square metres of green: so that widening is not free. */
const APRON_COST = 0.1;

/** A metre of walking from the nearest door to an accessible stall, in square metres of green. */
const WALK_COST = 0.1;

/** Nobody is counted as walking farther than this, metres. */
const LONGEST_WALK = 100;

/** No road is widened by more than this for stalls beside it, metres: beyond it an aisle of its own serves better. */
const WIDEST_APRON = 2.5;

/** Ground deeper than this is no road with a side to stand on but a place, metres. */
const WIDEST_ROAD = 12;

/** Stalls stand on a road in these shares of what its lane leaves over. */
const ROAD_SHARES = [1, 0.75, 0.5, 0.25];

/** Stays beside a lane for its rounding, where its road is not quite straight or drawn to the millimetre, metres. */
const LANE_ROUNDING = 0.005;

/** Coverage of drivable ground may fall short by rounding, metres. */
const SLACK = 0.001;

/** The ground around a frontage in its coordinates. */
interface Scene {
  readonly frontage: Frontage;
  readonly site: Sides;
  readonly roads: Sides;
  /** The roads but the frontage's own. */
  readonly otherRoads: Sides;
  readonly green: Sides;
  readonly nearHomes: Sides;
  readonly view: View;
  readonly limits: Limits;
  readonly walk: Walk | null;
}

/** Every kind that has room somewhere along a frontage. */
export function kindsOf(frontage: Frontage, modules: readonly Module[], ground: Ground): Kind[] {
  const sides = (rings: readonly Ring[]) => sidesOf(frontage.frame, rings, 0, frontage.length);
  const scene: Scene = {
    frontage,
    site: sides(ground.site),
    roads: sides(ground.roads),
    otherRoads: sides(ground.roadsBut(frontage.road)),
    green: sides(ground.green),
    nearHomes: sides(ground.nearHomes),
    view: viewFrom(frontage, ground.hazards, -REACH_IN, REACH_OUT),
    limits: ground.limits,
    walk: ground.walk,
  };
  const across = modules.find((module) => module.angle === 90);
  const out: Kind[] = [];
  for (const module of modules) {
    const mouths = new Set(frontage.widths.flatMap((width) => besideRoad(module, width, ground.limits)));
    // what stands across the end of a road would shorten its lane
    if (frontage.roadWidth <= Math.min(frontage.length, WIDEST_ROAD)) {
      for (const mouth of onRoad(module, frontage.roadWidth, ground.limits, across)) mouths.add(mouth);
    }
    for (const mouth of mouths) out.push(...kindsAt(scene, module, mouth));
  }
  return out;
}

/**
 * Every kind that has room along one side of an aisle of our own, which is as wide as it has to be: mouths on its edge, and
 * the aisle itself is taken to be free.
 */
export function kindsAlongAisle(frontage: Frontage, modules: readonly Module[], ground: Ground): Kind[] {
  const sides = (rings: readonly Ring[]) => sidesOf(frontage.frame, rings, 0, frontage.length);
  const scene: Scene = {
    frontage,
    site: sides(ground.site),
    roads: sides(ground.roads),
    otherRoads: NO_SIDES,
    green: sides(ground.green),
    nearHomes: sides(ground.nearHomes),
    view: viewFrom(frontage, ground.hazards, -frontage.roadWidth, REACH_OUT),
    limits: ground.limits,
    walk: ground.walk,
  };
  return modules.flatMap((module) => {
    if (module.aisle > frontage.roadWidth + SLACK) return [];
    const far = module.angle === 0 ? module.size.width : module.size.length;
    return kindsWhere(scene, module, 0, [
      ...uncoveredSpans(crossSections(scene.site, 0, far, 0, frontage.length), far, SLACK),
      ...touchedSpans(crossSections(scene.roads, 0, far, 0, frontage.length)),
      ...blockedSpans(frontage, scene.view, 0, far, FORBIDS_STALL),
      ...blockedSpans(frontage, scene.view, -module.aisle, 0, FORBIDS_TURNING_IN),
    ]);
  });
}

/** Square metres up to each position along a band beside an edge: what paving it as an aisle costs, and its green alone. */
export function aisleCosts(frontage: Frontage, ground: Ground): { cost: Float64Array; green: Float64Array } {
  const { frame, length, roadWidth } = frontage;
  const green = new Float64Array(Math.ceil(length / COST_STEP) + 2);
  integrate(green, crossSections(sidesOf(frame, ground.green, 0, length), 0, roadWidth, 0, length), 1);
  return { green, cost: green.map((area, i) => area + i * COST_STEP * APRON_COST * roadWidth) };
}

/** The mouth line beside a road with this clear depth: on its edge, or as far off as it has to be widened; none when too far. */
function besideRoad(module: Module, width: number, limits: Limits): number[] {
  const missing = Math.max(module.aisle, Math.min(limits.laneWidth, width)) - width;
  if (missing <= SLACK) return [0];
  return missing <= WIDEST_APRON ? [millimetres(missing)] : [];
}

/** Mouth lines on a road of this width: as far as a 90° mouth opposite allows, and in steps up to what the lane allows. */
function onRoad(module: Module, width: number, limits: Limits, across: Module | undefined): number[] {
  const spare = width - Math.max(module.aisle, Math.min(limits.laneWidth, width)) - LANE_ROUNDING;
  if (spare <= SLACK) return [];
  const out: number[] = [];
  const reach = Math.min(spare, module.angle === 0 ? module.size.width : module.size.length);
  if (across !== undefined && width > across.aisle) out.push(-millimetres(Math.min(reach, width - across.aisle)));
  for (const share of module.angle === 0 ? ROAD_SHARES : [1]) out.push(-Math.floor(reach * share * 1000) / 1000);
  return out;
}

function millimetres(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Everything that stalls of some kinds could cover, a rectangle for each stretch of starts. */
export function bodiesOf(frontages: readonly Frontage[], kinds: readonly (readonly Kind[])[]): Ring[] {
  const out: Ring[] = [];
  for (const { row, frame } of frontages) {
    for (const { starts, pitch, mouth, depth } of kinds[row]) {
      for (const [from, to] of starts) {
        out.push(
          flat([
            fromEdge(frame, from, mouth),
            fromEdge(frame, to + pitch, mouth),
            fromEdge(frame, to + pitch, mouth + depth),
            fromEdge(frame, from, mouth + depth),
          ]),
        );
      }
    }
  }
  return out;
}

/** The standard kind with its mouth on a line, and the accessible one where asked for; none without room. */
function kindsAt(scene: Scene, module: Module, mouth: number): Kind[] {
  const { frontage } = scene;
  const depth = module.angle === 0 ? module.size.width : module.size.length;
  const near = mouth - module.aisle;
  const far = mouth + depth;
  const edge = Math.min(mouth, 0);
  const { length } = frontage;
  return kindsWhere(scene, module, mouth, [
    ...uncoveredSpans(crossSections(scene.site, mouth, far, 0, length), depth, SLACK),
    ...uncoveredSpans(crossSections(scene.roads, near, edge, 0, length), edge - near, SLACK),
    // beside its road a stall stands on none, and on its own only
    ...touchedSpans(crossSections(scene.roads, Math.max(mouth, 0), far, 0, length)),
    ...(mouth < 0 ? touchedSpans(crossSections(scene.otherRoads, mouth, 0, 0, length)) : []),
    ...forbiddenSpans(frontage, scene.view, { mouth, depth, aisle: module.aisle }),
  ]);
}

/** Where hazards forbid a stall beside a road, the ground paved before it or the room to turn in. */
function forbiddenSpans(frontage: Frontage, view: View, kind: Pick<Kind, "mouth" | "depth" | "aisle">): Span[] {
  const { mouth, depth, aisle } = kind;
  return [
    ...blockedSpans(frontage, view, mouth, mouth + depth, FORBIDS_STALL),
    ...blockedSpans(frontage, view, 0, mouth, FORBIDS_APRON),
    ...blockedSpans(frontage, view, mouth - aisle, Math.min(mouth, 0), FORBIDS_TURNING_IN),
  ];
}

/** What is left of the kinds along a frontage beside more hazards: these take starts and change nothing else. */
export function kindsBeside(kinds: readonly Kind[], frontage: Frontage, more: Hazards): readonly Kind[] {
  const view = viewFrom(frontage, more, -REACH_IN, REACH_OUT);
  if (view.length === 0) return kinds;
  return kinds.flatMap((kind) => {
    const blocked = merged(forbiddenSpans(frontage, view, kind));
    if (blocked.length === 0) return [kind];
    const starts = kind.starts.flatMap(([from, to]) => startSpans(blocked, from, to + kind.pitch, kind.pitch));
    return starts.length === 0 ? [] : [{ ...kind, starts }];
  });
}

/** Likewise, where these stretches along the edge are blocked. */
function kindsWhere(scene: Scene, module: Module, mouth: number, taken: readonly Span[]): Kind[] {
  const { frontage, limits } = scene;
  const along = module.angle === 0 ? module.size.length : module.size.width;
  const depth = module.angle === 0 ? module.size.width : module.size.length;
  const far = mouth + depth;
  const { length } = frontage;
  const blocked = merged(taken);
  const [from, to] = mouth < 0 ? [frontage.bends[0], length - frontage.bends[1]] : [0, length];
  const standard = startSpans(blocked, from, to, along);
  if (standard.length === 0) return [];
  const shared = { angle: module.angle, size: module.size, mouth, depth, aisle: module.aisle };
  const tables = costs(scene, mouth, far);
  const out: Kind[] = [{ ...shared, ...tables, type: "standard", pitch: along, starts: standard }];
  const pitch = along + limits.accessAisle;
  const { walk } = scene;
  const starts = walk !== null && module.angle === 90 ? startSpans(blocked, from, to, pitch) : [];
  if (walk !== null && starts.length > 0) {
    const cost = withWalk(tables.cost, frontage, mouth, pitch, walk);
    out.push({ ...shared, ...tables, cost, type: "accessible", pitch, starts });
  }
  return out;
}

/** Costs of ground and of the way from the nearest door, each sample of a stall's width bearing its part of it. */
function withWalk(cost: Float64Array, { frame }: Frontage, mouth: number, pitch: number, walk: Walk): Float64Array {
  const out = new Float64Array(cost.length);
  let sum = 0;
  for (let i = 0; i < cost.length; i++) {
    out[i] = cost[i] + sum;
    const way = Math.min(LONGEST_WALK, walk(fromEdge(frame, i * COST_STEP, mouth)));
    sum += (WALK_COST * way * COST_STEP) / pitch;
  }
  return out;
}

function costs(scene: Scene, mouth: number, far: number): { cost: Float64Array; green: Float64Array } {
  const { length } = scene.frontage;
  const count = Math.ceil(length / COST_STEP) + 2;
  const green = new Float64Array(count);
  integrate(green, crossSections(scene.green, Math.min(mouth, 0), far, 0, length), 1);
  const cost = green.slice();
  integrate(cost, crossSections(scene.nearHomes, mouth, far, 0, length), HOME_COST);
  const apron = Math.max(0, mouth);
  const onRoad = Math.max(0, -mouth);
  for (let i = 0; i < count; i++) cost[i] += i * COST_STEP * (APRON_COST * apron + ROAD_COST * onRoad);
  return { cost, green };
}

/** Adds `weight` × the covered area up to each sample. */
function integrate(table: Float64Array, sections: Sections, weight: number): void {
  if (isBare(sections)) return;
  let k = 0;
  let done = 0;
  for (let i = 0; i < table.length; i++) {
    const at = i * COST_STEP;
    for (; k < sections.length && sections[k + 1] <= at; k += 4)
      done += ((sections[k + 1] - sections[k]) * (sections[k + 2] + sections[k + 3])) / 2;
    let partial = 0;
    if (k < sections.length && sections[k] < at) {
      const share = (at - sections[k]) / (sections[k + 1] - sections[k]);
      partial = (at - sections[k]) * (sections[k + 2] + (share * (sections[k + 3] - sections[k + 2])) / 2);
    }
    table[i] += weight * (done + partial);
  }
}

/** Is nothing covered anywhere? */
function isBare(sections: Sections): boolean {
  for (let k = 0; k < sections.length; k += 4) if (sections[k + 2] !== 0 || sections[k + 3] !== 0) return false;
  return true;
}

/** The tabulated sum up to a position along the edge. */
export function upTo(table: Float64Array, at: number): number {
  const cell = Math.min(table.length - 2, Math.max(0, Math.floor(at / COST_STEP)));
  return table[cell] + (at / COST_STEP - cell) * (table[cell + 1] - table[cell]);
}
