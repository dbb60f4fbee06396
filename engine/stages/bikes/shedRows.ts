import { type Area, bounds, pointsOf } from "../../model/geometry.ts";
import type { EbikeLimits } from "../limits.ts";
import { edgesOf, snappedArea } from "../plane/outline.ts";
import { areasOf, grow, intersect, type Region, regionArea, regionOf, subtract } from "../plane/region.ts";
import type { Edge } from "../plane/section.ts";
import {
  crossSections,
  fromEdge,
  merged,
  type Span,
  sidesOf,
  startSpans,
  toEdge,
  uncoveredSpans,
} from "../plane/section.ts";

// a shed rebuilt round its old place: rows side by side, in one of its two directions, on the ground that is there

/** How far a new shed may reach beyond the old one. */
export interface ShedReach {
  /** Metres. */
  readonly reach: number;
  /** What a metre that a row stands away from the middle of the old shed weighs, square metres. */
  readonly stay: number;
}

/** One that could stay where it is: it makes room where stalls would rather have its ground. */
export const BESIDE: ShedReach = { reach: 3, stay: 0 };

/** One that cannot: as near as it has room, sought in wider and wider rings. */
export const MOVED: readonly ShedReach[] = [3, 6, 10].map((reach) => ({ reach, stay: 20 }));

/** Rows are tried this far apart, metres; from the old shed's corner on, so that its own place is among them. */
const EVERY = 0.1;

/** A stretch of a row with fewer slots than this is not drawn. */
const LEAST_RUN = 3;

/** Coverage may fall short by rounding, metres. */
const SLACK = 0.001;

/** A square metre of green weighs so much more than a paved one. */
const GREEN = 4;

/** Each row has a price of its own, square metres: few long ones rather than many short. */
const ROW = 2;

/** What a shed is laid out on. */
export interface ShedGround {
  /** Where slots may stand. */
  readonly standing: Region;
  /** Where bicycles may be wheeled. */
  readonly walked: Region;
  /** Green that goes where something stands on it. */
  readonly green: Region;
}

/** Slots side by side, and the aisle before them. */
export interface ShedRow {
  /** Slots and aisle. */
  readonly whole: Area;
  readonly slots: readonly Area[];
  readonly aisle: Area;
}

/** One place of a row: how far across the shed it begins with its aisle, and where slots may start along it. */
interface Place {
  readonly from: number;
  readonly slots: readonly [near: number, far: number];
  readonly aisle: readonly [near: number, far: number];
  readonly starts: readonly number[];
  readonly price: number;
}

/**
 * Of so many arrangements, cheapest first, one must do. Of more where the shed cannot stay where it is, for the plan would be without
 * one; where it can, rows on dearer ground take more from the stalls than its old place does.
 */
export const MOST_TRIED = 40;
export const MOST_TRIED_TO_MOVE = 400;

/**
 * Rows with at least so many slots, and no more than a group may have, on the least ground of those that `isGood` accepts,
 * which is asked of the `most` cheapest; null where none is found.
 */
export function shedRows(
  shed: Area,
  ground: ShedGround,
  sizes: EbikeLimits,
  least: number,
  isGood: (rows: readonly ShedRow[]) => boolean,
  most: number,
  within: ShedReach,
): ShedRow[] | null {
  const all = directionsOf(shed).flatMap((edge) => rowsAlong(edge, shed, ground, sizes, least, within));
  all.sort((a, b) => a.price - b.price);
  for (const { rows } of all.slice(0, most)) {
    const made = rows();
    if (isGood(made)) return made;
  }
  return null;
}

/** An edge in each of the shed's two directions, from which its rows are counted across. */
function directionsOf(shed: Area): Edge[] {
  const edges = edgesOf(shed.shell, "inside");
  const first = edges.reduce((a, b) => (b.length > a.length + SLACK ? b : a));
  const square = edges.find(({ frame }) => {
    const [x, y] = frame.along;
    return Math.abs(x * first.frame.along[0] + y * first.frame.along[1]) < 0.5;
  });
  return square === undefined ? [first] : [first, square];
}

