import { flat, type Point, pointsOf } from "../model/geometry.ts";
import { featuresOf, isCompound, type SiteFeature } from "../model/site.ts";
import { type Ground, groundOf } from "./clearance.ts";
import { isInside, outlineOf } from "./outline.ts";
import { type Finding, metres, type Outcome, ruleNumber, type Scene, type Thing } from "./scene.ts";
import { blockersToday, stallsOf } from "./stalls.ts";

// fact 3 of FORMAT.md section 4: every mouth is connected to a car gate over drivable ground.
//
// A disc as wide as the way has to be is rolled from the gates over the ground. Its centres are tried on a grid;
// a centre that is too near a rim is pushed away from it, onto the ridge, so that a way exactly as wide as the disc
// is found wherever the grid lies. Two neighbouring centres are joined when the disc also fits between them. The
// widest disc that reaches a centre is its width; a stall takes the best of the centres before its mouth.

/** How closely centres are tried, and whether ways narrower than asked are followed at all. */
interface Pace {
  /** Distance between tried centres, metres. */
  readonly step: number;
  readonly narrow: "followed" | "left out";
}

/** Says yes soon where all is well. */
const QUICK: Pace = { step: 2, narrow: "left out" };

/** Says how wide a way is; the last word wherever the quick look found none. */
const THOROUGH: Pace = { step: 1, narrow: "followed" };

/** A way may be narrower than asked by this much, metres: chords of bends and the rounding of coordinates. */
const WIDTH_TOLERANCE = 0.04;

/** Pushes that bring a centre onto the ridge, and halvings of a link that does not fit at once. */
const PUSHES = 5;
const HALVINGS = 3;

/** Centres this near a rim are not worth pushing, metres. */
const AT_RIM = 0.15;

/** A stall's mouth is reached from centres this near the middle of its ground, beyond half of the aisle, metres. */
const AT_MOUTH = 1.4;

/** Width of a single lane where the profile has no rule for it, metres. */
const SINGLE_LANE = 4;

/** Less than this is no way for a car, metres: a car of 1.8 m and a hand's breadth on both sides. */
const CAR_WIDTH = 2.1;

export function reachable(scene: Scene): Outcome {
  const { site, rules, table } = scene;
  const stalls = stallsOf(scene);
  const rule = "fact.reachable";
  if (stalls.length === 0) return { rule, findings: [], required: null, measured: null, unit: "m" };
  const compound = isCompound(site);
  const lane = ruleNumber(rules, "road.lane.single_width", SINGLE_LANE);
  const gates = featuresOf(site, "gate").filter((gate) => gate.properties.modes.includes("car"));
  const openings = gates.map((gate) => openingOf(gate, scene));
  const wanted = stalls.map((stall) => {
    const { parkingAngle, aisle } = stall.feature.properties;
    const road = featuresOf(site, "road").find((feature) => feature.id === aisle);
    const own = scene.driven.find((thing) => thing.id === aisle)?.feature;
    const oneWay = road?.properties.oneWay ?? (own?.kind === "aisle" && own.properties.oneWay);
    return table.aisle(parkingAngle, oneWay ? "one-way" : "two-way") ?? lane;
  });
  const most = compound ? lane : Math.max(...wanted);
  const ground = groundOf([...scene.driven, ...scene.roads, ...openings], [...scene.standing, ...blockersToday(scene)]);
  const middles = stalls.map((stall, i) => {
    const [a, b] = pointsOf(stall.feature.shape.shell);
    return groundMiddle(a, b, wanted[i]);
  });
  // in a compound the width of a single lane is enough; a road that has less today is judged by that below
  const askedOf = (width: number) => (compound ? lane : Math.min(width, gateWidth(openings, width)));
  const quick = flood(ground, openings, most, QUICK);
  const isReached = (i: number) =>
    quick.widthNear(middles[i], wanted[i] / 2 + AT_MOUTH) >= askedOf(wanted[i]) - WIDTH_TOLERANCE;
  if (stalls.every((_, i) => isReached(i))) {
    const least = Math.min(...wanted.map(askedOf));
    return { rule, findings: [], required: least, measured: least, unit: "m" };
  }
  const plan = flood(ground, openings, most, THOROUGH);
  const before = compound
    ? flood(groundOf([...scene.roads, ...openings], blockersToday(scene)), openings, most, THOROUGH)
    : null;
  const findings: Finding[] = [];
  let narrowest = Infinity;
  stalls.forEach((stall, i) => {
    const width = wanted[i];
    const middle = middles[i];
    const radius = width / 2 + AT_MOUTH;
    const got = plan.widthNear(middle, radius);
    // in a compound today's road sets what can be asked of it
    const today = before?.widthNear(middle, radius + THOROUGH.step) ?? 0;
    const asked = compound ? Math.min(lane, today > CAR_WIDTH ? today : lane) : askedOf(width);
    narrowest = Math.min(narrowest, got);
    if (got >= asked - WIDTH_TOLERANCE) return;
    const reason =
      got < CAR_WIDTH
        ? `no way for a car leads from a gate to stall ${stall.id}`
        : `the way from the gate to stall ${stall.id} is only ${metres(got)} wide where ${metres(asked)} is asked`;
    findings.push({
      required: asked,
      measured: got,
      features: [stall.id],
      at: middle,
      note: `${reason}.`,
      amount: asked - got,
    });
  });
  const required = compound ? lane : most;
  return {
    rule,
    findings,
    required,
    measured: Number.isFinite(narrowest) ? Math.min(narrowest, required) : null,
    unit: "m",
  };
}

