import { areaOf } from "../model/geometry.ts";
import type { Draft } from "../stages/draft.ts";
import { pergolaCredit, wallCredit } from "../stages/green/climbers.ts";
import { LEAST_PATCH, plantable } from "../stages/green/planting.ts";
import { groundOf } from "../stages/ground/ground.ts";
import { areasOf, intersect, type Region, regionArea, regionOf, regionOfRings } from "../stages/plane/region.ts";
import type { Span } from "../stages/plane/section.ts";
import type { OpenGround } from "../stages/retrofit.ts";
import { assemble } from "../stages/rows/assemble.ts";
import { place, startsNow, tally } from "../stages/rows/layout.ts";
import type { Placed, Rows } from "../stages/rows/placed.ts";
import { randomFrom } from "../stages/rows/random.ts";
import { sameLine } from "../stages/rows/rows.ts";
import { type GreenPatch, greenPatches } from "./greenPatches.ts";

/** One way of using a zone, priced by the kernel. Square metres. */
export interface Use {
  /** Unique; the name of its column. */
  readonly id: string;
  readonly zone: string;
  readonly what: "stalls";
  /** Angles to the road at which they stand, degrees. */
  readonly angles: readonly number[];
  readonly stalls: number;
  readonly accessible: number;
  /** Convertible green that it takes, apron included. No use takes a tree. */
  readonly green: number;
  /** Ground under its stalls, to be paved. */
  readonly paved: number;
  /** Ground and looks, in square metres of green, as the search prices them. */
  readonly cost: number;
  /** By green patch of the site. */
  readonly taken: ReadonlyMap<string, number>;
  /** By leftover: ground that it covers and that can then not be planted. */
  readonly covers: ReadonlyMap<string, number>;
  /** Square metres of green that pergolas over its stalls are credited with; 0 where the scenario asks for none. */
  readonly roofs: number;
  readonly placed: readonly Placed[];
}

/** A stretch of one side of a road, with the green and the paving behind it. */
export interface RoadSide {
  readonly id: string;
  readonly frontage: number;
  /** Along the frontage, metres. */
  readonly from: number;
  readonly to: number;
}

/** Paved ground that nobody needs, where planting would count. */
export interface Leftover {
  readonly id: string;
  readonly region: Region;
  /** Square metres. */
  readonly area: number;
}

/** The ground of a compound cut into zones, with the uses of the road sides. */
export interface Zones {
  readonly roadSides: readonly RoadSide[];
  readonly leftovers: readonly Leftover[];
  readonly greens: readonly GreenPatch[];
  /** Square metres of green that climbers on walls could be credited with; 0 where the scenario asks for none. */
  readonly walls: number;
  readonly uses: readonly Use[];
  /** Pairs of uses of different zones that are in each other's way: rows of `uses`. */
  readonly conflicts: readonly (readonly [number, number])[];
}

/** Road sides are cut so that no zone is longer than this, metres: some twelve stalls abreast. */
const LONGEST_SIDE = 30;

/** The kernel is asked for the best row at each of these worths of a stall, square metres of green. */
const WORTHS = [2.5, 5, 7.5, 10, 12.5, 16, 21, 28, 40, 60];

/** As often it is asked again with part of the mouth lines left out, so that second bests are on offer beside other zones' uses. */
const DRAWS = 40;

/** Share of the mouth lines left out in such a draw. */
const LEFT_OUT = 0.4;

/** The first accessible stall is worth this much more where one is asked for, square metres of green. */
const ACCESSIBLE_WORTH = 5000;

/** Overlap below this is none, square metres. */
const SPECK = 0.05;

/** Spans of starts are in metres; a start may miss its span by this much. */
const SLACK = 1e-4;

