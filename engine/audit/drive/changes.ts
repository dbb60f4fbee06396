import type { Area, Point } from "../../model/geometry.ts";
import { areaOfFeature, type PlanFeature, type PlanKind } from "../../model/plan.ts";
import { distanceToEdge, isInside, type Outline, outlineOf, overlapDepth } from "../outline.ts";
import { lookupOf, STANDING, type Subject, type Thing, within } from "../scene.ts";
import { POST } from "./ground.ts";
import type { Terrain } from "./terrain.ts";

/** Ground paved this near to where the engine stops today may let it on, metres. */
const CURES_WITHIN = 20;

const PAVES: ReadonlySet<PlanKind> = new Set<PlanKind>(["aisle", "driveway", "turnaround", "repair"]);
const POSTS: ReadonlySet<PlanKind> = new Set<PlanKind>(["charger", "ebikeCharger"]);

/** What a plan changes on the ground that the engine drives over today. */
export interface Changes {
  /** How many bodies from the first stand clear of everything new. */
  leaveFree(bodies: readonly Area[]): number;
  /** Whether new pavement lies near a place; anywhere at all where there is none. */
  openNear(at: Point | null): boolean;
}

/** A body on the terrain may stand out over a cell by half its diagonal: nothing deeper in it is told from beside it. */
const DIAGONAL = 0.71;

export function changesOf({ features }: Subject, { terrain }: { terrain: Terrain }): Changes {
  const rounding = DIAGONAL * terrain.cell;
  const things = features.filter(isNewStanding).map(thingOf);
  const standing = lookupOf(things);
  const posts = features.flatMap((feature) => (POSTS.has(feature.kind) ? [feature.shape as Point] : []));
  const paved = features.flatMap((feature) => {
    if (!PAVES.has(feature.kind) && !(feature.kind === "fireLane" && feature.properties.status === "new")) return [];
    const area = areaOfFeature(feature);
    return area === null ? [] : [outlineOf(area)];
  });
  const isClear = (body: Outline) =>
    standing.near(body).every((thing) => overlapDepth(body, thing.outline).depth <= rounding) &&
    posts.every(([x, y]) => !isInside(body, x, y) && distanceToEdge(body, x, y) >= POST);
  return {
    leaveFree: (bodies) => {
      if (things.length === 0 && posts.length === 0) return bodies.length;
      const blocked = bodies.findIndex((body) => !isClear(outlineOf(body)));
      return blocked < 0 ? bodies.length : blocked;
    },
    openNear: (at) =>
      at === null
        ? paved.length > 0
        : within(lookupOf(paved.map((outline): Thing => ({ id: "", kind: "", outline }))), at, CURES_WITHIN).some(
            ({ distance }) => distance <= CURES_WITHIN,
          ),
  };
}

function isNewStanding({ kind, properties }: PlanFeature): boolean {
  const isOld = "status" in properties && properties.status === "existing";
  return !isOld && (STANDING.has(kind) || kind === "green");
}

function thingOf(feature: PlanFeature): Thing {
  return { id: feature.id, kind: feature.kind, outline: outlineOf(feature.shape as Area) };
}