/** A gate as ground: its opening, drawn out into the street so that the disc can start outside. */
interface Opening extends Thing {
  readonly start: Point;
  readonly width: number;
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
  // in far enough to overlap what is drawn up to the gate, out far enough for the whole disc
  const inward = 0.06;
  const depth = width + 6;
  const corner = (from: Point, d: number): Point => [from[0] + out[0] * d, from[1] + out[1] * d];
  const ring = [corner(a, -inward), corner(b, -inward), corner(b, depth), corner(a, depth)];
  const area = { shell: flat(isLeft(ring) ? ring : ring.reverse()), holes: [] };
  return { id: gate.id, kind: "gate", outline: outlineOf(area), start: corner(middle, depth - width / 2 - 0.5), width };
}

/** Where a gate is narrower than the aisle, the gate governs. */
function gateWidth(openings: readonly Opening[], width: number): number {
  const widest = Math.max(0, ...openings.map((opening) => opening.width));
  return Math.min(width, widest);
}

interface Flood {
  /** The widest way that leads from a gate to within `radius` of a position, metres; 0 when none does. */
  widthNear(at: Point, radius: number): number;
}

interface Node {
  readonly x: number;
  readonly y: number;
  readonly clear: number;
  /** Radius of the widest disc that has come here, metres. */
  reach: number;
}

function flood(ground: Ground, openings: readonly Opening[], mostWidth: number, pace: Pace): Flood {
  const { step } = pace;
  const most = mostWidth / 2;
  const nodes = new Map<number, Node>();
  for (const piece of ground.pieces) addNodes(ground, piece, most, pace, nodes);

  // widest first; radii are few enough kinds that buckets of a centimetre do for a queue
  const buckets: Node[][] = Array.from({ length: Math.ceil(most * 100) + 2 }, () => []);
  const push = (node: Node, reach: number) => {
    if (reach <= node.reach + 1e-9) return;
    node.reach = reach;
    buckets[Math.floor(reach * 100)].push(node);
  };
  for (const opening of openings) {
    for (const node of nodes.values()) {
      // a gate narrower than the way lets through what it lets through
      if (isInside(opening.outline, node.x, node.y)) push(node, opening.width < mostWidth ? most : node.clear);
    }
  }
  const narrow = openings.filter((opening) => opening.width < mostWidth);
  const isAtNarrowGate = (x: number, y: number) =>
    narrow.some(
      ({ outline }) =>
        x > outline.minX - most && x < outline.maxX + most && y > outline.minY - most && y < outline.maxY + most,
    );
  const clearAt = (x: number, y: number) => {
    const clear = ground.clearance(x, y, most);
    return clear > CAR_WIDTH / 2 && isAtNarrowGate(x, y) ? most : clear;
  };
  for (let bucket = buckets.length - 1; bucket >= 0; bucket--) {
    for (let i = 0; i < buckets[bucket].length; i++) {
      const node = buckets[bucket][i];
      if (Math.floor(node.reach * 100) !== bucket) continue;
      const [cx, cy] = [Math.round(node.x / step), Math.round(node.y / step)];
      // pushed centres stray up to a step from their grid place
      for (let dx = -2; dx <= 2; dx++) {
        for (let dy = -2; dy <= 2; dy++) {
          const next = nodes.get(nodeKey(cx + dx, cy + dy));
          if (next === undefined || next === node || next.reach >= node.reach) continue;
          if ((next.x - node.x) ** 2 + (next.y - node.y) ** 2 > 4.5 * step * step) continue;
          const nextClear = isAtNarrowGate(next.x, next.y) ? most : next.clear;
          const ceiling = Math.min(node.reach, nextClear);
          if (ceiling <= next.reach) continue;
          push(next, linkWidth(ground, clearAt, node, next, ceiling, most, HALVINGS));
        }
      }
    }
  }
  const reached = [...nodes.values()].filter((node) => node.reach > 0);
  const cells = new Map<number, Node[]>();
  for (const node of reached) {
    const key = nodeKey(Math.floor(node.x / 4), Math.floor(node.y / 4));
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [node]);
    else cell.push(node);
  }
  return {
    widthNear([x, y], radius) {
      let best = 0;
      for (let cx = Math.floor((x - radius) / 4); cx <= Math.floor((x + radius) / 4); cx++) {
        for (let cy = Math.floor((y - radius) / 4); cy <= Math.floor((y + radius) / 4); cy++) {
          for (const node of cells.get(nodeKey(cx, cy)) ?? []) {
            if (node.reach <= best || (node.x - x) ** 2 + (node.y - y) ** 2 > radius * radius) continue;
            if (ground.isDrivable((node.x + x) / 2, (node.y + y) / 2)) best = node.reach;
          }
        }
      }
      return 2 * best;
    },
  };
}

