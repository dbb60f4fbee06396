import { flat, type Point, pointsOf } from "../model/geometry.ts";
import { featuresOf, isCompound, type SiteFeature } from "../model/site.ts";
import { groundOf } from "./clearance.ts";
import { CAR_WIDTH, type Flood, flood, type Opening, QUICK, type Seat, THOROUGH, WIDTH_TOLERANCE } from "./flood.ts";
import { type Turn, turnsOf } from "./mouth.ts";
import { isInside, outlineOf } from "./outline.ts";
import { type Finding, metres, type Outcome, ruleNumber, type Scene, thingOf } from "./scene.ts";
import { blockersToday, stallsOf } from "./stalls.ts";

// fact 3 of FORMAT.md section 4: every mouth is connected to a car gate over drivable ground

/** Today's way to a stall is looked for this near to the ground before its mouth, metres: the apron may be new. */
const NEAR_TODAY = 2.4;

/** Width of a single lane where the profile has no rule for it, metres. */
const SINGLE_LANE = 4;

/** A gate's ground overlaps what is drawn up to the gate by this much, metres: gates are snapped within 0.05 m. */
const INWARD = 0.06;

/** A gate's ground goes on into the street by its width and this much, metres: room for the whole disc. */
const OUTWARD = 6;

/**
 * Open lots at the full aisle width; compounds at the width of a single lane, or at today's where a road has less.
 * A gate narrower than that governs at the gate.
 */
export function reachable(scene: Scene): Outcome {
  const rule = "fact.reachable";
  const stalls = stallsOf(scene);
  if (stalls.length === 0) return { rule, findings: [], required: null, measured: null, unit: "m" };
  const { openings, seats, wanted } = waysOf(scene);
  const ground = groundOf([...scene.driven, ...scene.roads, ...openings], [...scene.standing, ...blockersToday(scene)]);
  const least = Math.min(...wanted);
  const widths = [...new Set(wanted)].sort((a, b) => b - a);
  const missed = new Set<number>();
  for (const width of widths) {
    const quick = flood(ground, openings, width, QUICK);
    wanted.forEach((own, i) => {
      if (own === width && quick.widthAt(seats[i]) < width - WIDTH_TOLERANCE) missed.add(i);
    });
  }
  if (missed.size === 0) return { rule, findings: [], required: least, measured: least, unit: "m" };

  const findings: Finding[] = [];
  let narrowest = least;
  for (const width of widths) {
    const own = [...missed].filter((i) => wanted[i] === width);
    if (own.length === 0) continue;
    const plan = flood(ground, openings, width, THOROUGH);
    const before = isCompound(scene.site) ? flood(groundToday(scene, openings), openings, width, THOROUGH) : null;
    for (const i of own) {
      const { id } = stalls[i];
      const got = plan.widthAt(seats[i]);
      // in a compound today's road sets what can be asked of it
      const today = before === null ? 0 : widthToday(before, seats[i]);
      const asked = today > CAR_WIDTH ? Math.min(width, today) : width;
      narrowest = Math.min(narrowest, got);
      if (got >= asked - WIDTH_TOLERANCE) continue;
      const reason =
        got < CAR_WIDTH
          ? `no way for a car leads from a gate to stall ${id}`
          : `the way from the gate to stall ${id} is only ${metres(got)} wide where ${metres(asked)} is asked`;
      const { at } = seats[i];
      const amount = asked - got;
      findings.push({ required: asked, measured: got, features: [id], at, note: `${reason}.`, amount });
    }
  }
  return { rule, findings, required: least, measured: narrowest, unit: "m" };
}

/** Car gates as ground, and for each stall its seat and the width of way it asks for, metres. */
export function waysOf(scene: Scene): { openings: Opening[]; seats: Seat[]; wanted: number[] } {
  const { site, rules } = scene;
  const lane = isCompound(site) ? ruleNumber(rules, "road.lane.single_width", SINGLE_LANE) : null;
  const gates = featuresOf(site, "gate").filter((gate) => gate.properties.modes.includes("car"));
  const turns = turnsOf(scene);
  const aisles = stallsOf(scene).map(({ feature }) => aisleWidth(scene, feature.properties) ?? SINGLE_LANE);
  return {
    openings: gates.map((gate) => openingOf(gate, scene)),
    seats: stallsOf(scene).map(({ feature }, i) => groundMiddle(feature.shape.shell, aisles[i], turns[i])),
    wanted: aisles.map((aisle) => lane ?? aisle),
  };
}

/** Aisle width that a stall's angle and its aisle's kind ask for, metres; null where the rules know none. */
function aisleWidth(scene: Scene, stall: { parkingAngle: 90 | 60 | 45 | 30 | 0; aisle: string }): number | null {
  return scene.table.aisle(stall.parkingAngle, scene.oneWay.has(stall.aisle) ? "one-way" : "two-way");
}

/** Roads as they are, with the stalls that are marked today. */
function groundToday(scene: Scene, openings: readonly Opening[]) {
  const stalls = featuresOf(scene.site, "stall").map(thingOf);
  return groundOf([...scene.roads, ...openings], [...stalls, ...blockersToday(scene)]);
}

function widthToday(before: Flood, seat: Seat): number {
  // measured like the plan's own where it can be; else by the road beside the new apron
  return before.widthAt(seat) || before.widthNear(seat.at, seat.aside + NEAR_TODAY + THOROUGH.step);
}

function openingOf(gate: SiteFeature<"gate">, scene: Scene): Opening {
  const line = gate.shape;
  const last = line.length - 2;
  const a: Point = [line[0], line[1]];
  const b: Point = [line[last], line[last + 1]];
  const width = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  const along: Point = [(b[0] - a[0]) / width, (b[1] - a[1]) / width];
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  let out: Point = [along[1], -along[0]];
  if (isInside(scene.boundary, middle[0] + out[0] * 0.2, middle[1] + out[1] * 0.2)) out = [-out[0], -out[1]];
  const corner = (from: Point, d: number): Point => [from[0] + out[0] * d, from[1] + out[1] * d];
  const ring = [corner(a, -INWARD), corner(b, -INWARD), corner(b, width + OUTWARD), corner(a, width + OUTWARD)];
  const area = { shell: flat(isLeft(ring) ? ring : ring.reverse()), holes: [] };
  return { id: gate.id, kind: "gate", outline: outlineOf(area), width };
}

/** The middle of the ground before a mouth that is as deep as the aisle: of an angled stall, before its forward corner. */
function groundMiddle(shell: Float64Array, depth: number, turn: Turn | null): Seat {
  const [a, b] = pointsOf(shell);
  const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  if (turn !== null) {
    const { corner, across } = turn;
    return { at: [corner[0] + across[0] * (depth / 2), corner[1] + across[1] * (depth / 2)], aside: length / 2 };
  }
  return {
    at: [
      (a[0] + b[0]) / 2 + ((b[1] - a[1]) / length) * (depth / 2),
      (a[1] + b[1]) / 2 - ((b[0] - a[0]) / length) * (depth / 2),
    ],
    aside: length / 2,
  };
}

function isLeft(ring: readonly Point[]): boolean {
  const [a, b, c] = ring;
  return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0;
}