/** Cuts a compound into zones and lets the kernel price the uses of each. */
export function zonesOf(ground: OpenGround): Zones {
  const { start, field } = ground;
  const { limits } = groundOf(start.problem);
  const leftovers = areasOf(plantable(start, limits), LEAST_PATCH).map((area, i): Leftover => {
    return { id: `leftover-${i + 1}`, region: regionOf([area]), area: areaOf(area) };
  });
  const greens = greenPatches(start.problem.site);
  const roadSides = field.frontages.flatMap(({ row, length }) => {
    if (field.kinds[row].length === 0) return [];
    const count = Math.ceil(length / LONGEST_SIDE);
    return Array.from({ length: count }, (_, i): RoadSide => {
      return {
        id: `side-${row + 1}-${i + 1}`,
        frontage: row,
        from: (i * length) / count,
        to: ((i + 1) * length) / count,
      };
    });
  });
  const priced = roadSides.flatMap((side) => usesOf(side, ground, { leftovers, greens }));
  const walls = start.problem.scenario.demand.newGreen.wallGreen ? wallCredit(start) : 0;
  return { roadSides, leftovers, greens, walls, uses: priced, conflicts: conflictsOf(priced, ground) };
}

/** Zones with uses that a packing has shown to be possible, in place of nothing: the kernel's own stay on offer. */
export function withPacked(zones: Zones, rows: Rows, ground: OpenGround): Zones {
  const known = new Set(zones.uses.map(({ placed }) => signature(placed)));
  const found = zones.roadSides.flatMap((side, i) => {
    // a stall belongs to the zone in which it starts
    const placed = (rows[side.frontage] ?? []).filter(
      ({ start }) => start >= side.from - SLACK && start < side.to - SLACK,
    );
    if (placed.length === 0 || known.has(signature(placed))) return [];
    const n = zones.uses.filter((use) => use.zone === side.id).length + 1;
    return [useOf(side, placed, `${side.id}.packed${n}.${i}`, ground, zones)];
  });
  if (found.length === 0) return zones;
  const uses = [...zones.uses, ...found];
  return { ...zones, uses, conflicts: conflictsOf(uses, ground) };
}

function usesOf(side: RoadSide, ground: OpenGround, others: Pick<Zones, "leftovers" | "greens">): Use[] {
  const { field, start } = ground;
  const kinds = field.kinds[side.frontage];
  const within = kinds.map(({ starts, pitch }): Span[] =>
    starts.flatMap(([from, to]): Span[] => {
      const low = Math.max(from, side.from);
      const high = Math.min(to, side.to - pitch);
      return high >= low ? [[low, high]] : [];
    }),
  );
  const angles = new Set(kinds.map(({ angle }) => angle));
  const choices: Span[][][] = [within];
  // each angle by itself too: the program may want the other one next door
  if (angles.size > 1) {
    for (const angle of angles) choices.push(within.map((spans, k) => (kinds[k].angle === angle ? spans : [])));
  }
  const random = randomFrom(side.frontage + 1);
  const wantsAccessible = (start.problem.scenario.demand.accessibleStalls?.min ?? 0) > 0;
  const out: Use[] = [];
  const known = new Set<string>();
  const offer = (starts: readonly (readonly Span[])[], worth: number, bonus: number) => {
    const placed = field.solver
      .solve(side.frontage, starts, worth, bonus)
      .map((placement) => place(field, side.frontage, placement));
    if (placed.length === 0 || known.has(signature(placed))) return;
    known.add(signature(placed));
    out.push(useOf(side, placed, `${side.id}.${out.length + 1}`, ground, others));
  };
  for (const starts of choices) for (const worth of WORTHS) offer(starts, worth, 0);
  for (let draw = 0; draw < DRAWS; draw++) {
    let out = false;
    const starts = within.map((spans, k) => {
      if (k === 0 || !sameLine(kinds[k - 1], kinds[k])) out = random() < LEFT_OUT;
      return out ? [] : spans;
    });
    offer(starts, WORTHS[draw % WORTHS.length], wantsAccessible && draw % 4 === 3 ? ACCESSIBLE_WORTH : 0);
  }
  if (wantsAccessible) for (const worth of [WORTHS[0], WORTHS[4], WORTHS[8]]) offer(within, worth, ACCESSIBLE_WORTH);
  return out;
}

