import { flat, type Point, type Ring } from "../../model/geometry.ts";
import type { Site } from "../../model/site.ts";
import type { Engine, Limits } from "../limits.ts";
import { Hazard, type HazardItem, rings } from "../plane/hazard.ts";
import type { Roads } from "./frontages.ts";
import { distanceFromGate } from "./reach.ts";
import { alongRay } from "./ways.ts";

/** Sine and cosine of 5°, written out so that every engine draws the same arc. */
const SIN_5 = 0.08715574274765817;
const COS_5 = 0.9961946980917455;

/** An arm of a corner shorter than this is no road to turn into, metres. */
const SHORTEST_ARM = 5;

/** Straight ground kept before and after a turn, metres: the engine's rear has to come round. */
const RUN_IN = 4;

/** Beyond this width a road needs no kept turn, metres. */
const WIDE = 12;

/**
 * Where a fire engine has to turn off around a corner of the roads: the ground its body sweeps on the tightest
 * circle that fits the two roads, kept clear so that a turn which is tight today does not get tighter.
 * `leads(before, after)` says whether the way from the fire gate runs through the turn.
 */
export function turnHazards(
  outline: readonly Ring[],
  engine: Engine,
  leads: (before: Point, after: Point) => boolean,
): HazardItem[] {
  const out: HazardItem[] = [];
  for (const ring of outline) {
    const count = ring.length / 2;
    for (let i = 0; i < count; i++) {
      const swept = turnAt(ring, i, outline, engine, leads);
      if (swept !== null) out.push(...swept.map((part) => rings(Hazard.Turn, part)));
    }
  }
  return out;
}

function turnAt(
  ring: Ring,
  i: number,
  outline: readonly Ring[],
  engine: Engine,
  leads: (before: Point, after: Point) => boolean,
): Ring[] | null {
  const count = ring.length / 2;
  const at = (k: number): Point => [ring[2 * ((k + count) % count)], ring[2 * ((k + count) % count) + 1]];
  const corner = at(i);
  const incoming = unit(at(i - 1), corner);
  const outgoing = unit(corner, at(i + 1));
  if (incoming.length < SHORTEST_ARM || outgoing.length < SHORTEST_ARM) return null;
  const [a, b] = [incoming.along, outgoing.along];
  const turn = a[0] * b[1] - a[1] * b[0];
  // the road is on the left, so a right turn of the outline is a corner that juts into it
  if (turn > -0.5) return null;
  const widthIn = across(corner, a, -RUN_IN, outline);
  const widthOut = across(corner, b, RUN_IN, outline);
  if (widthIn === null || widthOut === null) return null;
  const leftOfIn: Point = [-a[1], a[0]];
  const leftOfOut: Point = [-b[1], b[0]];
  const before = add(corner, a, -SHORTEST_ARM, leftOfIn, widthIn / 2);
  const after = add(corner, b, SHORTEST_ARM, leftOfOut, widthOut / 2);
  if (!leads(before, after) && !leads(after, before)) return null;
  // the circle's centre lies to the right of both arms, as far as the outer corner of the body needs
  const offIn = Math.max(0, engine.outerRadius - widthIn);
  const offOut = Math.max(0, engine.outerRadius - widthOut);
  // centre = corner − offIn·leftOfIn + p·a with −(centre − corner)·leftOfOut = offOut
  const p = (offIn * (leftOfIn[0] * leftOfOut[0] + leftOfIn[1] * leftOfOut[1]) - offOut) / dot(a, leftOfOut);
  const centre = add(corner, a, p, leftOfIn, -offIn);
  return sweep(centre, a, b, leftOfIn, leftOfOut, engine);
}

/** The annulus from heading `a` to heading `b` about the centre, and the straight ground before and after it. */
function sweep(centre: Point, a: Point, b: Point, leftOfIn: Point, leftOfOut: Point, engine: Engine): Ring[] {
  const inner: Point[] = [];
  const outer: Point[] = [];
  let spoke = leftOfIn;
  for (let k = 0; k < 72; k++) {
    inner.push(add(centre, spoke, engine.innerRadius));
    outer.push(add(centre, spoke, engine.outerRadius));
    // past the last heading: close with it exactly
    if (spoke[0] * leftOfOut[1] - spoke[1] * leftOfOut[0] > -SIN_5) break;
    spoke = [spoke[0] * COS_5 + spoke[1] * SIN_5, -spoke[0] * SIN_5 + spoke[1] * COS_5];
  }
  inner.push(add(centre, leftOfOut, engine.innerRadius));
  outer.push(add(centre, leftOfOut, engine.outerRadius));
  const straight = (along: Point, left: Point, run: number): Ring =>
    flat([
      add(centre, left, engine.innerRadius),
      add(centre, left, engine.innerRadius + engine.width),
      add(centre, left, engine.innerRadius + engine.width, along, run),
      add(centre, left, engine.innerRadius, along, run),
    ]);
  return [flat([...inner, ...outer.reverse()]), straight(a, leftOfIn, -RUN_IN), straight(b, leftOfOut, RUN_IN)];
}

/** Width of the road to the left of an arm, measured at `at` metres along it from the corner; null when wide or open. */
function across(corner: Point, along: Point, at: number, outline: readonly Ring[]): number | null {
  const left: Point = [-along[1], along[0]];
  const from = add(corner, along, at, left, 0.01);
  const width = alongRay(from, left, outline) + 0.01;
  return width > WIDE ? null : width;
}

function unit(from: Point, to: Point): { along: Point; length: number } {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.sqrt(dx * dx + dy * dy);
  return { along: length === 0 ? [1, 0] : [dx / length, dy / length], length };
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1];
}

function add(at: Point, u: Point, p: number, v: Point = [0, 0], q = 0): Point {
  return [at[0] + p * u[0] + q * v[0], at[1] + p * u[1] + q * v[1]];
}

/** The turns a fire engine has to make on its way from the gate; none where the profile has no engine. */
export function turnsOf(site: Site, roads: Roads, limits: Limits): HazardItem[] {
  if (limits.engine === null) return [];
  const distance = distanceFromGate(site, roads.outline, "fire");
  // a turn on the way out from the gate makes the way longer by both its arms; one off the way does not
  return turnHazards(roads.outline, limits.engine, (before, after) => {
    const way = distance(after) - distance(before);
    return Number.isFinite(way) && way > SHORTEST_ARM * 1.4;
  });
}
