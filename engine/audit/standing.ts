import { flat, type Line, type Point, pointsOf } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { depthInDisc, fixedDiscs, fixedThings, isAllowedOn, isAllowedOver } from "./fixed.ts";
import { type Depth, depthOutside, distanceToEdge, isInside, outlineOf, overlapDepth } from "./outline.ts";
import {
  type Finding,
  lookupOf,
  metres,
  middleOf,
  type Outcome,
  type Scene,
  type Standing,
  type Thing,
  thingOf,
} from "./scene.ts";

// fact 1 of FORMAT.md section 4: where things may stand

export function insideSite(scene: Scene): Outcome {
  const findings: Finding[] = [];
  const frontages = featuresOf(scene.site, "frontage").map(thingOf);
  let deepest = 0;
  for (const thing of [...scene.standing, ...scene.laid]) {
    const outside = isOnFrontage(thing)
      ? least(frontages.map((frontage) => depthOutside(thing.outline, frontage.outline)))
      : depthOutside(thing.outline, scene.boundary);
    deepest = Math.max(deepest, outside.depth);
    if (outside.depth > OVERLAP_TOLERANCE) {
      const where = isOnFrontage(thing) ? "every frontage" : "the site";
      findings.push({
        required: 0,
        measured: outside.depth,
        features: [thing.id],
        at: outside.at ?? middleOf(thing.outline),
        note: `${thing.kind} ${thing.id} lies ${metres(outside.depth)} outside ${where}.`,
        amount: outside.depth,
      });
    }
  }
  for (const { id, kind, at, onFrontage } of posts(scene)) {
    const homes = onFrontage ? frontages.map((frontage) => frontage.outline) : [scene.boundary];
    const off = Math.min(...homes.map((home) => (isInside(home, ...at) ? 0 : distanceToEdge(home, ...at))), Infinity);
    if (off > OVERLAP_TOLERANCE) {
      const amount = Number.isFinite(off) ? off : 1;
      findings.push({
        required: 0,
        measured: amount,
        features: [id],
        at,
        note: `${kind} ${id} stands ${metres(amount)} outside ${onFrontage ? "every frontage" : "the site"}.`,
        amount,
      });
    }
  }
  return { rule: "fact.inside_site", findings, required: 0, measured: deepest, unit: "m" };
}

/** A pergola may stand over stalls: its posts are between them and at their heads. */
function isRoofed(roof: Standing, under: Standing): boolean {
  return roof.kind === "pergola" && (under.kind === "stall" || under.kind === "accessAisle");
}

/** No two things on the same ground, and none on what stands, grows or has to stay clear today. */
export function noOverlap(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let deepest = 0;
  const note = (a: Thing, b: string, ids: readonly string[], { depth, at }: Depth) => {
    deepest = Math.max(deepest, depth);
    if (depth <= OVERLAP_TOLERANCE) return;
    findings.push({
      required: 0,
      measured: depth,
      features: ids,
      at: at ?? middleOf(a.outline),
      note: `${a.kind} ${a.id} overlaps ${b} by ${metres(depth)}.`,
      amount: depth,
    });
  };

  const lookup = lookupOf(scene.standing);
  const row = new Map(scene.standing.map((thing, i) => [thing, i]));
  scene.standing.forEach((thing, i) => {
    for (const other of lookup.near(thing.outline)) {
      if (row.get(other)! <= i || isUnderRoof(thing, other) || isRoofed(thing, other) || isRoofed(other, thing))
        continue;
      note(thing, `${other.kind} ${other.id}`, [thing.id, other.id], overlapDepth(thing.outline, other.outline));
    }
  });

  const fixed = fixedThings(scene);
  const placed = lookupOf([...scene.standing, ...scene.laid]);
  for (const other of fixed) {
    for (const thing of placed.near(other.outline)) {
      if (isAllowedOn(thing, other)) continue;
      note(thing, `${other.kind} ${other.id}`, [thing.id, other.id], overlapDepth(thing.outline, other.outline));
    }
  }
  for (const disc of fixedDiscs(scene)) {
    const [x, y] = disc.at;
    const { radius } = disc;
    for (const thing of placed.near({ minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius })) {
      if (isAllowedOver(thing, disc)) continue;
      const depth = depthInDisc(thing.outline, disc);
      note(thing, `the ${disc.what} of ${disc.id}`, [thing.id, disc.id], { depth, at: disc.at });
    }
  }
  notePosts(scene, fixed, note);
  noteMovedTrees(scene, fixed, note);
  return { rule: "fact.no_overlap", findings, required: 0, measured: deepest, unit: "m" };
}

