import { type Area, flat, type Point, pointsOf } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { areaShared, areasOf, together } from "../areas.ts";
import { outlineOf } from "../outline.ts";
import { metres, type Scene } from "../scene.ts";
import { narrowest } from "../width.ts";
import { blockedBy, offRoads, type Remedy, remedyOf } from "./remedy.ts";

/** A side is looked at this often, metres. */
const PACE = 0.5;

/** Widths are met when they miss by no more than this, metres. */
const ROUNDING = 0.001;

/** Widening is told and done in whole centimetres. */
const CENTIMETRE = 0.01;

/** A stretch shorter than this is a corner of the drawing, not a side, metres. */
const LEAST_STRETCH = 1;

/** Sides of a lane go on round bends of up to 60°, as the cosine. */
const BEND = 0.5;

/** One side of a lane where it is too narrow: a line along the rim, ground on its left, and how much is missing. Metres. */
interface Stretch {
  /** Row of the lane's edge that it begins on. */
  readonly edge: number;
  readonly line: readonly Point[];
  readonly length: number;
  readonly missing: number;
}

/**
 * The cheaper side to widen a lane on so that it is as wide as asked along its whole length, least green first; null where
 * something stands on either side.
 */
export function widening(scene: Scene, lane: Area, required: number): Remedy | null {
  const bySite = known.get(scene.site) ?? new Map<string, Remedy | null>();
  known.set(scene.site, bySite);
  // a lane is asked about in every audit of its site, as a new object each time
  const key = `${scene.rules.profile} ${required} ${lane.shell.join(" ")}`;
  const made = bySite.get(key);
  if (made !== undefined) return made;
  const remedy = cheapestSide(scene, lane, required);
  bySite.set(key, remedy);
  return remedy;
}

const known = new WeakMap<Site, Map<string, Remedy | null>>();

function cheapestSide(scene: Scene, lane: Area, required: number): Remedy | null {
  const found = narrowSides(lane, required).flatMap((side): Remedy[] => {
    const by = Math.ceil((side.missing - ROUNDING) / CENTIMETRE) * CENTIMETRE;
    const strip = stripBeside(side.line, by);
    const areas = offRoads(scene, strip);
    if (areas.length === 0 || blockedBy(scene, areas) !== null) return [];
    const wider = widened(lane, side, strip);
    if (wider === null || narrowest(wider).width < required - ROUNDING) return [];
    const what = `widen this stretch by ${metres(by)} over ${side.length.toFixed(1)} m${besideWhat(scene, areas)}`;
    return [remedyOf(scene, { cures: "fire.lane.clear_width", what, areas, lane: wider })];
  });
  return found.reduce<Remedy | null>((best, next) => (best === null || isCheaper(next, best) ? next : best), null);
}

/** A lane with a strip beside it; null where the two are not of one piece. */
function widened(lane: Area, { edge, line }: Stretch, strip: Area): Area | null {
  if (line.length === 2 && outlineOf(lane).convex) return besideOneEdge(lane, edge, strip);
  const [wider, ...rest] = areasOf(together([lane, strip]));
  return wider === undefined || rest.length > 0 ? null : wider;
}

/** Two corners nearer to each other than this are one, metres. */
const SAME_CORNER = 1e-9;

/** What a general union says of a strip along one edge of a convex lane: the rim goes round it. The leftmost corner first. */
function besideOneEdge({ shell }: Area, edge: number, strip: Area): Area {
  const [to, from, ...outer] = pointsOf(strip.shell);
  const corners = pointsOf(shell);
  const rim = [...corners.slice(0, edge + 1), from, ...outer, to, ...corners.slice(edge + 1)];
  const apart = rim.filter(([x, y], i) => {
    const [bx, by] = rim[(i + rim.length - 1) % rim.length];
    return Math.abs(x - bx) > SAME_CORNER || Math.abs(y - by) > SAME_CORNER;
  });
  const around = apart.filter(([x, y], i) => {
    const [ax, ay] = apart[(i + apart.length - 1) % apart.length];
    const [bx, by] = apart[(i + 1) % apart.length];
    return (x - ax) * (by - y) !== (y - ay) * (bx - x);
  });
  const first = around.reduce((least, [x, y], i) => {
    const [lx, ly] = around[least];
    return x < lx || (x === lx && y < ly) ? i : least;
  }, 0);
  return { shell: flat([...around.slice(first), ...around.slice(0, first)]), holes: [] };
}

function isCheaper(one: Remedy, other: Remedy): boolean {
  if (Math.abs(one.green - other.green) > 0.05) return one.green < other.green;
  return one.paved < other.paved - 0.05;
}

/** Which green the strip is taken from, if any. */
function besideWhat(scene: Scene, areas: readonly Area[]): string {
  const greens = featuresOf(scene.site, "green").filter(({ shape }) => areaShared(areas, [shape]) > 0.05);
  return greens.length === 0 ? "" : ` into ${greens.map(({ id }) => id).join(" and ")}`;
}

