import { bounds, flat, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import { areaOfFeature, type PlanFeature, type PlanKind, planFeaturesOf } from "../../model/plan.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { type Grid, gridOver, paint, wipe } from "../plane/grid.ts";
import { costsFrom, STRAIGHT } from "../plane/onCells.ts";

// how far it is from the nearest door to places of a plan, round all that stands in it

/** Walking distance from the nearest door to a place in the open, metres; Infinity where nobody comes from any. */
export type OnFoot = (at: Point) => number;

/** Side of a cell, metres, and how far its centre is from whatever stands about where a way of 1.2 m leads over it. */
const CELL = 0.2;
const ROOM = 0.46;

/** Longer sites are walked in larger cells, so many a side. */
const MOST_CELLS = 1500;

/** Half of a post's foot, metres. Rulebook: `ev.charger_footprint.ac7kw_post`. */
const HALF_POST = 0.2;

/** A door is left, and a stall reached, from cells this near, metres. */
const AT_HAND = 1.2;

/** Ground that nobody walks over, of the site and of a plan. */
const SHUT_TODAY = ["building", "obstruction", "yard", "activity"] as const;
const SHUT: ReadonlySet<PlanKind> = new Set<PlanKind>(["stall", "locker", "ebikeSlot"]);

/** The mark of cells with room. */
const ROOMY = 1;

/** The walks from a site's doors over the ground of a plan's features; null where it has no doors. */
export function onFoot(site: Site, features: readonly PlanFeature[]): OnFoot | null {
  const doors = featuresOf(site, "entrance").map(({ shape }): Point => shape);
  if (doors.length === 0) return null;
  const grid = groundOf(site, features);
  const starts = doors.flatMap((door) => cellsBeside(grid, door)).sort((a, b) => a.cost - b.cost);
  const far = costsFrom(grid, starts);
  return (at) => {
    let least = Infinity;
    for (const { cell, cost } of cellsBeside(grid, at)) if (far[cell] >= 0) least = Math.min(least, far[cell] + cost);
    return (least / STRAIGHT) * grid.cell;
  };
}

/** Cells of which those with room have their mark. */
function groundOf(site: Site, features: readonly PlanFeature[]): Grid {
  const [minX, minY, maxX, maxY] = bounds(site.boundary.shell);
  const cell = Math.max(CELL, (maxX - minX) / MOST_CELLS, (maxY - minY) / MOST_CELLS);
  // a rim of closed cells, so that no step leads off the grid
  const grid = gridOver(minX - cell, minY - cell, maxX + cell, maxY + cell, cell);
  const outer = [site.boundary.shell, ...site.boundary.holes];
  const shut = shutBy(site, features);
  paint(grid, outer, ROOMY);
  for (const rings of shut) wipe(grid, rings);
  for (const rings of [outer, ...shut]) for (const ring of rings) narrow(grid, ring);
  return grid;
}

/** What nobody walks over, as rings each. */
function shutBy(site: Site, features: readonly PlanFeature[]): (readonly Ring[])[] {
  const isRebuilt = features.some(({ kind }) => kind === "shed");
  const isGreenTold = features.some(({ kind }) => kind === "green" || kind === "greenRemoved");
  const moved = new Set(planFeaturesOf(features, "treeMoved").map(({ properties }) => properties.tree));
  const areas = [
    ...SHUT_TODAY.flatMap((kind) => featuresOf(site, kind).map(({ shape }) => shape)),
    ...featuresOf(site, "shed").flatMap(({ shape, properties }) =>
      isRebuilt && properties.status === "rebuild" ? [] : [shape],
    ),
    ...(isGreenTold ? planFeaturesOf(features, "green") : featuresOf(site, "green")).map(({ shape }) => shape),
    ...features.flatMap((feature) => (SHUT.has(feature.kind) ? (areaOfFeature(feature) ?? []) : [])),
  ];
  const posts = [...planFeaturesOf(features, "charger"), ...planFeaturesOf(features, "ebikeCharger")];
  return [
    ...areas.map(({ shell, holes }) => [shell, ...holes]),
    ...featuresOf(site, "wall").map(({ shape }) => [thereAndBack(shape)]),
    ...posts.map(({ shape }) => [footOf(shape, HALF_POST)]),
    ...featuresOf(site, "tree").flatMap(({ id, shape, properties }) =>
      moved.has(id) || properties.trunkRadius === 0 ? [] : [[footOf(shape, properties.trunkRadius)]],
    ),
  ];
}

function footOf([x, y]: Point, half: number): Ring {
  return Float64Array.of(x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half);
}

/** A line as a ring round nothing. */
function thereAndBack(line: Float64Array): Ring {
  const points = pointsOf(line);
  return flat([...points, ...points.slice(1, -1).reverse()]);
}

/** Clears the cells that lie too near to a ring. */
function narrow({ cells, minX, minY, cell, columns, rows }: Grid, ring: Ring): void {
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    const [dx, dy] = [bx - ax, by - ay];
    const squared = dx * dx + dy * dy;
    const first = Math.max(0, Math.floor((Math.min(ay, by) - ROOM - minY) / cell));
    const last = Math.min(rows - 1, Math.floor((Math.max(ay, by) + ROOM - minY) / cell));
    for (let row = first; row <= last; row++) {
      const y = minY + (row + 0.5) * cell;
      // of a slanted side only what comes near to this row
      const [s, t] = dy === 0 ? [0, 1] : [(y - ROOM - ay) / dy, (y + ROOM - ay) / dy];
      const [from, to] = [clamped(Math.min(s, t)), clamped(Math.max(s, t))];
      const [x0, x1] = dx < 0 ? [ax + to * dx, ax + from * dx] : [ax + from * dx, ax + to * dx];
      const left = Math.max(0, Math.floor((x0 - ROOM - minX) / cell));
      const right = Math.min(columns - 1, Math.floor((x1 + ROOM - minX) / cell));
      for (let column = left; column <= right; column++) {
        const x = minX + (column + 0.5) * cell;
        const along = squared === 0 ? 0 : clamped(((x - ax) * dx + (y - ay) * dy) / squared);
        const gap = (ax + along * dx - x) ** 2 + (ay + along * dy - y) ** 2;
        if (gap < ROOM * ROOM) cells[row * columns + column] = 0;
      }
    }
  }
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Cells with room at hand of a place, and how far each is, in fifths of a cell. */
function cellsBeside(grid: Grid, [x, y]: Point): { cell: number; cost: number }[] {
  const { cells, minX, minY, cell, columns, rows } = grid;
  const reach = Math.max(AT_HAND, 2 * cell);
  const out: { cell: number; cost: number }[] = [];
  const first = Math.max(0, Math.floor((x - reach - minX) / cell));
  const last = Math.min(columns - 1, Math.floor((x + reach - minX) / cell));
  const top = Math.min(rows - 1, Math.floor((y + reach - minY) / cell));
  for (let row = Math.max(0, Math.floor((y - reach - minY) / cell)); row <= top; row++) {
    for (let column = first; column <= last; column++) {
      const at = row * columns + column;
      if (cells[at] !== ROOMY) continue;
      const far = Math.sqrt((minX + (column + 0.5) * cell - x) ** 2 + (minY + (row + 0.5) * cell - y) ** 2);
      if (far <= reach) out.push({ cell: at, cost: Math.round((far / cell) * STRAIGHT) });
    }
  }
  return out;
}
