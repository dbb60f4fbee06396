import Flatbush from "flatbush";
import { bounds, flat, type Line, type Point, type Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import type { Problem } from "../draft.ts";
import type { Limits } from "../limits.ts";
import { area, disc, Hazard, type HazardItem, rings } from "../plane/hazard.ts";
import { holds } from "../plane/section.ts";

export interface Hazards {
  readonly items: readonly HazardItem[];
  /** Items that come near a box, in item order. */
  near(minX: number, minY: number, maxX: number, maxY: number): HazardItem[];
}

/** Kept free around the centre of a manhole or valve, metres: cover of 0.7 m and a spade's width. Practice. */
const COVER_RADIUS = 0.5;

/** Half a charging post, metres: stalls and slots stand near it. */
const HALF_POST = 0.2;

/** No stall this far behind a gate and beside it, metres: a car waits behind a barrier and is seen. Practice. */
const GATE_DEPTH = 6;
const GATE_ASIDE = 2;

/** Half of the 120° cone of `gate.sight_triangle`: tan 60°. */
const TAN_60 = 1.7320508075688772;

/** Everything within `distance` of a line or, when closed, of a ring: its edges widened, its corners discs. */
export function within(bit: number, line: Line, distance: number, closing: "open" | "closed"): HazardItem[] {
  const out: HazardItem[] = [];
  const count = line.length / 2;
  for (let i = 0; i < count; i++) {
    out.push(disc(bit, [line[2 * i], line[2 * i + 1]], distance));
    if (i + 1 === count && closing === "open") break;
    const j = (i + 1) % count;
    const band = stripAlong([line[2 * i], line[2 * i + 1]], [line[2 * j], line[2 * j + 1]], distance, distance);
    if (band !== null) out.push(rings(bit, band));
  }
  return out;
}

/** The rectangle along a segment, reaching `left` and `right` metres to its sides and `beyond` its ends; null for a point. */
export function stripAlong(a: Point, b: Point, left: number, right: number, beyond = 0): Ring | null {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length = Math.sqrt(dx * dx + dy * dy);
  if (length < 1e-6) return null;
  const x = -dy / length;
  const y = dx / length;
  // ahead is (y, −x)
  const [ax, ay] = [a[0] - beyond * y, a[1] + beyond * x];
  const [bx, by] = [b[0] + beyond * y, b[1] - beyond * x];
  return flat([
    [ax + left * x, ay + left * y],
    [ax - right * x, ay - right * y],
    [bx - right * x, by - right * y],
    [bx + left * x, by + left * y],
  ]);
}

/** The rectangle in front of an existing stall's mouth, `depth` metres deep. */
export function mouthGround(corners: Ring, mouth: number, depth: number): Ring | null {
  const at = (i: number): Point => {
    const k = ((mouth + i) % 4) * 2;
    return [corners[k], corners[k + 1]];
  };
  // corners run counter-clockwise, so the outside of the mouth edge is on its right
  return stripAlong(at(0), at(1), 0, depth);
}

/** Is the building one that people live in? */
export function isHome(use: string | undefined): boolean {
  return use === "residential" || use === undefined;
}

/** Everything of the site that a new object has to keep off. `aisleDepth`: asked in front of a 90° mouth, metres. */
export function siteHazards(site: Site, limits: Limits, aisleDepth: number): HazardItem[] {
  const out: HazardItem[] = [];
  for (const building of featuresOf(site, "building")) {
    out.push(area(Hazard.Building, building.shape));
    if (!isHome(building.properties.use)) continue;
    if (limits.homeFloor > 0) out.push(...within(Hazard.Home, building.shape.shell, limits.homeFloor, "closed"));
    if (limits.aisleToHome > 0) {
      out.push(...within(Hazard.HomeAisle, building.shape.shell, limits.aisleToHome, "closed"));
    }
  }
  if (limits.windowFloor > 0) {
    for (const window of featuresOf(site, "window")) {
      out.push(...within(Hazard.Home, window.shape, limits.windowFloor, "open"));
    }
  }
  // people step out of a door before they turn
  if (limits.footway > 0) {
    for (const door of featuresOf(site, "entrance")) out.push(disc(Hazard.Way, door.shape, limits.footway));
  }
  for (const yard of featuresOf(site, "yard")) out.push(area(Hazard.Yard, yard.shape));
  for (const thing of featuresOf(site, "obstruction")) out.push(area(Hazard.Obstruction, thing.shape));
  for (const shed of featuresOf(site, "shed")) out.push(area(Hazard.Shed, shed.shape));
  for (const activity of featuresOf(site, "activity")) out.push(area(Hazard.Activity, activity.shape));
  for (const reserve of featuresOf(site, "reserve")) out.push(area(Hazard.Reserve, reserve.shape));
  for (const lane of featuresOf(site, "fireLane")) out.push(area(Hazard.FireLane, lane.shape));
  for (const aerial of featuresOf(site, "aerialSite")) out.push(area(Hazard.FireLane, aerial.shape));
  for (const green of featuresOf(site, "green")) {
    if (!green.properties.convertible) out.push(area(Hazard.KeptGreen, green.shape));
  }
  for (const tree of featuresOf(site, "tree")) out.push(disc(Hazard.Tree, tree.shape, treeRadius(tree, limits)));
  for (const stall of featuresOf(site, "stall")) {
    out.push(area(Hazard.Stall, stall.shape));
    const front = mouthGround(stall.shape.shell, stall.properties.mouth, aisleDepth);
    if (front !== null) out.push(rings(Hazard.Mouth, front));
  }
  for (const gate of featuresOf(site, "gate")) {
    const forCars = gate.properties.modes.some((mode) => mode !== "foot");
    const [bit, depth, aside] = forCars ? [Hazard.Gate, GATE_DEPTH, GATE_ASIDE] : [Hazard.FootGate, limits.footway, 0];
    const count = gate.shape.length / 2;
    for (let i = 0; i + 1 < count; i++) {
      const zone = stripAlong(
        [gate.shape[2 * i], gate.shape[2 * i + 1]],
        [gate.shape[2 * i + 2], gate.shape[2 * i + 3]],
        depth,
        depth,
        aside,
      );
      if (zone !== null) out.push(rings(bit, zone));
    }
    if (gate.properties.modes.includes("car")) out.push(...sightOf(site, gate.shape, limits));
  }
  out.push(...utilityHazards(site, limits));
  return out;
}

/** The triangle that a driver leaving through a gate looks into, both ways along the street. */
function sightOf(site: Site, gate: Line, limits: Limits): HazardItem[] {
  if (limits.sight === null) return [];
  const last = gate.length - 2;
  const [ax, ay, bx, by] = [gate[0], gate[1], gate[last], gate[last + 1]];
  const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  if (length < 1e-6) return [];
  const along: Point = [(bx - ax) / length, (by - ay) / length];
  const middle: Point = [(ax + bx) / 2, (ay + by) / 2];
  let inward: Point = [-along[1], along[0]];
  if (!holds(site.boundary, [middle[0] + inward[0] / 2, middle[1] + inward[1] / 2])) inward = [-inward[0], -inward[1]];
  const { back, reach } = limits.sight;
  const eye: Point = [middle[0] + back * inward[0], middle[1] + back * inward[1]];
  const wing = reach * TAN_60;
  const corner = (side: number): Point => [
    eye[0] - reach * inward[0] + side * wing * along[0],
    eye[1] - reach * inward[1] + side * wing * along[1],
  ];
  return [rings(Hazard.Sight, flat([eye, corner(-1), corner(1)]))];
}

function treeRadius(tree: ReturnType<typeof featuresOf<"tree">>[number], limits: Limits): number {
  const { status, protection, crownRadius, trunkRadius, dbh } = tree.properties;
  if (protection === "old") return crownRadius + limits.oldTree;
  if (protection === "followUp") return crownRadius + limits.followUpTree;
  if (status === "protected") return crownRadius;
  // a profile without a rule for roots keeps the trunk all the same
  return Math.max(trunkRadius, limits.rootZoneLeast, limits.rootZonePerTrunk * (dbh ?? 2 * trunkRadius));
}

function utilityHazards(site: Site, limits: Limits): HazardItem[] {
  const out: HazardItem[] = [];
  for (const utility of featuresOf(site, "utility")) {
    const { shape } = utility;
    const bit = utility.properties.type === "hydrant" ? Hazard.Hydrant : Hazard.Utility;
    const radius = bit === Hazard.Hydrant ? Math.max(limits.hydrantRadius, COVER_RADIUS) : COVER_RADIUS;
    if (shape.type === "Point") out.push(disc(bit, shape.at, radius));
    else if (shape.type === "Polygon") out.push(area(bit, shape.area));
    // pipes and cables run under anything; their cover is reported by the audit
  }
  return out;
}

/** What locks forbid: ground to be left empty or green, and objects pinned by the planner. */
export function lockHazards(problem: Problem): HazardItem[] {
  const out: HazardItem[] = [];
  for (const lock of problem.scenario.locks) {
    if (!("shape" in lock)) {
      out.push(...stays(problem.site, lock.id));
      continue;
    }
    if (lock.as === "stall" && lock.shape.type === "Polygon") out.push(area(Hazard.Placed, lock.shape.area));
    else if (lock.shape.type === "Polygon") out.push(area(Hazard.Locked, lock.shape.area));
    else if (lock.shape.type === "Point") {
      const isPost = lock.as === "charger" || lock.as === "ebikeCharger";
      out.push(disc(Hazard.Locked, lock.shape.at, isPost ? HALF_POST : COVER_RADIUS));
    } else out.push(...within(Hazard.Locked, lock.shape.line, COVER_RADIUS, "open"));
  }
  return out;
}

/** Ground of today that is to stay as it is. */
function stays(site: Site, id: string): HazardItem[] {
  return site.features.flatMap((feature) => {
    if (feature.id !== id) return [];
    const { kind } = feature;
    const isGround = kind === "green" || kind === "paved" || kind === "activity" || kind === "road";
    return isGround ? [area(Hazard.Locked, feature.shape)] : [];
  });
}

/** An index over hazards by box. */
export function indexHazards(items: readonly HazardItem[]): Hazards {
  if (items.length === 0) return { items, near: () => [] };
  const tree = new Flatbush(items.length);
  for (const { shape } of items) {
    if (shape.type === "disc") {
      const [x, y] = shape.at;
      tree.add(x - shape.radius, y - shape.radius, x + shape.radius, y + shape.radius);
    } else tree.add(...bounds(shape.rings[0]));
  }
  tree.finish();
  return {
    items,
    near: (minX, minY, maxX, maxY) =>
      tree
        .search(minX, minY, maxX, maxY)
        .sort((a, b) => a - b)
        .map((i) => items[i]),
  };
}