/**
 * A post may stand at the head of its stall, this far in at most, metres: 5.3 m less a car of 4.8 m and half a post of
 * 0.4 m. Rulebook: `car.stall.perpendicular.depth_wall`, `car.design_vehicle.small.length`, `ev.charger_footprint`.
 */
const POST_IN_STALL = 0.3;

/** A post whose middle is nearer to a wall's line than this stands in the wall, metres: half of a wall of 0.24 m. */
const IN_WALL = 0.12;

/** Posts stand on the ground too, off what stays and off what is driven on; planting may surround them. */
function notePosts(
  scene: Scene,
  fixed: readonly Thing[],
  note: (a: Thing, b: string, ids: readonly string[], depth: Depth) => void,
): void {
  const off = [...fixed, ...scene.laid, ...scene.roads, ...scene.standing];
  const lookup = lookupOf(off.filter((thing) => thing.kind !== "green" && thing.kind !== "utility"));
  const rebuilt = new Set(planFeaturesOf(scene.features, "shed").map((shed) => shed.id));
  const walls = featuresOf(scene.site, "wall").map(({ id, shape }) => ({
    id,
    outline: outlineOf({ shell: thereAndBack(shape), holes: [] }),
  }));
  for (const { id, kind, at, inShed } of posts(scene)) {
    const [x, y] = at;
    const post: Thing = { id, kind, outline: outlineOf({ shell: Float64Array.of(x, y), holes: [] }) };
    for (const other of lookup.near({ minX: x, minY: y, maxX: x, maxY: y })) {
      // what charges bicycles in a shed hangs under its roof
      if (!isInside(other.outline, x, y) || (inShed && other.kind === "shed" && rebuilt.has(other.id))) continue;
      const isParking = other.kind === "stall" || other.kind === "ebikeSlot";
      const depth = distanceToEdge(other.outline, x, y) - (isParking ? POST_IN_STALL : 0);
      note(post, `${other.kind} ${other.id}`, [id, other.id], { depth, at });
    }
    // what charges bicycles hangs on walls; a post for cars stands before them
    if (kind !== "charger") continue;
    for (const wall of walls) {
      const depth = IN_WALL - distanceToEdge(wall.outline, x, y);
      if (depth > 0) note(post, `wall ${wall.id}`, [id, wall.id], { depth, at });
    }
  }
}

/** A moved tree that is drawn no farther than this from where it stands says no new place, metres. */
const AT_TREE = 0.1;

/** Where a moved tree is drawn at a new place of the site, its trunk stands on nothing that stands or is driven on. */
function noteMovedTrees(
  scene: Scene,
  fixed: readonly Thing[],
  note: (a: Thing, b: string, ids: readonly string[], depth: Depth) => void,
): void {
  const trees = new Map(featuresOf(scene.site, "tree").map((tree) => [tree.id, tree]));
  const things = [...fixed, ...scene.laid, ...scene.roads, ...scene.standing].filter(({ kind }) => kind !== "green");
  for (const { id, kind, shape: at, properties } of planFeaturesOf(scene.features, "treeMoved")) {
    const tree = trees.get(properties.tree);
    const [x, y] = at;
    if (tree === undefined || (tree.shape[0] - x) ** 2 + (tree.shape[1] - y) ** 2 <= AT_TREE * AT_TREE) continue;
    const { trunkRadius: radius } = tree.properties;
    const trunk: Thing = { id, kind, outline: outlineOf({ shell: Float64Array.of(x, y), holes: [] }) };
    for (const other of things)
      note(trunk, `${other.kind} ${other.id}`, [id, other.id], {
        depth: depthInDisc(other.outline, { at, radius }),
        at,
      });
  }
}

