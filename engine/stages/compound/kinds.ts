import type { Ring } from "../../model/geometry.ts";
import type { ParkingAngle, StallSize } from "../../model/scenario.ts";
import { blockedSpans, type Frontage, sectionsAlong } from "./frontages.ts";
import { FORBIDS_APRON, FORBIDS_DRIVING, FORBIDS_STALL, type Hazards } from "./hazards.ts";
import type { Limits } from "./limits.ts";
import { merged, type Section, type Span, startSpans, uncoveredSpans } from "./section.ts";

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
  /** Green that may be converted. */
  readonly green: readonly Ring[];
  /** Ground nearer to homes than is good. */
  readonly nearHomes: readonly Ring[];
  readonly hazards: Hazards;
  readonly limits: Limits;
}

/** Costs are tabulated at this step along a frontage, metres; the kernel knows it too. */
export const COST_STEP = 0.1;

/** Standing on a square metre of road, in square metres of green: the law protects green, nothing but room protects a road that keeps its lane. */
const ROAD_COST = 0.15;

/** Standing on a square metre nearer to a home than is good, in square metres of green. */
const HOME_COST = 0.08;

/** Paving a square metre of bare ground as an aisle, in square metres of green: so that widening is not free. */
const APRON_COST = 0.1;

/** No road is widened by more than this for stalls beside it, metres: beyond it an aisle of its own serves better. */
const WIDEST_APRON = 2.5;

/** Stalls stand on a road in these shares of what its lane leaves over. */
const ROAD_SHARES = [1, 0.75, 0.5, 0.25];

/** Coverage of drivable ground may fall short by rounding, metres. */
const SLACK = 0.001;

/** Every kind that has room somewhere along a frontage. */
export function kindsOf(frontage: Frontage, modules: readonly Module[], ground: Ground, accessible: boolean): Kind[] {
  const tried = new Set<string>();
  const out: Kind[] = [];
  const add = (module: Module, mouth: number, type: Kind["type"]) => {
    const rounded = Math.round(mouth * 1000) / 1000;
    const key = `${module.angle} ${type} ${rounded}`;
    if (tried.has(key)) return;
    tried.add(key);
    const kind = kindAt(frontage, module, rounded, type, ground);
    if (kind.starts.length > 0) out.push(kind);
  };
  const across = modules.find((module) => module.angle === 90);
  for (const module of modules) {
    for (const width of frontage.widths) {
      for (const mouth of mouths(module, width, ground.limits, across)) {
        // what stands across the end of a road would shorten its lane
        if (mouth < 0 && width > frontage.length) continue;
        add(module, mouth, "standard");
        if (accessible && module.angle === 90) add(module, mouth, "accessible");
      }
    }
  }
  return out;
}

function mouths(module: Module, width: number, limits: Limits, across: Module | undefined): number[] {
  const clear = Math.max(module.aisle, Math.min(limits.laneWidth, width));
  const spare = width - clear;
  if (spare < -SLACK) return -spare <= WIDEST_APRON ? [-spare] : [];
  if (spare <= SLACK) return [0];
  const out = [0];
  // as far onto the road as an existing 90° mouth opposite allows, and in steps up to what the lane allows
  if (across !== undefined && width > across.aisle) out.push(-Math.min(spare, width - across.aisle));
  const reach = Math.min(spare, module.angle === 0 ? module.size.width : module.size.length);
  for (const share of module.angle === 0 ? ROAD_SHARES : [1]) out.push(-Math.floor(reach * share * 1000) / 1000);
  return out;
}

function kindAt(frontage: Frontage, module: Module, mouth: number, type: Kind["type"], ground: Ground): Kind {
  const { limits } = ground;
  const along = module.angle === 0 ? module.size.length : module.size.width;
  const depth = module.angle === 0 ? module.size.width : module.size.length;
  const pitch = type === "accessible" ? along + limits.accessAisle : along;
  const [near, far] = [mouth - module.aisle, mouth + depth];
  const blocked: Span[] = [];
  blocked.push(...uncoveredSpans(sectionsAlong(frontage, ground.site, mouth, far), depth, SLACK));
  const road = Math.min(mouth, 0) - near;
  blocked.push(...uncoveredSpans(sectionsAlong(frontage, ground.roads, near, Math.min(mouth, 0)), road, SLACK));
  blocked.push(...blockedSpans(frontage, ground.hazards, mouth, far, FORBIDS_STALL));
  blocked.push(...blockedSpans(frontage, ground.hazards, 0, mouth, FORBIDS_APRON));
  blocked.push(...blockedSpans(frontage, ground.hazards, near, Math.min(mouth, 0), FORBIDS_DRIVING));
  const starts = startSpans(merged(blocked), 0, frontage.length, pitch);
  const table =
    starts.length === 0
      ? { cost: new Float64Array(1), green: new Float64Array(1) }
      : costs(frontage, mouth, far, ground);
  return { angle: module.angle, type, size: module.size, mouth, depth, pitch, aisle: module.aisle, starts, ...table };
}

function costs(
  frontage: Frontage,
  mouth: number,
  far: number,
  ground: Ground,
): { cost: Float64Array; green: Float64Array } {
  const count = Math.ceil(frontage.length / COST_STEP) + 2;
  const green = new Float64Array(count);
  integrate(green, sectionsAlong(frontage, ground.green, Math.min(mouth, 0), far), 1);
  const cost = green.slice();
  integrate(cost, sectionsAlong(frontage, ground.nearHomes, mouth, far), HOME_COST);
  const apron = Math.max(0, mouth);
  const onRoad = Math.max(0, -mouth);
  for (let i = 0; i < count; i++) cost[i] += i * COST_STEP * (APRON_COST * apron + ROAD_COST * onRoad);
  return { cost, green };
}

/** Adds `weight` × the covered area up to each sample. */
function integrate(table: Float64Array, sections: readonly Section[], weight: number): void {
  let section = 0;
  let done = 0;
  for (let i = 0; i < table.length; i++) {
    const at = i * COST_STEP;
    while (section < sections.length && sections[section].to <= at) {
      const { from, to, depthFrom, depthTo } = sections[section++];
      done += ((to - from) * (depthFrom + depthTo)) / 2;
    }
    let partial = 0;
    if (section < sections.length && sections[section].from < at) {
      const { from, to, depthFrom, depthTo } = sections[section];
      const share = (at - from) / (to - from);
      partial = (at - from) * (depthFrom + (share * (depthTo - depthFrom)) / 2);
    }
    table[i] += weight * (done + partial);
  }
}

/** The tabulated sum up to a position along the edge. */
export function upTo(table: Float64Array, at: number): number {
  const cell = Math.min(table.length - 2, Math.max(0, Math.floor(at / COST_STEP)));
  return table[cell] + (at / COST_STEP - cell) * (table[cell + 1] - table[cell]);
}