function rowsAlong(
  { frame }: Edge,
  shed: Area,
  ground: ShedGround,
  sizes: EbikeLimits,
  least: number,
  within: ShedReach,
): { rows(): ShedRow[]; price: number }[] {
  const { reach } = within;
  const corners = pointsOf(shed.shell).map(([x, y]) => toEdge(frame, x, y));
  const along = corners.map(([s]) => s);
  const across = corners.map(([, d]) => d);
  const origin = fromEdge(frame, Math.min(...along) - reach, Math.min(...across));
  const edge: Edge = {
    frame: { ...frame, origin },
    length: Math.max(...along) - Math.min(...along) + 2 * reach,
  };
  const depth = Math.max(...across) - Math.min(...across);
  const places = placesOf(edge, depth, ground, sizes, within);
  const most = Math.min(sizes.group, Math.floor(sizes.groupLength / sizes.width) * 2);
  const box = (from: number, to: number, [near, far]: readonly [number, number]) =>
    snappedArea([
      fromEdge(edge.frame, from, near),
      fromEdge(edge.frame, to, near),
      fromEdge(edge.frame, to, far),
      fromEdge(edge.frame, from, far),
    ]);
  return cheapest(places, least, most, sizes.length + sizes.aisle).map(({ price, rows }) => ({
    price,
    // drawn only when it is tried
    rows: () =>
      rows.flatMap(({ slots, aisle, starts }) =>
        runsOf(starts, sizes.width).map((run): ShedRow => {
          const end = run[run.length - 1] + sizes.width;
          return {
            whole: box(run[0], end, [Math.min(slots[0], aisle[0]), Math.max(slots[1], aisle[1])]),
            slots: run.map((start) => box(start, start + sizes.width, slots)),
            aisle: box(run[0], end, aisle),
          };
        }),
      ),
  }));
}

/** Every row that could stand, with its aisle on either side. */
function placesOf(
  edge: Edge,
  depth: number,
  ground: ShedGround,
  { width, length, aisle }: EbikeLimits,
  { reach, stay }: ShedReach,
): Place[] {
  const view = (region: Region) =>
    sidesOf(
      edge.frame,
      areasOf(region, 0).flatMap(({ shell, holes }) => [shell, ...holes]),
      0,
      edge.length,
    );
  const [standing, walked, green] = [view(ground.standing), view(ground.walked), view(ground.green)];
  // bands with slots first and with the aisle first are mostly the same ones: found once, by their near side in tenths of a millimetre
  const lackingOn = (sides: typeof standing, depth: number) => {
    const known = new Map<number, Span[]>();
    return (near: number): Span[] => {
      const key = Math.round(near * 1e4);
      const made =
        known.get(key) ?? uncoveredSpans(crossSections(sides, near, near + depth, 0, edge.length), depth, SLACK);
      known.set(key, made);
      return made;
    };
  };
  const [lacking, unwalked] = [lackingOn(standing, length), lackingOn(walked, aisle)];
  const under = (from: number, to: number, [near, far]: readonly [number, number]) => {
    const of = crossSections(green, near, far, from, to);
    let sum = 0;
    for (let k = 0; k < of.length; k += 4) sum += ((of[k + 1] - of[k]) * (of[k + 2] + of[k + 3])) / 2;
    return sum;
  };
  const places: Place[] = [];
  const steps = Math.round((depth + 2 * reach) / EVERY);
  for (let k = 0; k <= steps; k++) {
    const from = Math.round(k - reach / EVERY) * EVERY;
    for (const slotsFirst of [true, false]) {
      const slots = slotsFirst ? ([from, from + length] as const) : ([from + aisle, from + aisle + length] as const);
      const way = slotsFirst ? ([from + length, from + length + aisle] as const) : ([from, from + aisle] as const);
      const blocked = merged([...lacking(slots[0]), ...unwalked(way[0])]);
      const starts = startSpans(blocked, 0, edge.length, width).flatMap((span) => startsIn(span, width));
      if (starts.length === 0) continue;
      const ends: [number, number] = [starts[0], starts[starts.length - 1] + width];
      const off = [(ends[0] + ends[1] - edge.length) / 2, from + (length + aisle - depth) / 2];
      const moved = stay === 0 ? 0 : stay * Math.sqrt(off[0] * off[0] + off[1] * off[1]);
      const green = GREEN * (under(...ends, slots) + under(...ends, way));
      const price = starts.length * width * (length + aisle) + green + moved;
      places.push({ from, slots, aisle: way, starts, price });
    }
  }
  return places;
}

