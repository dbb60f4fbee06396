import { pointsOf } from "../model/geometry.ts";
import { featuresOf, isCompound } from "../model/site.ts";
import { groundOf } from "./clearance.ts";
import { CAR_WIDTH, type Flood, flood, type Opening, QUICK, type Seat, THOROUGH, WIDTH_TOLERANCE } from "./flood.ts";
import { type Turn, turnsOf } from "./mouth.ts";
import { type Finding, metres, type Outcome, ruleNumber, type Scene, thingOf } from "./scene.ts";
import { blockersToday, stallsOf } from "./stalls.ts";
import { carGates, openingOf, streetsOf } from "./street.ts";

// fact 3 of FORMAT.md section 4: every mouth is connected to a car gate over drivable ground

/** Today's way to a stall is looked for this near to the ground before its mouth, metres: the apron may be new. */
const NEAR_TODAY = 2.4;

/** Width of a single lane where the profile has no rule for it, metres. */
const SINGLE_LANE = 4;

/**
 * Open lots at the full aisle width; compounds at the width of a single lane, or at today's where a road has less.
 * A gate narrower than that governs at the gate. On an open lot a way wider than two cars need may stand beyond a gate's post, as
 * long as what leads through the opening is as wide as they need (rules/gateway.ts).
 */
export function reachable(scene: Scene): Outcome {
  const rule = "fact.reachable";
  const stalls = stallsOf(scene);
  if (stalls.length === 0) return { rule, findings: [], required: null, measured: null, unit: "m" };
  const { openings, seats, wanted } = waysOf(scene);
  const streets = streetsOf(scene, openings, [...scene.standing, ...blockersToday(scene)]);
  const widths = [...new Set(wanted)].sort((a, b) => b - a);
  const least = widths[widths.length - 1];
  const missed = new Set<number>();
  for (const width of widths) {
    let left = wanted.flatMap((own, i) => (own === width ? [i] : []));
    for (const quick of streets.rolled(width, QUICK))
      left = left.filter((i) => quick.widthAt(seats[i]) < width - WIDTH_TOLERANCE);
    for (const i of left) missed.add(i);
  }
  if (missed.size === 0) return { rule, findings: [], required: least, measured: least, unit: "m" };

  const findings: Finding[] = [];
  let narrowest = least;
  for (const width of widths) {
    const own = [...missed].filter((i) => wanted[i] === width);
    if (own.length === 0) continue;
    // one flood after the other is asked about all seats
    const plan = streets.rolled(width, THOROUGH).map((one) => own.map((i) => one.widthAt(seats[i])));
    const before = isCompound(scene.site) ? flood(groundToday(scene, openings), openings, width, THOROUGH) : null;
    const todays = own.map((i) => (before === null ? 0 : widthToday(before, seats[i])));
    for (const [n, i] of own.entries()) {
      const { id } = stalls[i];
      const { at } = seats[i];
      const got = Math.max(...plan.map((widths) => widths[n]));
      // in a compound today's road sets what can be asked of it
      const today = todays[n];
      const asked = today > CAR_WIDTH ? Math.min(width, today) : width;
      narrowest = Math.min(narrowest, got);
      if (got >= asked - WIDTH_TOLERANCE) continue;
      const tight = got < CAR_WIDTH ? null : streets.tightGate(seats[i], width);
      if (tight !== null) {
        const { gate, required, measured } = tight;
        const note = `the way in to stall ${id} leads through only ${metres(measured)} of gate ${gate} where ${metres(required)} is asked.`;
        findings.push({ required, measured, features: [id], at, note, amount: required - measured });
        continue;
      }
      const reason =
        got < CAR_WIDTH
          ? `no way for a car leads from a gate to stall ${id}`
          : `the way from the gate to stall ${id} is only ${metres(got)} wide where ${metres(asked)} is asked`;
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
  const turns = turnsOf(scene);
  const aisles = stallsOf(scene).map(({ feature }) => aisleWidth(scene, feature.properties) ?? SINGLE_LANE);
  return {
    openings: carGates(scene).map((gate) => openingOf(gate, scene.boundary)),
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