function addNodes(ground: Ground, piece: Thing, most: number, { step, narrow }: Pace, nodes: Map<number, Node>): void {
  const { minX, minY, maxX, maxY } = piece.outline;
  for (let i = Math.floor(minX / step); i <= Math.ceil(maxX / step); i++) {
    for (let j = Math.floor(minY / step); j <= Math.ceil(maxY / step); j++) {
      const key = nodeKey(i, j);
      if (nodes.has(key)) continue;
      let [x, y] = [i * step, j * step];
      if (!isInside(piece.outline, x, y) || !ground.isDrivable(x, y)) continue;
      let rim = ground.nearestRim(x, y, most);
      // a way as wide as asked has a centre within three quarters of a step of its ridge
      if (rim !== null && rim.distance < (narrow === "followed" ? AT_RIM : most - 0.75 * step)) continue;
      for (let push = 0; push < PUSHES && rim !== null && rim.distance < most - 1e-4; push++) {
        const [ux, uy] = [(x - rim.x) / rim.distance, (y - rim.y) / rim.distance];
        // away from the rim until the other side is as near, or there is room enough
        const far = Math.min(roomBeyond(ground, x, y, ux, uy, rim.distance, most), step);
        if (far < 1e-4) break;
        [x, y] = [x + ux * far, y + uy * far];
        rim = ground.nearestRim(x, y, most);
      }
      if (!ground.isDrivable(x, y)) continue;
      const clear = rim === null ? most : rim.distance;
      if (clear * 2 >= (narrow === "followed" ? CAR_WIDTH : 2 * most - WIDTH_TOLERANCE))
        nodes.set(key, { x, y, clear, reach: 0 });
    }
  }
}

/** How far a centre can go in a direction before something else is as near as what it is pushed from. */
function roomBeyond(ground: Ground, x: number, y: number, ux: number, uy: number, near: number, most: number): number {
  const wanted = most - near;
  const far = ground.nearestRim(x + ux * wanted, y + uy * wanted, most);
  if (far === null || far.distance >= most - 1e-6) return wanted;
  // between two walls: half of what is missing on the other side
  return Math.max(0, wanted - (most - far.distance) / 2);
}

function linkWidth(
  ground: Ground,
  clearAt: (x: number, y: number) => number,
  a: { x: number; y: number },
  b: { x: number; y: number },
  ceiling: number,
  most: number,
  halvings: number,
): number {
  let [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  let clear = clearAt(x, y);
  if (clear < ceiling - WIDTH_TOLERANCE / 4) {
    // the chord of a bend: let its middle find the ridge as well
    const rim = ground.nearestRim(x, y, most);
    if (rim !== null && rim.distance > 0.1) {
      const step = Math.min(0.25, ceiling - clear);
      [x, y] = [x + ((x - rim.x) / rim.distance) * step, y + ((y - rim.y) / rim.distance) * step];
      clear = clearAt(x, y);
    }
    if (clear < CAR_WIDTH / 2) return 0;
  }
  const here = Math.min(ceiling, clear);
  if (halvings === 0 || (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < 0.3) return here;
  const first = linkWidth(ground, clearAt, a, { x, y }, here, most, halvings - 1);
  return first === 0 ? 0 : linkWidth(ground, clearAt, { x, y }, b, first, most, halvings - 1);
}

function nodeKey(i: number, j: number): number {
  return (i + 0x100000) * 0x200000 + (j + 0x100000);
}

function groundMiddle(a: Point, b: Point, depth: number): Point {
  const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  return [
    (a[0] + b[0]) / 2 + ((b[1] - a[1]) / length) * (depth / 2),
    (a[1] + b[1]) / 2 - ((b[0] - a[0]) / length) * (depth / 2),
  ];
}

function isLeft(ring: readonly Point[]): boolean {
  const [a, b, c] = ring;
  return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0;
}
