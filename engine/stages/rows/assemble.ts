import { flat, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import type { PlanFeature, PlanKind } from "../../model/plan.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { SNAP } from "../../model/tolerance.ts";
import { lanesOf } from "../fireLane.ts";
import { sectionsAlong } from "../ground/frontages.ts";
import { distance, distanceTo, snapped, snappedArea } from "../plane/outline.ts";
import { intersect, type Region, regionArea, regionOf, regionOfRings } from "../plane/region.ts";
import { type Edge, fromEdge, merged, type Span, uncoveredSpans } from "../plane/section.ts";
import { stallId } from "./ids.ts";
import type { Field } from "./layout.ts";
import type { Placed, Rows } from "./placed.ts";
import { sameLine } from "./rows.ts";
import { extentsOf, turnOf } from "./spurField.ts";
import { type Spur, turningPlace } from "./spurs.ts";

/**
 * Stalls, access aisles, widened aisles and fire lanes of a layout, with the stalls that stay.
 * @param pinned stalls that stand beside the layout; lanes swing round them as well
 */
export function assemble(
  site: Site,
  field: Field,
  rows: Rows,
  pinned: readonly PlanFeature<"stall">[] = [],
): PlanFeature[] {
  const features: PlanFeature[] = [];
  const count = new Map<PlanKind, number>();
  const next = (kind: PlanKind): string => {
    const n = (count.get(kind) ?? 0) + 1;
    count.set(kind, n);
    return kind === "stall" ? stallId(n - 1) : `${kind}-${n}`;
  };
  for (const stall of existingStalls(site, () => next("stall"))) features.push(stall);
  const aisles: PlanFeature[] = spurAisles(field, rows);
  const spurIds = new Map(aisles.map(({ id }, i) => [spursThere(field, rows)[i].row, id]));
  const accessAisles: PlanFeature[] = [];
  for (const row of rows) {
    for (const run of runsOf(field, row)) {
      const kind = field.kinds[run[0].frontage][run[0].kind];
      const frontage = field.frontages[run[0].frontage];
      const widened = kind.mouth > 0;
      const spur = spurIds.get(field.spurOf[frontage.row]);
      const opensTo = spur ?? (widened ? `aisle-${aisles.length + 1}` : frontage.road);
      if (widened) aisles.push(aisleAlong(field, run, opensTo));
      for (const placed of run) {
        const { angle, type, size, mouth, depth, pitch } = field.kinds[placed.frontage][placed.kind];
        const along = angle === 0 ? size.length : size.width;
        const at = (s: number, d: number) => fromEdge(frontage.frame, placed.start + s, d);
        const id = next("stall");
        features.push({
          kind: "stall",
          id,
          shape: snappedArea([at(along, mouth), at(0, mouth), at(0, mouth + depth), at(along, mouth + depth)]),
          properties: {
            type,
            status: "new",
            parkingAngle: angle,
            width: size.width,
            length: size.length,
            aisle: opensTo,
          },
        });
        if (pitch - along > SNAP) {
          accessAisles.push({
            kind: "accessAisle",
            id: next("accessAisle"),
            shape: snappedArea([
              at(pitch, mouth),
              at(along, mouth),
              at(along, mouth + depth),
              at(pitch, mouth + depth),
            ]),
            properties: { stalls: [id] },
          });
        }
      }
    }
  }
  const lanes = lanesOf(site, field.limits.laneWidth, (road) => takenOf(site, field, rows, road, pinned));
  return [...features, ...accessAisles, ...aisles, ...lanes, ...turnarounds(field, rows, lanes.length)];
}

/** The stalls that are there today, corners turned so that the mouth comes first. */
function existingStalls(site: Site, id: () => string): PlanFeature<"stall">[] {
  const roads = featuresOf(site, "road");
  return featuresOf(site, "stall").map((stall) => {
    const ring = stall.shape.shell;
    const corner = (i: number): Point => {
      const k = ((stall.properties.mouth + i) % 4) * 2;
      return [ring[k], ring[k + 1]];
    };
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    const along = distance(a, b);
    const depth = distance(b, c);
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    let road = "";
    let least = Infinity;
    for (const candidate of roads) {
      const gap = distanceTo(middle, [candidate.shape.shell]);
      if (gap < least) {
        least = gap;
        road = candidate.id;
      }
    }
    return {
      kind: "stall",
      id: id(),
      shape: { shell: flat([a, b, c, corner(3)]), holes: [] },
      properties: {
        type: stall.properties.type,
        status: "existing",
        parkingAngle: along > depth ? 0 : 90,
        width: millimetres(Math.min(along, depth)),
        length: millimetres(Math.max(along, depth)),
        aisle: road,
      },
    };
  });
}

/** Stretches of a row whose mouths lie on one line without a gap. */
function runsOf(field: Field, row: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = [];
  for (const placed of row) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    const kinds = field.kinds[placed.frontage];
    if (
      last !== undefined &&
      sameLine(kinds[last.kind], kinds[placed.kind]) &&
      placed.start - last.start <= kinds[last.kind].pitch + 0.001
    ) {
      run.push(placed);
    } else runs.push([placed]);
  }
  return runs;
}

