import { type Area, flat, type Point, ringArea } from "../model/geometry.ts";
import { featuresOf, isCompound, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE, SNAP } from "../model/tolerance.ts";
import { standOff, THROUGH_GATE } from "../rules/gateway.ts";
import { type Ground, groundOf } from "./clearance.ts";
import { type Flood, flood, type Opening, type Pace, type Seat, THOROUGH, WIDTH_TOLERANCE } from "./flood.ts";
import { isInside, type Outline, outlineOf, overlapDepth, squaredToSegment } from "./outline.ts";
import type { Scene, Thing } from "./scene.ts";

// the street before a gate as ground that a disc can start on, and how much of a gate a way has to lead through

/** A gate's ground overlaps what is drawn up to the gate by this much, metres: gates are snapped within 0.05 m. */
const INWARD = 0.06;

/** Street beside a gate overlaps what is drawn up to the boundary by this much, metres: roundings, and cracks that are no gap. */
const JOINED = 0.005;

/** A gate's ground goes on into the street by its width and this much, metres: room for the whole disc. */
const OUTWARD = 6;

/** A post stands on an edge of the boundary within this, metres. */
const ON_EDGE = 2 * SNAP;

/** What leads in from the street. */
export interface Streets {
  /** The disc of a way rolled in by the gates; a stall is reached when one of these reaches it. */
  rolled(width: number, pace: Pace): Flood[];
  /** The gate at whose opening a way as wide as asked falls short, and by what; null where that is not the reason. */
  tightGate(seat: Seat, width: number): { gate: string; required: number; measured: number } | null;
}

/** On an open lot a way may stand beyond a gate's post by `standOff`; nowhere else. */
export function streetsOf(scene: Scene, openings: readonly Opening[], blockers: readonly Thing[]): Streets {
  const pieces = [...scene.driven, ...scene.roads, ...openings];
  const gates = isCompound(scene.site) ? [] : carGates(scene);
  const bare = { ground: groundOf(pieces, blockers), openings };
  /** Each gate with so much street beside it. */
  const opened = (width: number, reaches: readonly number[]): { ground: Ground; openings: readonly Opening[] } => {
    const beside = gates.map((gate, row) =>
      reaches[row] > 0 ? besideOpening(gate, scene.boundary, reaches[row]) : [],
    );
    if (beside.every((things) => things.length === 0)) return bare;
    return {
      ground: groundOf([...pieces, ...beside.flat()], blockers),
      // what has street beside it does not govern as a narrow gate does
      openings: openings.map((own, row) =>
        beside[row].length > 0 ? { ...own, width: Math.max(own.width, width) } : own,
      ),
    };
  };
  const asUsed = (width: number) =>
    opened(
      width,
      openings.map((own) => standOff(own.width, width)),
    );
  const suspects = new Map<number, { row: number; flood: Flood }[]>();
  const through = new Map<number, Flood>();
  return {
    rolled(width, pace) {
      const used = asUsed(width);
      // a gate a little narrower than the way may be used either way: beyond its post, or as wide as it is
      const both = used !== bare && openings.some((own) => own.width < width);
      return (both ? [used, bare] : [used]).map((way) => flood(way.ground, way.openings, width, pace));
    },
    tightGate(seat, width) {
      if (gates.length === 0) return null;
      const known =
        suspects.get(width) ??
        gates.map((_, row) => {
          const reaches = openings.map((own, k) => (k === row ? width : standOff(own.width, width)));
          const way = opened(width, reaches);
          return { row, flood: flood(way.ground, way.openings, width, THOROUGH) };
        });
      suspects.set(width, known);
      const tight = known.find((one) => one.flood.widthAt(seat) >= width - WIDTH_TOLERANCE);
      if (tight === undefined) return null;
      const own = through.get(width) ?? flood(bare.ground, bare.openings, width, THOROUGH);
      through.set(width, own);
      const required = Math.min(openings[tight.row].width, width, THROUGH_GATE);
      const measured = own.widthAt(seat);
      // where the boundary turns at the post it is not the opening that is missing
      return measured < required - WIDTH_TOLERANCE ? { gate: gates[tight.row].id, required, measured } : null;
    },
  };
}

/** Gates for cars, in file order. */
export function carGates({ site }: Scene): SiteFeature<"gate">[] {
  return featuresOf(site, "gate").filter((gate) => gate.properties.modes.includes("car"));
}