/** A line as a ring without ground. */
function thereAndBack(line: Line): Float64Array {
  const points = pointsOf(line);
  return flat([...points, ...points.slice(1, -1).reverse()]);
}

/** What keeps off ground that is driven on. */
const OFF_DRIVEN: ReadonlySet<string> = new Set(["green", "locker", "lockerPad", "shed", "ebikeSlot", "pergola"]);

/** No planting, locker, shed or slot on ground that is driven on, and nothing on a way for bicycles. */
export function offDrivenGround(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let deepest = 0;
  const driven = lookupOf<Thing>([...scene.driven, ...scene.roads]);
  const ways = lookupOf<Thing>(
    planFeaturesOf(scene.features, "bikeAisle").map(({ id, kind, shape }) => ({ id, kind, outline: outlineOf(shape) })),
  );
  for (const thing of scene.standing) {
    // stalls may stand on a road that is wide enough: what is left of it is judged by mouths, reach and fire lane
    const under = OFF_DRIVEN.has(thing.kind) ? driven.near(thing.outline) : [];
    // bicycles are wheeled under a shed's roof to its slots
    const crossed = thing.kind === "shed" ? [] : ways.near(thing.outline);
    for (const way of [...under, ...crossed]) {
      const { depth, at } = overlapDepth(thing.outline, way.outline);
      deepest = Math.max(deepest, depth);
      if (depth <= OVERLAP_TOLERANCE) continue;
      findings.push({
        required: 0,
        measured: depth,
        features: [thing.id, way.id],
        at: at ?? middleOf(thing.outline),
        note: `${thing.kind} ${thing.id} reaches ${metres(depth)} into ${way.kind} ${way.id}.`,
        amount: depth,
      });
    }
  }
  return { rule: "fact.off_driven_ground", findings, required: 0, measured: deepest, unit: "m" };
}

/** Slots of a rebuilt shed stand under its roof. */
function isUnderRoof(one: Standing, other: Standing): boolean {
  const isSlot = ({ feature }: Standing) => feature.kind === "ebikeSlot" && feature.properties.where === "shed";
  return (one.kind === "shed" && isSlot(other)) || (other.kind === "shed" && isSlot(one));
}

function isOnFrontage({ feature }: Standing): boolean {
  return feature.kind === "ebikeSlot" && feature.properties.where === "frontage";
}

/** Chargers are points: they stand beside what they serve, on a frontage or in a shed when their slots are there. */
function posts(scene: Scene): { id: string; kind: string; at: Point; onFrontage: boolean; inShed: boolean }[] {
  const outside = new Set(scene.standing.filter(isOnFrontage).map((slot) => slot.id));
  const roofed = new Set(
    planFeaturesOf(scene.features, "ebikeSlot").flatMap(({ id, properties }) =>
      properties.where === "shed" ? [id] : [],
    ),
  );
  return [
    ...planFeaturesOf(scene.features, "charger").map(({ id, kind, shape }) => ({
      id,
      kind,
      at: shape,
      onFrontage: false,
      inShed: false,
    })),
    ...planFeaturesOf(scene.features, "ebikeCharger").map(({ id, kind, shape, properties }) => ({
      id,
      kind,
      at: shape,
      onFrontage: properties.serves.some((slot) => outside.has(slot)),
      inShed: properties.serves.some((slot) => roofed.has(slot)),
    })),
  ];
}

function least(depths: readonly Depth[]): Depth {
  return depths.reduce((a, b) => (a.depth <= b.depth ? a : b), { depth: 1, at: null });
}
