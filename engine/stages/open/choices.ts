import type { Area, Point, Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import type { Choices } from "../choices.ts";
import { choicesOf } from "../compound/choices.ts";
import type { Draft } from "../draft.ts";
import type { Frontage } from "../ground/frontages.ts";
import type { Kind } from "../ground/kinds.ts";
import { limitsOf } from "../limits.ts";
import { snappedArea } from "../plane/outline.ts";
import { outlineOf, regionOf } from "../plane/region.ts";
import {
  crossSections,
  type EdgeFrame,
  fromEdge,
  merged,
  sidesOf,
  startSpans,
  toEdge,
  touchedSpans,
  uncoveredSpans,
} from "../plane/section.ts";
import { stallId } from "../rows/ids.ts";
import type { State } from "../rows/improve.ts";
import { type Field, fieldOf, place, tally } from "../rows/layout.ts";
import type { Placed } from "../rows/placed.ts";
import { type Envelope, UNITS } from "./envelope.ts";

/** What the stalls of a lot ask for, metres. */
export interface LotSizes {
  readonly width: number;
  readonly length: number;
  readonly aisle: number;
}

/** What roundings to 0.1 mm can add up to, metres. */
const ROUNDING = 0.0004;

/** A mouth is on an edge, and ground is covered, when it is this near, metres. FORMAT.md section 4, fact 1: less is rounding. */
const ON_EDGE = OVERLAP_TOLERANCE;

/** What a stall is worth where nothing else counts, in the search's unit. */
const WORTH = 100;

/** More places than this are for the search alone: some 1,500 stalls. */
const MOST_CANDIDATES = 10_000;

/** Kinds of feature that follow from the choice of stalls and are not made anew here. */
const FOLLOWS = new Set(["accessAisle", "charger", "stallRemoved"]);

/**
 * The choice of 90° stalls along both sides and both ends of the aisles of a draft, which stay as they are. Null for a draft whose
 * stalls are not all of that kind, and for lots with too many places.
 */
export function lotChoices(draft: Draft, envelope: Envelope, sizes: LotSizes, wanted: number): Choices | null {
  if (draft.features.some(({ kind }) => FOLLOWS.has(kind))) return null;
  const aisles = draft.features.filter((feature) => feature.kind === "aisle");
  const field = fieldAlong(draft, aisles, envelope, sizes);
  const rows = standing(field, draft);
  if (rows === null) return null;
  const tallies = rows.map((row) => tally(field, row));
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  const cost = tallies.reduce((sum, each) => sum + each.cost, 0);
  const best: State = { rows, tallies, total: { count, cost, green: 0, accessible: 0 }, value: 0 };
  const goal = { target: null, most: wanted, accessible: 0, lawful: 0, worth: WORTH, greenLimit: Infinity };
  const under = { green: null, pinned: 0 };
  return choicesOf(
    field,
    goal,
    best,
    { most: MOST_CANDIDATES, places: "lattice", slack: ROUNDING },
    under,
    (chosen) => {
      const tallied = chosen.map((row) => tally(field, row));
      const total = {
        count: chosen.reduce((sum, row) => sum + row.length, 0),
        cost: tallied.reduce((sum, each) => sum + each.cost, 0),
        green: 0,
        accessible: 0,
      };
      const kept = draft.features.filter(({ kind }) => kind !== "stall");
      return { draft: { ...draft, features: [...kept, ...stallsOf(field, chosen.flat())] }, total, missing: 0 };
    },
  );
}

/** Both sides and both ends of every aisle as edges that stalls open to. */
function fieldAlong(draft: Draft, aisles: readonly PlanFeature<"aisle">[], envelope: Envelope, sizes: LotSizes): Field {
  const metres = (ring: Ring): Ring => ring.map((value, i) => value / UNITS + envelope.origin[i % 2]);
  const ways = draft.features.flatMap((feature) =>
    feature.kind === "aisle" || feature.kind === "driveway" ? [feature.shape as Area] : [],
  );
  const free = envelope.stall.map(metres);
  const drivable = outlineOf(regionOf(ways));
  const frontages: Frontage[] = [];
  const kinds: Kind[][] = [];
  for (const aisle of aisles) {
    for (const [frame, length] of edgesOf(aisle.shape)) {
      const row = frontages.length;
      const roadWidth = aisle.properties.width;
      frontages.push({ frame, length, row, road: aisle.id, widths: [roadWidth], roadWidth, bends: [0, 0] });
      const covered = (rings: readonly Ring[], near: number, far: number) =>
        crossSections(sidesOf(frame, rings, 0, length), near, far, 0, length);
      const blocked = merged([
        ...uncoveredSpans(covered(free, 0, sizes.length), sizes.length, ON_EDGE),
        ...touchedSpans(covered(drivable, ON_EDGE, sizes.length)),
        ...uncoveredSpans(covered(drivable, -sizes.aisle, 0), sizes.aisle, ON_EDGE),
      ]);
      const starts = startSpans(blocked, 0, length, sizes.width);
      const nothing = new Float64Array(Math.ceil(length / 0.1) + 2);
      const kind: Kind = {
        angle: 90,
        type: "standard",
        size: { width: sizes.width, length: sizes.length },
        mouth: 0,
        depth: sizes.length,
        pitch: sizes.width,
        aisle: sizes.aisle,
        starts,
        cost: nothing,
        green: nothing,
      };
      kinds.push(starts.length > 0 ? [kind] : []);
    }
  }
  // the program does the choosing
  return fieldOf(frontages, kinds, limitsOf(draft.problem.rules), { solve: () => [] });
}

/** The sides of an aisle, each with its frame: along it, and out of the aisle. */
function edgesOf({ shell }: Area): [EdgeFrame, number][] {
  return Array.from({ length: shell.length / 2 }, (_, i): [EdgeFrame, number] => {
    const at = (k: number): Point => [shell[(2 * k) % shell.length], shell[(2 * k + 1) % shell.length]];
    const [a, b] = [at(i), at(i + 1)];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    const along: Point = [dx / length, dy / length];
    // shells run counter-clockwise: what is on the right is outside
    return [{ origin: a, along, out: [along[1], -along[0]] }, length];
  });
}

/** The draft's stalls on their edges; null where one is of another kind. */
function standing(field: Field, draft: Draft): Placed[][] | null {
  const rows: Placed[][] = field.frontages.map(() => []);
  for (const stall of draft.features) {
    if (stall.kind !== "stall") continue;
    if (stall.properties.status !== "new" || stall.properties.parkingAngle !== 90) return null;
    if (stall.properties.type !== "standard") return null;
    const on = field.frontages.find((frontage) => startOn(frontage, field.kinds[frontage.row][0], stall) !== null);
    if (on === undefined) return null;
    const start = startOn(on, field.kinds[on.row][0], stall);
    if (start === null) return null;
    rows[on.row].push(place(field, on.row, { kind: 0, start }));
  }
  return rows.map((row) => row.sort((a, b) => a.start - b.start));
}

/** Where along an edge a stall starts; null when its mouth is not on it. */
function startOn(
  { frame, length, road }: Frontage,
  kind: Kind | undefined,
  stall: PlanFeature<"stall">,
): number | null {
  if (kind === undefined || stall.properties.aisle !== road) return null;
  const [x0, y0, x1, y1] = stall.shape.shell;
  const [a, b] = [toEdge(frame, x0, y0), toEdge(frame, x1, y1)];
  if (Math.abs(a[1]) > ON_EDGE || Math.abs(b[1]) > ON_EDGE) return null;
  const start = Math.min(a[0], b[0]);
  if (start < -ON_EDGE || start + kind.pitch > length + ON_EDGE) return null;
  return Math.abs(Math.abs(a[0] - b[0]) - kind.pitch) < ON_EDGE ? Math.max(0, start) : null;
}

function stallsOf(field: Field, chosen: readonly Placed[]): PlanFeature<"stall">[] {
  return chosen.map((placed, i) => {
    const { frame, road } = field.frontages[placed.frontage];
    const { size, depth } = field.kinds[placed.frontage][placed.kind];
    const at = (s: number, d: number) => fromEdge(frame, placed.start + s, d);
    return {
      kind: "stall",
      id: stallId(i),
      // counter-clockwise, the mouth first: seen from the aisle, out is to the right
      shape: snappedArea([at(size.width, 0), at(0, 0), at(0, depth), at(size.width, depth)]),
      properties: {
        type: "standard",
        status: "new",
        parkingAngle: 90,
        width: size.width,
        length: size.length,
        aisle: road,
      },
    };
  });
}
