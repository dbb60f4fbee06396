import { type Area, flat, type Point } from "../model/geometry.ts";
import { areaOfFeature } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { drive } from "./drive/driven.ts";
import { fixedDiscs } from "./fixed.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Cells, cellsOver, fill, rim } from "./raster.ts";
import { ruleNumber, type Scene } from "./scene.ts";
import { walkGround } from "./walkGround.ts";

// paved ground that could be planted and that nobody needs: only what is beyond doubt, a witness and no measure

/** Distance between places, metres. */
const STEP = 0.2;

/** Planting counts from 1.5 m and 4 m² (FORMAT.md section 3); less than these is not held against a plan, metres and square metres. */
const WIDTH = 2;
const LEAST = 8;

/** Kept round doors, gates, sheds, equipment, activity places and pipes' covers, metres: the widest of footway and access. */
const ROUND = 1.5;

/** Bare ground along what is driven on, metres: kerb and bumper. */
const OFF_ROAD = 0.3;

/** Ways that people come by, metres wide, and how much longer one may become by planting beside it or in it, metres. */
const WAYS = [0.9, 1.5];
const DETOUR = 0.5;

/** Half of what is kept along the shortest way of each, metres: a footway and as much again for whoever comes towards one. */
const KEPT = 1.5;

/** What people go to is reached from places this near, metres. */
const AT_HAND = 1.2;

/** A step straight on, and one across: 7 / 5 is √2 to one part in a hundred. */
const STRAIGHT = 5;
const ACROSS = 7;

/** Ground that could be planted, and where it is. */
export interface Leftover {
  /** Square metres. */
  readonly area: number;
  readonly at: Point;
}

/**
 * Patches of paved ground, 2 m wide and of 8 m² at least, that a plan leaves bare: off walls, doors, roads and whatever stands
 * or has to be kept clear, and so that nobody's shortest way from the road becomes longer when all of them are planted.
 * Largest first. What is green today is none of it, nor ground of a site that is green where nothing is drawn.
 */
export function plantableLeftovers(scene: Scene): Leftover[] {
  if (featuresOf(scene.site, "site")[0]?.properties.ground === "green") return [];
  const grid = freeCells(scene);
  if (patchesOf(grid).length === 0) return [];
  const ways = WAYS.map((width) => waysTo(scene, grid, width / 2 - STEP * 0.7072));
  for (const way of ways) way.keep(grid);
  const kept: Leftover[] = [];
  for (const patch of patchesOf(grid)) {
    if (!ways.every((way) => way.stays(patch))) continue;
    for (const way of ways) way.plant(patch);
    const middle = patch[Math.floor(patch.length / 2)];
    kept.push({ area: patch.length * STEP * STEP, at: positionOf(grid, middle) });
  }
  return kept;
}

function positionOf({ columns, left, bottom }: Cells, place: number): Point {
  return [((place % columns) + left) * STEP, (Math.floor(place / columns) + bottom) * STEP];
}

