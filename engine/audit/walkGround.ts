import type { Point } from "../model/geometry.ts";
import { areaOfFeature, type PlanFeature, type PlanKind, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Box, cellsOver, fill, rim } from "./raster.ts";
import type { Thing } from "./scene.ts";

/** Ground that a wheelchair can use, by places of a grid that lies on whole steps of the site's plane. */
export interface WalkGround {
  /** Distance between places, metres. */
  readonly step: number;
  /** Places in a row of the grid: a place's number is `row * columns + column`. */
  readonly columns: number;
  /** The place nearest to a position; -1 beyond the site. */
  at(x: number, y: number): number;
  position(place: number): Point;
  /** Whether the disc has room. */
  isRoomy(place: number): boolean;
  /** Whether nothing stands there. */
  isOpen(place: number): boolean;
}

/** Half of a post's foot, metres. Rulebook: `ev.charger_footprint.ac7kw_post`. */
const HALF_POST = 0.2;

/** Vehicles stand there, or it is shut: nobody goes over it. */
const SHUT: readonly PlanKind[] = ["stall", "locker", "ebikeSlot"];

/** What a place is. */
const TAKEN = 1;
const NARROW = 2;

/**
 * The site less what is built, planted, fenced or parked on it; access aisles, standing space before lockers and ways for
 * bicycles are open. A disc of the radius has room where every edge is that far, metres.
 * @param box the part of it that is looked at; null: all of it
 */
export function walkGround(
  site: Site,
  features: readonly PlanFeature[],
  step: number,
  radius: number,
  box: Box | null = null,
): WalkGround {
  const grid = cellsOver(site, step, TAKEN, box);
  rim(grid, outlineOf(site.boundary), radius, NARROW);
  for (const outline of inTheWay(site, features)) {
    fill(grid, outline, TAKEN);
    rim(grid, outline, radius, NARROW);
  }
  const { cells, left, bottom, columns, rows } = grid;
  return {
    step,
    columns,
    at(x, y) {
      const [i, j] = [Math.round(x / step) - left, Math.round(y / step) - bottom];
      return i < 0 || j < 0 || i >= columns || j >= rows ? -1 : j * columns + i;
    },
    position: (place) => [((place % columns) + left) * step, (Math.floor(place / columns) + bottom) * step],
    isRoomy: (place) => cells[place] === 0,
    isOpen: (place) => (cells[place] & TAKEN) === 0,
  };
}

/** What new of a plan people have to go round. */
export function newInTheWay(features: readonly PlanFeature[]): Thing[] {
  return features.flatMap((feature): Thing[] => {
    const { id, kind } = feature;
    if (feature.kind === "charger" || feature.kind === "ebikeCharger")
      return [{ id, kind, outline: footOf(feature.shape, HALF_POST) }];
    const isOld = "status" in feature.properties && feature.properties.status === "existing";
    const area = isOld || !(kind === "green" || SHUT.includes(kind)) ? null : areaOfFeature(feature);
    return area === null ? [] : [{ id, kind, outline: outlineOf(area) }];
  });
}

/** So near to a door or a mouth is the wall or the stall itself, metres. */
const SILL = 0.3;

/** Places as near as that, metres, from which a position on a wall, or on the edge of a stall, is seen. */
export function placesBefore(ground: WalkGround, [x, y]: Point, atHand: number): number[] {
  const { step } = ground;
  const reach = Math.ceil(atHand / step);
  const out: number[] = [];
  for (let v = -reach; v <= reach; v++) {
    for (let u = -reach; u <= reach; u++) {
      const place = ground.at(x + u * step, y + v * step);
      if (place < 0 || !ground.isRoomy(place)) continue;
      const [px, py] = ground.position(place);
      const far = Math.sqrt((px - x) ** 2 + (py - y) ** 2);
      let isSeen = far <= atHand;
      for (let on = SILL; on < far && isSeen; on += step / 2)
        isSeen = ground.isOpen(ground.at(x + ((px - x) / far) * on, y + ((py - y) / far) * on));
      if (isSeen) out.push(place);
    }
  }
  return out;
}

/** What people have to go round. */
export function inTheWay(site: Site, features: readonly PlanFeature[]): Outline[] {
  const rebuilt = features.some(({ kind }) => kind === "shed");
  const isGreenTold = features.some(({ kind }) => kind === "green" || kind === "greenRemoved");
  const moved = new Set(planFeaturesOf(features, "treeMoved").map(({ properties }) => properties.tree));
  const kinds = new Set<PlanKind>(isGreenTold ? [...SHUT, "green"] : SHUT);
  const posts = [...planFeaturesOf(features, "charger"), ...planFeaturesOf(features, "ebikeCharger")];
  const today = [
    ...(isGreenTold ? [] : featuresOf(site, "green")),
    ...featuresOf(site, "building"),
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "yard"),
    ...featuresOf(site, "activity"),
    ...featuresOf(site, "shed").filter(({ properties }) => !(rebuilt && properties.status === "rebuild")),
  ];
  const planned = features.flatMap((feature) => (kinds.has(feature.kind) ? (areaOfFeature(feature) ?? []) : []));
  return [
    ...today.map(({ shape }) => outlineOf(shape)),
    ...planned.map(outlineOf),
    ...posts.map(({ shape }) => footOf(shape, HALF_POST)),
    ...featuresOf(site, "tree")
      .filter(({ id, properties }) => properties.trunkRadius > 0 && !moved.has(id))
      .map(({ shape, properties }) => footOf(shape, properties.trunkRadius)),
    ...featuresOf(site, "wall").map(({ shape }) => outlineOf({ shell: thereAndBack(shape), holes: [] })),
  ];
}

function footOf([x, y]: Point, half: number): Outline {
  const shell = Float64Array.of(x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half);
  return outlineOf({ shell, holes: [] });
}

/** A line as a ring without any ground in it. */
function thereAndBack(line: Float64Array): Float64Array {
  const out = new Float64Array(2 * line.length - 4);
  out.set(line);
  for (let i = line.length - 4, at = line.length; at < out.length; i -= 2, at += 2)
    out.set(line.subarray(i, i + 2), at);
  return out;
}
