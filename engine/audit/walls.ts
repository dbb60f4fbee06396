import { type Area, areaOf, type Point, pointsOf } from "../model/geometry.ts";
import { featuresOf, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { cutConvex, without } from "./areas.ts";
import { depthOutside, type Outline, outlineOf, squaredToSegment } from "./outline.ts";
import { type Finding, lookupOf, metres, middleOf, type Outcome, ruleNumber, type Scene, type Thing } from "./scene.ts";
import { boxesApart, isHome } from "./separation.ts";
import { stallsOf } from "./stalls.ts";

// what new ways and stalls keep off walls

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** Dwellings up to this height are not what the distance of roads is about, metres. GB 55038-2025 3.2.6. */
const LOW = 10;

/** Height of a storey where only their number is known, metres. GB 55038-2025 4.1.2: at least 3.00 m. */
const STOREY = 3;

/** A door is in a wall that it is this near to, metres. */
const IN_WALL = 0.5;

/** A wall without doors is a gable when it is shorter than this share of the longest. Decided here. */
const GABLE = 0.6;

/** What subtraction leaves along a shared rim, square metres. */
const SEAM = 0.05;

const FACES = ["no_public_entrance", "public_entrance", "gable"] as const;
type Face = (typeof FACES)[number];

/** New aisles and driveways keep off the walls of dwellings, by what each wall is. */
export function waysOffDwellings(scene: Scene): Outcome[] {
  const homes = featuresOf(scene.site, "building").filter(isHome);
  const tall = homes.filter((home) => (heightOf(home) ?? 0) > LOW);
  const unknown = homes.filter((home) => heightOf(home) === null);
  const doors = featuresOf(scene.site, "entrance").map((door) => door.shape);
  const walls = tall.map((home) => ({ home, outline: outlineOf(home.shape), faces: facesOf(home, doors) }));
  const added = additions(scene);
  // most ways are road before a wall, and begin where it is long past: soon seen
  const addedApart = (way: Thing, faces: readonly Float64Array[], most: number) =>
    faces.every((wall) => isRoadBefore(wall, most, way, scene.roads)) ? most : leastOf(added(way), faces, most);
  return FACES.map((face): Outcome => {
    const rule = `road.edge_to_dwelling_wall.${face}`;
    const required = ruleNumber(scene.rules, rule, 0);
    const findings: Finding[] = [];
    let nearest = Infinity;
    for (const way of scene.driven) {
      for (const { home, outline, faces } of walls) {
        if (boxesApart(way.outline, outline) >= required) continue;
        if (faces[face].length === 0) continue;
        const whole = leastApart(faces[face], way.outline, required);
        // ground that is road today is no new way: only what is added is held against the rule
        const measured = whole >= required - ROUNDING ? whole : addedApart(way, faces[face], required);
        nearest = Math.min(nearest, measured);
        if (measured >= required - ROUNDING) continue;
        const note = `${way.kind} ${way.id} is ${measured.toFixed(2)} m from ${home.id} where ${required} m is asked.`;
        findings.push({
          required,
          measured,
          features: [way.id, home.id],
          at: middleOf(outline),
          note,
          amount: required - measured,
        });
      }
    }
    const isMeant = scene.driven.length > 0 && tall.length > 0;
    if (findings.length === 0 && (!isMeant || unknown.length > 0)) {
      const isUnknown = scene.driven.length > 0 && unknown.length > 0;
      const note = isUnknown ? `The height of ${unknown.map(({ id }) => id).join(", ")} is not known.` : "";
      return { rule, findings: null, required, measured: null, unit: "m", note };
    }
    return { rule, findings, required, measured: Number.isFinite(nearest) ? nearest : required, unit: "m" };
  });
}

/** Least distance straight before some walls at which an outline begins, metres; `most` where none does before. */
function leastApart(walls: readonly Float64Array[], { edges }: Outline, most: number): number {
  const ends = (wall: Float64Array): [Point, Point] => [
    [wall[0], wall[1]],
    [wall[2], wall[3]],
  ];
  return Math.min(...walls.map((wall) => besideSide(...ends(wall), edges, most)));
}

function leastOf(areas: readonly Area[], walls: readonly Float64Array[], most: number): number {
  return Math.min(...areas.map((area) => leastApart(walls, outlineOf(area), most)), most);
}

/** Whether all that a way has straight before a wall, up to so many metres, lies within one road of today. */
function isRoadBefore([ax, ay, bx, by]: Float64Array, most: number, way: Thing, roads: readonly Thing[]): boolean {
  const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  // outside is on the right
  const [nx, ny] = [(by - ay) / length, (ax - bx) / length];
  const at = (x: number, y: number, out: number) => [x + out * nx, y + out * ny];
  const before = [...at(ax, ay, -ROUNDING), ...at(ax, ay, most), ...at(bx, by, most), ...at(bx, by, -ROUNDING)];
  const shell = cutConvex(way.outline.area.shell, Float64Array.from(before));
  if (shell.length < 6) return true;
  const outline = outlineOf({ shell, holes: [] });
  return roads.some(
    (road) => boxesApart(road.outline, outline) === 0 && depthOutside(outline, road.outline).depth <= OVERLAP_TOLERANCE,
  );
}

/** What each way adds to today's roads, made when it is asked for. */
function additions({ roads }: Scene): (way: Thing) => readonly Area[] {
  const known = new Map<Thing, readonly Area[]>();
  return (way) => {
    const made = known.get(way);
    if (made !== undefined) return made;
    const under = roads.filter((road) => boxesApart(road.outline, way.outline) === 0).map((road) => road.outline);
    const isOld = under.some((road) => depthOutside(way.outline, road).depth <= OVERLAP_TOLERANCE);
    const parts = isOld
      ? []
      : without(
          [way.outline.area],
          under.map(({ area }) => area),
        );
    const added = parts.filter((part) => areaOf(part) > SEAM);
    known.set(way, added);
    return added;
  };
}

/** Metres; null where neither height nor storeys are known. */
function heightOf({ properties: { height, storeys } }: SiteFeature<"building">): number | null {
  if (height !== undefined) return height;
  return storeys === undefined ? null : storeys * STOREY;
}

/** The edges of a building by what wall they are, each in columns of its own. */
function facesOf({ shape }: SiteFeature<"building">, doors: readonly Point[]): Record<Face, Float64Array[]> {
  const corners = pointsOf(shape.shell);
  const edges = corners.map(([x, y], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    return { edge: Float64Array.of(x, y, bx, by), length: Math.sqrt((bx - x) ** 2 + (by - y) ** 2) };
  });
  const longest = Math.max(...edges.map(({ length }) => length));
  const out: Record<Face, Float64Array[]> = { no_public_entrance: [], public_entrance: [], gable: [] };
  for (const { edge, length } of edges) {
    const hasDoor = doors.some(([x, y]) => squaredToSegment(x, y, edge, 0) <= IN_WALL * IN_WALL);
    out[hasDoor ? "public_entrance" : length < GABLE * longest ? "gable" : "no_public_entrance"].push(edge);
  }
  return out;
}

/** What lies beside the very ends of a side is before or behind it, metres. */
const AT_ENDS = 0.01;

/**
 * Beside a car in a new stall there is room to a wall. The car is the design vehicle in the middle of its stall, so that
 * part of the room is the stall's own.
 */
export function roomBesideWalls(scene: Scene): Outcome {
  const rule = "car.clear.to_wall.lateral";
  const required = ruleNumber(scene.rules, rule, 0);
  const car = ruleNumber(scene.rules, "car.design_vehicle.small.width", 0);
  const stalls = stallsOf(scene).filter(({ feature }) => feature.properties.status === "new");
  const walls = lookupOf(wallsOf(scene));
  if (stalls.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let least = required;
  for (const { id, feature, outline } of stalls) {
    const { width, parkingAngle } = feature.properties;
    const own = (width - car) / 2;
    const room = required - own;
    // a parallel stall has its kerb on one side and its aisle on the other
    if (room <= ROUNDING || parkingAngle === 0) continue;
    const box = {
      minX: outline.minX - room,
      minY: outline.minY - room,
      maxX: outline.maxX + room,
      maxY: outline.maxY + room,
    };
    for (const wall of walls.near(box)) {
      const measured = own + besideStall(pointsOf(feature.shape.shell), wall.outline.edges, room);
      least = Math.min(least, measured);
      if (measured >= required - ROUNDING) continue;
      const note = `a car in stall ${id} has ${metres(measured)} beside it to ${wall.kind} ${wall.id} where ${required} m is asked.`;
      findings.push({
        required,
        measured,
        features: [id, wall.id],
        at: middleOf(outline),
        note,
        amount: required - measured,
      });
    }
  }
  return { rule, findings, required, measured: least, unit: "m" };
}

/** Walls, buildings, and what has walls of its own. */
function wallsOf({ site }: Scene): Thing[] {
  return [
    ...(["building", "obstruction"] as const).flatMap((kind) =>
      featuresOf(site, kind).map(({ id, shape }) => ({ id, kind, outline: outlineOf(shape) })),
    ),
    ...featuresOf(site, "wall").map(({ id, shape }) => ({ id, kind: "wall", outline: lineOutline(shape) })),
  ];
}

/** A wall has no area: an outline of it and of the way back. */
function lineOutline(line: Float64Array) {
  const points = pointsOf(line);
  const back = points.slice(1, -1).reverse();
  return outlineOf({ shell: Float64Array.from([...points, ...back].flat()), holes: [] });
}

/** How far the nearest of some edges is beside a stall's long sides, metres; `most` where there is none nearer. */
function besideStall([a, b, c, d]: readonly Point[], edges: Float64Array, most: number): number {
  // the mouth is the first edge: the long sides are the second and the fourth
  return Math.min(besideSide(b, c, edges, most), besideSide(d, a, edges, most));
}

/** How far the nearest of some edges is before one side of a counter-clockwise ring, metres; at most `most`. */
function besideSide(from: Point, to: Point, edges: Float64Array, most: number): number {
  let least = most;
  const length = Math.sqrt((to[0] - from[0]) ** 2 + (to[1] - from[1]) ** 2);
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  for (let i = 0; i < edges.length; i += 4) {
    const along = [0, 2].map((k) => (edges[i + k] - from[0]) * ux + (edges[i + k + 1] - from[1]) * uy);
    // outside is on the right
    const off = [0, 2].map((k) => (edges[i + k] - from[0]) * uy - (edges[i + k + 1] - from[1]) * ux);
    for (const t of clipped(along[0], along[1], AT_ENDS, length - AT_ENDS)) {
      const out = off[0] + t * (off[1] - off[0]);
      if (out > -ROUNDING) least = Math.min(least, Math.max(0, out));
    }
  }
  return least;
}

/** The ends of the part of a segment whose parameter runs between two heights; none where it lies outside. */
function clipped(p: number, q: number, low: number, high: number): number[] {
  if (Math.max(p, q) < low || Math.min(p, q) > high) return [];
  if (p === q) return [0, 1];
  const at = (value: number) => Math.min(1, Math.max(0, (value - p) / (q - p)));
  const [s, t] = [at(low), at(high)];
  return s === t && (s === 0 || s === 1) && (p < low || p > high) && (q < low || q > high) ? [] : [s, t];
}