/** Places that are paved, bare and needed for nothing are 0. */
function freeCells(scene: Scene): Cells {
  const { site, rules, features } = scene;
  const grid = cellsOver(site, STEP, 1);
  const close = (outline: Outline, margin: number) => {
    fill(grid, outline, 1);
    if (margin > 0) rim(grid, outline, margin, 1);
  };
  const offWalls = Math.max(ROUND, ruleNumber(rules, "green.count_offset.wall", 0));
  for (const { shape } of featuresOf(site, "building")) close(outlineOf(shape), offWalls);
  for (const kind of ["obstruction", "activity", "shed"] as const)
    for (const { shape } of featuresOf(site, kind)) close(outlineOf(shape), ROUND);
  for (const kind of ["green", "yard", "reserve", "aerialSite", "fireLane", "stall"] as const)
    for (const { shape } of featuresOf(site, kind)) close(outlineOf(shape), 0);
  for (const { shape } of featuresOf(site, "informalStall"))
    close("shell" in shape ? outlineOf(shape) : squareAt(shape, ROUND), 0);
  for (const { outline } of [...scene.roads, ...scene.laid]) close(outline, OFF_ROAD);
  for (const feature of features) {
    const area = feature.kind === "sweptPath" || feature.kind === "stallRemoved" ? null : areaOfFeature(feature);
    if (area !== null) close(outlineOf(area), feature.kind === "shed" ? ROUND : 0);
  }
  // what the engine needs to come through
  for (const { ways } of drive(scene) ?? [])
    for (const body of ways.flat()) fill(grid, outlineOf({ shell: body, holes: [] }), 1);
  for (const { shape } of featuresOf(site, "utility")) {
    if (shape.type === "Polygon") close(outlineOf(shape.area), 0);
    else if (shape.type === "Point") close(squareAt(shape.at, ROUND), 0);
  }
  for (const { at, radius } of fixedDiscs(scene)) close(squareAt(at, radius), 0);
  for (const { shape } of featuresOf(site, "entrance")) close(squareAt(shape, 2 * ROUND), 0);
  for (const { shape } of featuresOf(site, "gate")) {
    const edges = new Float64Array(2 * shape.length - 4);
    for (let i = 0; i + 3 < shape.length; i += 2) edges.set(shape.subarray(i, i + 4), 2 * i);
    rim(grid, { edges }, 2 * ROUND, 1);
  }
  return grid;
}

function squareAt([x, y]: Point, half: number): Outline {
  const shell = flat([
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ]);
  return outlineOf({ shell, holes: [] });
}

/** Free places that a square of the width covers, in parts that hang together, largest first; none that is too small. */
function patchesOf(grid: Cells): number[][] {
  const { cells, columns, rows } = grid;
  const side = Math.round(WIDTH / STEP) + 1;
  const wide = new Uint8Array(cells.length);
  // free places of a row that end here, and of these columns that end here
  const along = new Int32Array(cells.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const place = row * columns + column;
      along[place] = cells[place] !== 0 ? 0 : 1 + (column > 0 ? along[place - 1] : 0);
    }
  const deep = new Int32Array(columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      deep[column] = along[row * columns + column] >= side ? deep[column] + 1 : 0;
      if (deep[column] < side) continue;
      for (let v = row - side + 1; v <= row; v++)
        wide.fill(1, v * columns + column - side + 1, v * columns + column + 1);
    }
  const patches: number[][] = [];
  for (let start = wide.indexOf(1); start >= 0; start = wide.indexOf(1, start + 1)) {
    const patch = [start];
    wide[start] = 0;
    for (let n = 0; n < patch.length; n++)
      for (const next of [patch[n] - 1, patch[n] + 1, patch[n] - columns, patch[n] + columns]) {
        if (wide[next] !== 1) continue;
        wide[next] = 0;
        patch.push(next);
      }
    if (patch.length * STEP * STEP >= LEAST) patches.push(patch);
  }
  return patches.sort((a, b) => b.length - a.length || a[0] - b[0]);
}

/** Ways of a width from the road to all that people go to. */
interface Ways {
  /** Closes the ground of the shortest way to each. */
  keep(grid: Cells): void;
  /** Whether none becomes longer where a patch is planted. */
  stays(patch: readonly number[]): boolean;
  plant(patch: readonly number[]): void;
}