/** The aisle in front of a run: the road and what it is widened by. */
function aisleAlong(field: Field, run: readonly Placed[], id: string): PlanFeature<"aisle"> {
  const { frame } = field.frontages[run[0].frontage];
  const kind = field.kinds[run[0].frontage][run[0].kind];
  const last = run[run.length - 1];
  const from = run[0].start;
  const to = last.start + field.kinds[last.frontage][last.kind].pitch;
  const [near, far] = [kind.mouth - kind.aisle, kind.mouth];
  return {
    kind: "aisle",
    id,
    shape: snappedArea([
      fromEdge(frame, to, near),
      fromEdge(frame, from, near),
      fromEdge(frame, from, far),
      fromEdge(frame, to, far),
    ]),
    properties: {
      width: kind.aisle,
      oneWay: false,
      centreline: snapped([fromEdge(frame, from, (near + far) / 2), fromEdge(frame, to, (near + far) / 2)]),
      status: "new",
    },
  };
}

/** The spurs that some rows need. */
function spursThere(field: Field, rows: Rows): Spur[] {
  const extents = extentsOf(field, rows);
  return field.spurs.filter((_, i) => extents[i] > 0);
}

/** How far a spur overlaps the road it starts on, metres, so that nothing parts the two. */
const ONTO_ROAD = 0.5;

/** The aisles of our own that some rows need, as far in as they need them. */
function spurAisles(field: Field, rows: Rows): PlanFeature<"aisle">[] {
  const extents = extentsOf(field, rows);
  return spursThere(field, rows).map((spur, i) => {
    const { frame, width, throat } = spur;
    const from = -Math.min(ONTO_ROAD, throat);
    const to = extents[spur.row];
    const at = (along: number, aside: number) => fromEdge(frame, along, aside);
    return {
      kind: "aisle",
      id: `aisle-${i + 1}`,
      shape: snappedArea([at(from, width), at(to, width), at(to, 0), at(from, 0)]),
      properties: {
        width,
        oneWay: false,
        centreline: snapped([at(from, width / 2), at(to, width / 2)]),
        status: "new",
      },
    };
  });
}

/** A new lane begins so far on the road that it leaves, metres: the lane of that road lies there. */
const THROUGH_MOUTH = 2;

