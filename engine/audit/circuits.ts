import { type Line, type Point, pointsOf } from "../model/geometry.ts";
import { featuresOf, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { crossings, distanceToEdge, isInside, type Outline, overlapDepth } from "./outline.ts";
import { waysOf } from "./reach.ts";
import { type Finding, lookupOf, middleOf, type Outcome, type Scene, type Thing, thingOf } from "./scene.ts";
import { type Stall, span, stallsOf } from "./stalls.ts";

// Directions: a driver gets from a gate to every stall and from every stall to a gate without driving against an arrow.
//
// The net is made anew from the drawing: pieces of drivable ground and gates, joined where they overlap. Two-way ground is
// driven from any place of it to any other. One-way ground is driven up its centre-line: what is entered over one piece
// is reached from the beginning of the overlap on, and what is left over one is left up to the overlap's end.

/** Pieces that touch within this are joined, metres: both are written to 0.1 mm. */
const TOUCH = 0.01;

/** A stall stands before the first way in, or beyond the last way out, when the middle of its mouth does by more than this, metres. */
const ALONG = 0.05;

/** A car drives in forwards where a stall leans this much with the traffic: the cosine of 89°. */
const WITH_TRAFFIC = 0.017;

interface Piece extends Thing {
  /** Direction of travel; null: both ways. */
  readonly oneWay: Line | null;
  /** Pieces that it overlaps, by number, and where along its own centre-line, metres; all of it on two-way ground. */
  readonly joints: { readonly to: number; readonly from: number; readonly until: number }[];
}

/** What a driver cannot reach, cannot leave, or cannot drive into; null where nothing has a direction. */
export function circuits(scene: Scene): Outcome | null {
  const gates = featuresOf(scene.site, "gate").filter((gate) => gate.properties.modes.includes("car"));
  const stalls = stallsOf(scene);
  const isDirected = scene.oneWay.size > 0 || gates.some(({ properties }) => properties.direction !== "both");
  if (!isDirected || stalls.length === 0) return null;
  const pieces = piecesOf(scene);
  const openings = waysOf(scene).openings;
  const begins = limits(pieces, gates, openings, "in");
  const ends = limits(pieces, gates, openings, "out");
  const byAisle = new Map<string, Stall[]>();
  for (const stall of stalls) {
    const { aisle } = stall.feature.properties;
    byAisle.set(aisle, [...(byAisle.get(aisle) ?? []), stall]);
  }
  const findings: Finding[] = [];
  pieces.forEach((piece, i) => {
    const own = byAisle.get(piece.id) ?? [];
    if (own.length === 0 && piece.oneWay === null) return;
    findings.push(...cutOff(piece, own, begins[i], "reach"), ...cutOff(piece, own, ends[i], "leave"));
    if (piece.oneWay !== null) findings.push(...against(piece, piece.oneWay, own));
  });
  return { rule: "fact.circuit", findings, required: 0, measured: 0, unit: "count" };
}

function piecesOf(scene: Scene): Piece[] {
  const driven = scene.driven.map((thing) => ({
    ...thing,
    oneWay:
      scene.oneWay.has(thing.id) && "centreline" in thing.feature.properties
        ? thing.feature.properties.centreline
        : null,
  }));
  const roads = featuresOf(scene.site, "road").map((road) => ({
    ...thingOf(road),
    oneWay: road.properties.oneWay ? road.properties.centreline : null,
  }));
  const pieces: Piece[] = [...driven, ...roads].map((piece) => ({ ...piece, joints: [] }));
  const rows = new Map(pieces.map((piece, row) => [piece.id, row]));
  const near = lookupOf(pieces);
  for (const piece of pieces) {
    for (const other of near.near(grown(piece.outline))) {
      if (other === piece) continue;
      const shared = sharedPoints(piece.outline, other.outline);
      if (shared.length === 0) continue;
      const places = piece.oneWay === null ? [0] : shared.map((point) => placeAlong(piece.oneWay as Line, point));
      piece.joints.push({ to: rows.get(other.id) as number, from: Math.min(...places), until: Math.max(...places) });
    }
  }
  return pieces;
}

/**
 * For each piece: from where on a car that has come in by a gate gets to it, or up to where one on it gets out by a gate; metres
 * along its centre-line, −∞ or ∞ for all of it, the other way round for none of it.
 */
function limits(
  pieces: readonly Piece[],
  gates: readonly SiteFeature<"gate">[],
  openings: readonly Thing[],
  way: "in" | "out",
): number[] {
  const sense = way === "in" ? 1 : -1;
  const limit = pieces.map(() => sense * Infinity);
  const open: number[] = [];
  const enter = (row: number, from: number, until: number) => {
    const place = pieces[row].oneWay === null ? -sense * Infinity : sense > 0 ? from : until;
    if (place * sense >= limit[row] * sense) return;
    limit[row] = place;
    open.push(row);
  };
  gates.forEach(({ properties: { direction } }, i) => {
    if (direction !== "both" && direction !== way) return;
    pieces.forEach((piece, row) => {
      const shared = sharedPoints(piece.outline, openings[i].outline);
      if (shared.length === 0) return;
      const places = shared.map((point) => (piece.oneWay === null ? 0 : placeAlong(piece.oneWay, point)));
      enter(row, Math.min(...places), Math.max(...places));
    });
  });
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    for (const { to, from, until } of pieces[row].joints) {
      // against the arrow nobody gets to the overlap
      if (((sense > 0 ? until : from) - limit[row]) * sense < 0) continue;
      const back = pieces[to].joints.find((joint) => joint.to === row);
      if (back !== undefined) enter(to, back.from, back.until);
    }
  }
  return limit;
}