/** The opening itself, drawn out into the street. */
export function openingOf(gate: SiteFeature<"gate">, boundary: Outline): Opening {
  const { a, b, width, out } = chordOf(gate, boundary);
  const corner = (from: Point, d: number): Point => [from[0] + out[0] * d, from[1] + out[1] * d];
  const ring = [corner(a, -INWARD), corner(b, -INWARD), corner(b, width + OUTWARD), corner(a, width + OUTWARD)];
  return { id: gate.id, kind: "gate", outline: outlineOf(around(ring)), width };
}

/**
 * Street beside an opening, up to `reach` metres beyond each post: between the boundary, as it runs on from the post, and a line as
 * far out as the opening goes. Nothing of it lies inside the site but what joins it. None where the boundary turns at the post.
 */
export function besideOpening(gate: SiteFeature<"gate">, boundary: Outline, reach: number): Thing[] {
  const { a, b, width, out, along } = chordOf(gate, boundary);
  const far = width + OUTWARD;
  const sides: [Point, Point][] = [
    [a, [-along[0], -along[1]]],
    [b, along],
  ];
  return sides.flatMap(([post, away]) => {
    const chain = runBeyond(boundary, post, away, out, reach);
    const [end] = chain[chain.length - 1];
    if (end < ON_EDGE || chain.some(([, d]) => d > width)) return [];
    const inner = chain.map(([s, d]) => [s, d - JOINED] as const);
    const ring = [...inner, [end, far] as const, [0, far] as const].map(
      ([s, d]): Point => [post[0] + away[0] * s + out[0] * d, post[1] + away[1] * s + out[1] * d],
    );
    const thing: Thing = { id: gate.id, kind: "gate", outline: outlineOf(around(ring)) };
    // where another part of the boundary comes round to there, the street ends
    return overlapDepth(thing.outline, boundary).depth > JOINED + OVERLAP_TOLERANCE ? [] : [thing];
  });
}

/** A gate's ends, the straight line between them, and the way out of the site across it. */
function chordOf({ shape: line }: SiteFeature<"gate">, boundary: Outline) {
  const last = line.length - 2;
  const a: Point = [line[0], line[1]];
  const b: Point = [line[last], line[last + 1]];
  const width = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  const along: Point = [(b[0] - a[0]) / width, (b[1] - a[1]) / width];
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  let out: Point = [along[1], -along[0]];
  if (isInside(boundary, middle[0] + out[0] * 0.2, middle[1] + out[1] * 0.2)) out = [-out[0], -out[1]];
  return { a, b, width, along, out };
}

/**
 * The boundary from a post on, as (distance from the post along the gate's line, distance out of it), as long as it leads away from
 * the gate and at most `reach` of it. The post itself comes first.
 */
function runBeyond(
  { area, edges }: Outline,
  post: Point,
  away: Point,
  out: Point,
  reach: number,
): (readonly [number, number])[] {
  let best: (readonly [number, number])[] = [[0, 0]];
  let edge = 0;
  for (const ring of [area.shell, ...area.holes]) {
    const n = ring.length / 2;
    for (let i = 0; i < n; i++, edge += 4) {
      if (squaredToSegment(post[0], post[1], edges, edge) > ON_EDGE * ON_EDGE) continue;
      const j = (i + 1) % n;
      for (const step of [1, n - 1]) {
        const run: (readonly [number, number])[] = [[0, 0]];
        for (let k = step === 1 ? j : i; run.length <= n; k = (k + step) % n) {
          const [dx, dy] = [ring[2 * k] - post[0], ring[2 * k + 1] - post[1]];
          const [s, d] = [dx * away[0] + dy * away[1], dx * out[0] + dy * out[1]];
          const [s0, d0] = run[run.length - 1];
          if (s >= reach) {
            run.push([reach, d0 + ((d - d0) * (reach - s0)) / (s - s0)]);
            break;
          }
          // a vertex at the post itself says nothing yet
          if (dx * dx + dy * dy <= ON_EDGE * ON_EDGE && run.length === 1) continue;
          if (s <= s0) break;
          run.push([s, d]);
        }
        if (run[run.length - 1][0] > best[best.length - 1][0]) best = run;
      }
    }
  }
  return best;
}

function around(points: readonly Point[]): Area {
  const shell = flat(points);
  return { shell: ringArea(shell) > 0 ? shell : flat([...points].reverse()), holes: [] };
}