function useOf(
  side: RoadSide,
  placed: readonly Placed[],
  id: string,
  { field, start }: OpenGround,
  { leftovers, greens }: Pick<Zones, "leftovers" | "greens">,
): Use {
  const { count, cost, green, accessible } = tally(field, placed);
  // the apron is paved as well
  const region = regionOfRings(placed.flatMap(({ body, front }) => [body, front]));
  const bodies = regionOfRings(placed.map(({ body }) => body));
  const shares = (zones: readonly (Leftover | GreenPatch)[], ground: Region) =>
    new Map(
      zones.flatMap((zone): [string, number][] => {
        const shared = regionArea(intersect(zone.region, ground));
        return shared > SPECK ? [[zone.id, shared]] : [];
      }),
    );
  return {
    id,
    zone: side.id,
    what: "stalls",
    angles: [...new Set(placed.map(({ kind }) => field.kinds[side.frontage][kind].angle))].sort((a, b) => b - a),
    stalls: count,
    accessible,
    green,
    paved: regionArea(bodies),
    cost,
    taken: shares(greens, bodies),
    covers: shares(leftovers, region),
    roofs: start.problem.scenario.demand.newGreen.pergola ? pergolaCredit(withStalls(start, field, placed)) : 0,
    placed,
  };
}

/** A draft with the stalls of a use on it. */
export function withStalls(start: Draft, field: OpenGround["field"], placed: readonly Placed[]): Draft {
  const rows = field.frontages.map((_, row) => placed.filter(({ frontage }) => frontage === row));
  const stalls = assemble(start.problem.site, field, rows).filter(
    (feature) =>
      (feature.kind === "stall" && feature.properties.status === "new") ||
      feature.kind === "accessAisle" ||
      feature.kind === "aisle",
  );
  return { ...start, features: [...start.features, ...stalls] };
}

function conflictsOf(uses: readonly Use[], { field }: OpenGround): [number, number][] {
  const out: [number, number][] = [];
  const none: Rows = field.frontages.map(() => []);
  const byFrontage = field.frontages.map(({ row }) =>
    uses.flatMap((use, i) => (use.placed[0].frontage === row ? [i] : [])),
  );
  for (const [a, use] of uses.entries()) {
    const own = use.placed[0].frontage;
    const rows = [...none];
    rows[own] = use.placed;
    // what a packing has placed may reach across the seam of two zones
    for (const b of byFrontage[own]) {
      if (b > a && uses[b].zone !== use.zone && reachInto(use, uses[b], field)) out.push([a, b]);
    }
    for (const other of field.neighbours[own]) {
      if (byFrontage[other].every((b) => b < a)) continue;
      // what the search itself would still allow beside this use
      const starts = startsNow(field, rows, other);
      for (const b of byFrontage[other])
        if (b > a && !uses[b].placed.every((p) => isAllowed(p, starts))) out.push([a, b]);
    }
  }
  return out;
}

function reachInto(one: Use, other: Use, { kinds }: OpenGround["field"]): boolean {
  const end = (placed: Placed) => placed.start + kinds[placed.frontage][placed.kind].pitch;
  return one.placed.some((a) => other.placed.some((b) => a.start < end(b) - SLACK && b.start < end(a) - SLACK));
}

function isAllowed({ kind, start }: Placed, starts: readonly (readonly Span[])[]): boolean {
  return starts[kind].some(([from, to]) => start >= from - SLACK && start <= to + SLACK);
}

/** The rows of a choice of uses, less the few stalls that the search would not allow beside the others. */
export function rowsOf(chosen: readonly Use[], { field }: OpenGround): Rows {
  const rows: Placed[][] = field.frontages.map(() => []);
  for (const { placed } of chosen) {
    const { frontage } = placed[0];
    const starts = startsNow(field, rows, frontage);
    const fits = placed.filter((one) => isAllowed(one, starts));
    const ends = (one: Placed) => one.start + field.kinds[frontage][one.kind].pitch;
    const free = fits.filter((one) =>
      rows[frontage].every((other) => ends(one) <= other.start + SLACK || ends(other) <= one.start + SLACK),
    );
    rows[frontage] = [...rows[frontage], ...free].sort((a, b) => a.start - b.start);
  }
  return rows;
}

function signature(placed: readonly Placed[]): string {
  return placed.map(({ kind, start }) => `${kind}@${start.toFixed(4)}`).join(" ");
}