/** An aisle, or the stalls on a part of it, that no driver gets to, or away from. */
function cutOff(piece: Piece, stalls: readonly Stall[], limit: number, what: "reach" | "leave"): Finding[] {
  const sense = what === "reach" ? 1 : -1;
  const none = limit === sense * Infinity;
  const lost = none
    ? stalls
    : stalls.filter((stall) => {
        const place = piece.oneWay === null ? 0 : placeAlong(piece.oneWay, mouthOf(stall));
        return (place - limit) * sense < -ALONG;
      });
  if (!none && lost.length === 0) return [];
  const where = none ? `${piece.kind} ${piece.id}` : `${lost.length} stalls on ${piece.id}`;
  const note =
    what === "reach"
      ? `no driver gets from a gate to ${where} in the directions drawn.`
      : `no driver gets from ${where} to a gate in the directions drawn.`;
  const amount = Math.max(1, lost.length);
  return [
    {
      required: 0,
      measured: amount,
      features: [piece.id, ...lost.map(({ id }) => id)],
      at: middleOf((none ? piece : lost[0]).outline),
      note,
      amount,
    },
  ];
}

/** Angled stalls that one could only back into, or drive into against the arrow. */
function against(piece: Piece, oneWay: Line, stalls: readonly Stall[]): Finding[] {
  return stalls.flatMap((stall) => {
    const { parkingAngle } = stall.feature.properties;
    if (parkingAngle === 0 || parkingAngle === 90) return [];
    const [, b, c] = pointsOf(stall.feature.shape.shell);
    const length = span(b, c);
    const [dx, dy] = directionAt(oneWay, mouthOf(stall));
    const cosine = ((c[0] - b[0]) * dx + (c[1] - b[1]) * dy) / length;
    if (cosine >= WITH_TRAFFIC) return [];
    return [
      {
        required: "with the traffic",
        measured: "against it",
        features: [stall.id, piece.id],
        at: middleOf(stall.outline),
        note: `stall ${stall.id} leans against the direction of ${piece.id}: nobody drives into it forwards.`,
        amount: 1,
      },
    ];
  });
}

function mouthOf({ feature }: Stall): Point {
  const [a, b] = pointsOf(feature.shape.shell);
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Corners of the ground that two outlines share; empty when they are apart. */
function sharedPoints(a: Outline, b: Outline): Point[] {
  if (a.minX > b.maxX + TOUCH || b.minX > a.maxX + TOUCH || a.minY > b.maxY + TOUCH || b.minY > a.maxY + TOUCH)
    return [];
  const points = [...cornersOn(a, b), ...cornersOn(b, a)];
  for (let i = 0; i < a.edges.length; i += 4) {
    for (const t of crossings(a.edges, i, b)) {
      if (t === 0 || t === 1) continue;
      points.push([
        a.edges[i] + t * (a.edges[i + 2] - a.edges[i]),
        a.edges[i + 1] + t * (a.edges[i + 3] - a.edges[i + 1]),
      ]);
    }
  }
  const on = points.filter(([x, y]) => isOn(a, x, y) && isOn(b, x, y));
  // pieces that meet in one point only are not joined
  const isWide = on.some(([x, y]) => span([x, y], on[0]) > 1) || overlapDepth(a, b).depth > OVERLAP_TOLERANCE;
  return isWide ? on : [];
}

function cornersOn(a: Outline, b: Outline): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < a.edges.length; i += 4) {
    if (isOn(b, a.edges[i], a.edges[i + 1])) points.push([a.edges[i], a.edges[i + 1]]);
  }
  return points;
}

function isOn(outline: Outline, x: number, y: number): boolean {
  return isInside(outline, x, y) || distanceToEdge(outline, x, y) <= TOUCH;
}

function grown({ minX, minY, maxX, maxY }: Outline) {
  return { minX: minX - TOUCH, minY: minY - TOUCH, maxX: maxX + TOUCH, maxY: maxY + TOUCH };
}

/** The nearest place on a line, metres from its beginning; before it and beyond it the line goes straight on. */
function placeAlong(line: Line, point: Point): number {
  return nearestOn(line, point).place;
}

/** Unit direction of a line where it is nearest to a position. */
function directionAt(line: Line, point: Point): Point {
  return nearestOn(line, point).direction;
}

function nearestOn(line: Line, [x, y]: Point): { place: number; direction: Point } {
  let best = Infinity;
  let found: { place: number; direction: Point } = { place: 0, direction: [1, 0] };
  let before = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay] = [line[i], line[i + 1]];
    const length = span([ax, ay], [line[i + 2], line[i + 3]]);
    if (length === 0) continue;
    const direction: Point = [(line[i + 2] - ax) / length, (line[i + 3] - ay) / length];
    const along = (x - ax) * direction[0] + (y - ay) * direction[1];
    const kept = Math.max(0, Math.min(length, along));
    const distance = span([x, y], [ax + kept * direction[0], ay + kept * direction[1]]);
    if (distance < best) {
      best = distance;
      const isFirst = i === 0;
      const isLast = i + 5 >= line.length;
      const place = Math.max(isFirst ? -Infinity : 0, Math.min(isLast ? Infinity : length, along));
      found = { place: before + place, direction };
    }
    before += length;
  }
  return found;
}