/** Starts of slots side by side from a span of possible starts; none from a span that holds too few. */
function startsIn([from, to]: Span, width: number): number[] {
  const count = Math.floor((to - from) / width + 1e-6) + 1;
  return count < LEAST_RUN ? [] : Array.from({ length: count }, (_, i) => from + i * width);
}

function runsOf(starts: readonly number[], width: number): number[][] {
  const runs: number[][] = [];
  for (const start of starts) {
    const run = runs[runs.length - 1];
    if (run !== undefined && start - run[run.length - 1] < width + SLACK) run.push(start);
    else runs.push([start]);
  }
  return runs;
}

interface Choice {
  readonly count: number;
  readonly end: number;
  readonly price: number;
  readonly rows: readonly Place[];
}

/** Rows one beside the other with at least so many slots, cheapest first; a row more than is needed is cut short. */
function cheapest(places: readonly Place[], least: number, most: number, depth: number): Choice[] {
  let open: Choice[] = [{ count: 0, end: -Infinity, price: 0, rows: [] }];
  const done: Choice[] = [];
  for (const place of places) {
    const more: Choice[] = [];
    for (const { count, end, price, rows } of open) {
      if (end > place.from + 1e-6) continue;
      const room = Math.min(place.starts.length, most - count);
      if (room <= 0) continue;
      const cut = { ...place, starts: place.starts.slice(0, room) };
      const next = {
        count: count + room,
        end: place.from + depth,
        price: price + (place.price * room) / place.starts.length + ROW,
        rows: [...rows, cut],
      };
      (next.count >= least ? done : more).push(next);
    }
    if (more.length > 0) open = undominated([...open, ...more]);
  }
  return done.sort((a, b) => a.price - b.price);
}

/** More slots than this stand under no roof. */
const MOST_SLOTS = 4096;

/** Of choices that end alike the cheapest for each count. */
function undominated<T extends { count: number; end: number; price: number }>(choices: T[]): T[] {
  const best = new Map<number, T>();
  for (const choice of choices) {
    // to the millimetre; nothing at all ends nowhere
    const key = (choice.end === -Infinity ? -1e6 : Math.round(choice.end * 1000)) * MOST_SLOTS + choice.count;
    const known = best.get(key);
    if (known === undefined || choice.price < known.price - 1e-9) best.set(key, choice);
  }
  const kept = [...best.values()];
  return kept.filter(
    (one) =>
      !kept.some(
        (other) =>
          other !== one && other.count >= one.count && other.end <= one.end + 1e-9 && other.price < one.price - 1e-9,
      ),
  );
}

/** The roof over rows and the aisles between them, in as few parts as it can be. */
export function roofOver(rows: readonly ShedRow[], free: Region): Area[] {
  const whole = grow(grow(regionOf(rows.map((row) => row.whole)), GAP), -GAP);
  const slots = regionOf(rows.flatMap((row) => row.slots));
  return areasOf(intersect(whole, free), 0.5).filter((part) => regionArea(intersect(regionOf([part]), slots)) > SLACK);
}

/** Aisles nearer than twice this to each other lie under one roof, metres. */
const GAP = 0.8;

/** Is there a box around the old shed that the new one keeps to? */
export function near(shed: Area, reach: number): Region {
  const [minX, minY, maxX, maxY] = bounds(shed.shell);
  const r = reach + 2;
  return regionOf([
    snappedArea([
      [minX - r, minY - r],
      [maxX + r, minY - r],
      [maxX + r, maxY + r],
      [minX - r, maxY + r],
    ]),
  ]);
}

/** Ground less what stands on it. */
export function less(ground: ShedGround, stalls: Region): ShedGround {
  return { ...ground, standing: subtract(ground.standing, stalls), walked: subtract(ground.walked, stalls) };
}