/** A place to turn at the end of each aisle of our own that is too long to back out of, and a fire lane that leads there. */
function turnarounds(field: Field, rows: Rows, lanes: number): PlanFeature[] {
  const extents = extentsOf(field, rows);
  const long = field.spurs.filter((spur, i) => turnOf(spur, extents[i]).length > 0);
  return long.flatMap((spur, i): PlanFeature[] => {
    const { frame, width, throat, depth, turn } = spur;
    if (turn === null) return [];
    const lane = Math.min(field.limits.laneWidth, width);
    const [near, far] = [(width - lane) / 2, (width + lane) / 2];
    // into the middle of the place: whoever drives to its end is there
    const [from, to] = [-Math.min(THROUGH_MOUTH, throat), depth + turn.deep / 2];
    const at = (along: number, aside: number) => fromEdge(frame, along, aside);
    return [
      {
        kind: "fireLane",
        id: `fireLane-${lanes + i + 1}`,
        shape: snappedArea([at(from, far), at(to, far), at(to, near), at(from, near)]),
        properties: { width: millimetres(lane), status: "new" },
      },
      {
        kind: "turnaround",
        id: `turnaround-${i + 1}`,
        shape: snappedArea(pointsOf(turningPlace(spur, turn))),
        properties: { shape: turn.shape },
      },
    ];
  });
}

/** A lane swings round what stands on a road within this, metres: an engine needs no more to shift sideways by a stall. */
const SWING = 6;

/** A stall and as much before and after it, along its mouth, as a lane needs to swing round it. */
export function swung(ring: Ring): Ring {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = ring;
  const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  const dx = ((x1 - x0) / length) * SWING;
  const dy = ((y1 - y0) / length) * SWING;
  return flat([
    [x0 - dx, y0 - dy],
    [x1 + dx, y1 + dy],
    [x2 + dx, y2 + dy],
    [x3 - dx, y3 - dy],
  ]);
}

/**
 * The strips that stalls standing on a road take from its lane, from a swing before each run to a swing after it; where the
 * road beside them is no wider than the lane, the lane swings out no sooner than at the stall itself.
 */
function takenOf(site: Site, field: Field, rows: Rows, road: string, pinned: readonly PlanFeature<"stall">[]): Region {
  const ground = featuresOf(site, "road").filter(({ id }) => id === road);
  const rings = ground.flatMap(({ shape }) => [shape.shell, ...shape.holes]);
  // one beside another road takes nothing of this: narrower than a lane should be, it would be none any more
  const own = regionOf(ground.map(({ shape }) => shape));
  const strips: Ring[] = pinned
    .filter(
      ({ shape, properties }) => properties.aisle === road || regionArea(intersect(regionOf([shape]), own)) > SPECK,
    )
    .map(({ shape }) => swung(shape.shell));
  for (const frontage of field.frontages) {
    if (frontage.road !== road) continue;
    const { frame, length } = frontage;
    const narrow = new Map<number, readonly Span[]>();
    for (const placed of rows[frontage.row]) {
      const { mouth, pitch } = field.kinds[placed.frontage][placed.kind];
      if (mouth >= 0) continue;
      const tight = narrow.get(mouth) ?? tightBeside(frontage, rings, mouth, field.limits.laneWidth);
      narrow.set(mouth, tight);
      const end = placed.start + pitch;
      let [from, to] = [Math.max(0, placed.start - SWING), Math.min(length, end + SWING)];
      for (const [low, high] of tight) {
        if (low <= placed.start) from = Math.min(placed.start, Math.max(from, high));
        if (high >= end) to = Math.max(end, Math.min(to, low));
      }
      strips.push(
        snapped([
          fromEdge(frame, from, mouth),
          fromEdge(frame, to, mouth),
          fromEdge(frame, to, 0.01),
          fromEdge(frame, from, 0.01),
        ]),
      );
    }
  }
  return regionOfRings(strips);
}

/** What overlaps by less only touches, square metres. */
const SPECK = 0.01;

/** Where a road bends its lane is narrower than the road is deep, metres: 4 m deep at a bend of 6° are 2 cm less. */
const BENDING = 0.02;

/** Where beside a line on a road hardly a lane of a width is left. */
function tightBeside(edge: Edge, road: readonly Ring[], mouth: number, laneWidth: number): readonly Span[] {
  const depth = laneWidth + BENDING;
  return merged(uncoveredSpans(sectionsAlong(edge, road, mouth - depth, mouth), depth, 0));
}

function millimetres(value: number): number {
  return Math.round(value * 1000) / 1000;
}