function waysTo(scene: Scene, grid: Cells, radius: number): Ways {
  const { site, features } = scene;
  const { columns, rows } = grid;
  const ground = walkGround(site, features, STEP, radius);
  const open = new Uint8Array(columns * rows);
  for (let place = 0; place < open.length; place++) open[place] = ground.isRoomy(place) ? 1 : 0;
  const road: Cells = { ...grid, cells: new Uint8Array(open.length) };
  for (const { outline } of [...scene.roads, ...scene.driven]) fill(road, outline, 1);
  const goals = goalsOf(scene).map((outline) => {
    const near: Cells = { ...grid, cells: new Uint8Array(open.length) };
    rim(near, outline, AT_HAND, 1);
    return near.cells.reduce<number[]>((out, is, place) => {
      if (is === 1 && open[place] === 1) out.push(place);
      return out;
    }, []);
  });
  const nearestOf = (far: Int32Array, places: readonly number[]) =>
    places.reduce((best, place) => (far[place] >= 0 && (best < 0 || far[place] < far[best]) ? place : best), -1);
  const lengths = (far: Int32Array) =>
    goals.map((places) => {
      const nearest = nearestOf(far, places);
      return nearest < 0 ? Infinity : far[nearest];
    });
  const today = farFrom(road.cells, open, columns);
  const before = lengths(today);
  const reach = Math.ceil(radius / STEP);
  /** The places that the disc has no room at any more. */
  const shut = (patch: readonly number[]) => {
    const out = new Set<number>();
    for (const place of patch)
      for (let v = -reach; v <= reach; v++)
        for (let u = -reach; u <= reach; u++) {
          const near = place + v * columns + u;
          if (u * u + v * v <= (radius / STEP) ** 2 && open[near] === 1) out.add(near);
        }
    return out;
  };
  return {
    keep(onto) {
      const way: number[] = [];
      for (const places of goals) {
        let at = nearestOf(today, places);
        while (at >= 0 && today[at] > 0) {
          way.push(at);
          const here = at;
          at = sidesOf(columns).reduce(
            (best, [to]) => (today[here + to] >= 0 && today[here + to] < today[best] ? here + to : best),
            here,
          );
        }
      }
      const half = Math.ceil(KEPT / STEP);
      for (const place of way)
        for (let v = -half; v <= half; v++)
          for (let u = -half; u <= half; u++)
            if (u * u + v * v <= half * half && place + v * columns + u >= 0) onto.cells[place + v * columns + u] = 1;
    },
    stays(patch) {
      const closed = shut(patch);
      for (const place of closed) open[place] = 0;
      const after = lengths(farFrom(road.cells, open, columns));
      for (const place of closed) open[place] = 1;
      return after.every((length, i) => before[i] === Infinity || length <= before[i] + (DETOUR / STEP) * STRAIGHT);
    },
    plant(patch) {
      for (const place of shut(patch)) open[place] = 0;
    },
  };
}

/** What people go to from the road: doors, and what stands on the ground to be used. */
function goalsOf({ site, features }: Scene): Outline[] {
  const places = featuresOf(site, "entrance").map(({ shape }) => squareAt(shape, 0.05));
  const things = (["obstruction", "activity", "shed", "yard"] as const).flatMap((kind) =>
    featuresOf(site, kind).map(({ shape }) => shape),
  );
  const planned = features.flatMap((feature): Area[] => {
    const isUsed = ["lockerPad", "bikeAisle", "shed", "accessAisle"].includes(feature.kind);
    const area = isUsed ? areaOfFeature(feature) : null;
    return area === null ? [] : [area];
  });
  return [...places, ...[...things, ...planned].map(outlineOf)];
}

/** From a place to the eight round it, and how far each is. */
function sidesOf(columns: number): readonly (readonly [number, number])[] {
  return [
    [1, STRAIGHT],
    [-1, STRAIGHT],
    [columns, STRAIGHT],
    [-columns, STRAIGHT],
    [columns + 1, ACROSS],
    [columns - 1, ACROSS],
    [1 - columns, ACROSS],
    [-1 - columns, ACROSS],
  ];
}

/** How far places are from those that are marked, over open ones; -1 where nobody gets. */
function farFrom(marked: Uint8Array, open: Uint8Array, columns: number): Int32Array {
  const far = new Int32Array(open.length).fill(-1);
  const due: number[][] = [[]];
  for (let place = 0; place < open.length; place++) {
    if (marked[place] !== 1 || open[place] !== 1) continue;
    far[place] = 0;
    due[0].push(place);
  }
  const sides = sidesOf(columns);
  for (let distance = 0; distance < due.length; distance++) {
    for (const place of due[distance] ?? []) {
      if (far[place] !== distance) continue;
      for (const [to, step] of sides) {
        const next = place + to;
        if (open[next] !== 1 || (far[next] >= 0 && far[next] <= distance + step)) continue;
        far[next] = distance + step;
        due[distance + step] ??= [];
        due[distance + step].push(next);
      }
    }
    due[distance] = [];
  }
  return far;
}