/** Runs of the rim from which the other side is nearer than asked, corners and all. */
function narrowSides(lane: Area, required: number): Stretch[] {
  const corners = pointsOf(lane.shell);
  const outline = outlineOf(lane);
  const edges = corners.map((a, i) => {
    const b = corners[(i + 1) % corners.length];
    const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
    const along: Point = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    return { a, b, length, along, ...narrowOn(outline.edges, a, along, length, i, required) };
  });
  const out: Stretch[] = [];
  const taken = new Set<number>();
  edges.forEach((edge, i) => {
    if (edge.missing === 0 || taken.has(i)) return;
    // back to where the narrow side begins
    let first = i;
    for (let n = 0; n < edges.length; n++) {
      const before = (first + edges.length - 1) % edges.length;
      if (before === i || !goesOn(edges[before], edges[first])) break;
      first = before;
    }
    const run = [first];
    while (
      run.length < edges.length &&
      goesOn(edges[run[run.length - 1]], edges[(run[run.length - 1] + 1) % edges.length])
    )
      run.push((run[run.length - 1] + 1) % edges.length);
    for (const k of run) taken.add(k);
    const [from, to] = [edges[run[0]], edges[run[run.length - 1]]];
    const line: Point[] = [
      at(from.a, from.along, from.from),
      ...run.slice(1).map((k) => edges[k].a),
      at(to.a, to.along, to.to),
    ];
    let length = 0;
    for (let k = 1; k < line.length; k++)
      length += Math.sqrt((line[k][0] - line[k - 1][0]) ** 2 + (line[k][1] - line[k - 1][1]) ** 2);
    if (length >= LEAST_STRETCH)
      out.push({ edge: run[0], line, length, missing: Math.max(...run.map((k) => edges[k].missing)) });
  });
  return out;
}

interface Narrow {
  /** Along the edge, metres. */
  readonly from: number;
  readonly to: number;
  /** Metres at its narrowest; 0 where it is wide enough. */
  readonly missing: number;
}

/** Where along an edge, and by how much, the ground straight across is narrower than asked. */
function narrowOn(edges: Float64Array, a: Point, along: Point, length: number, own: number, required: number): Narrow {
  const places = Math.max(2, Math.ceil(length / PACE));
  let [from, to, missing] = [Infinity, -Infinity, 0];
  for (let n = 0; n <= places; n++) {
    const s = Math.min(length - 1e-3, Math.max(1e-3, (n / places) * length));
    const across = acrossFrom(edges, at(a, along, s), [-along[1], along[0]], own);
    if (across >= required - ROUNDING) continue;
    from = Math.min(from, s);
    to = Math.max(to, s);
    missing = Math.max(missing, required - across);
  }
  // what is narrow up to a corner is narrow to its end
  if (from < 2 * PACE) from = 0;
  if (to > length - 2 * PACE) to = length;
  return { from, to, missing: from < to ? missing : 0 };
}

/** From a place of a rim straight across the inside to the rim, metres. */
function acrossFrom(edges: Float64Array, [x, y]: Point, [nx, ny]: Point, own: number): number {
  let least = Infinity;
  let nearest = -1;
  for (let i = 0; i < edges.length; i += 4) {
    if (i === own * 4) continue;
    const [ex, ey] = [edges[i + 2] - edges[i], edges[i + 3] - edges[i + 1]];
    const cross = nx * ey - ny * ex;
    if (Math.abs(cross) < 1e-9) continue;
    const [wx, wy] = [edges[i] - x, edges[i + 1] - y];
    const t = (wx * ey - wy * ex) / cross;
    const u = (wx * ny - wy * nx) / cross;
    if (t > 1e-6 && u >= 0 && u <= 1 && t < least) [least, nearest] = [t, i / 4];
  }
  // across a corner of the rim is not across the lane
  const count = edges.length / 4;
  return nearest === (own + 1) % count || nearest === (own + count - 1) % count ? Infinity : least;
}

function goesOn(
  one: Narrow & { along: Point; length: number },
  next: Narrow & { along: Point; length: number },
): boolean {
  const isWhole = one.missing > 0 && next.missing > 0 && one.to > one.length - PACE && next.from < PACE;
  return isWhole && one.along[0] * next.along[0] + one.along[1] * next.along[1] > BEND;
}

/** The strip on the outside of a rim, `by` metres deep, mitred at bends. */
function stripBeside(line: readonly Point[], by: number): Area {
  const outer = line.map((point, i): Point => {
    const before = i === 0 ? null : outward(line[i - 1], point);
    const after = i === line.length - 1 ? null : outward(point, line[i + 1]);
    const [p, q] = [before ?? after, after ?? before];
    if (p === null || q === null) return point;
    const scale = by / Math.max(0.5, 1 + p[0] * q[0] + p[1] * q[1]);
    return [point[0] + (p[0] + q[0]) * scale, point[1] + (p[1] + q[1]) * scale];
  });
  // the ground of the lane lies on the line's left: back along it, then out along the new rim, is counter-clockwise
  return { shell: flat([...line].reverse().concat(outer)), holes: [] };
}

/** Unit normal to the right: rings run with their ground on the left. */
function outward(a: Point, b: Point): Point {
  const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) || 1;
  return [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
}

function at([x, y]: Point, [dx, dy]: Point, s: number): Point {
  return [x + dx * s, y + dy * s];
}
