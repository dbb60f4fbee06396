import { flat, type Point, type Ring } from "../../model/geometry.ts";
import { blockedSpans, type Frontage, viewFrom } from "../ground/frontages.ts";
import { aisleCosts, COST_STEP, type Ground, type Kind, kindsAlongAisle, type Module } from "../ground/kinds.ts";
import type { Engine } from "../limits.ts";
import { FORBIDS_APRON, FORBIDS_STALL } from "../plane/hazard.ts";
import {
  crossSections,
  type Edge,
  type EdgeFrame,
  fromEdge,
  merged,
  type Span,
  sidesOf,
  touchedSpans,
  uncoveredSpans,
} from "../plane/section.ts";

/**
 * A place for an aisle of our own: a strip that starts on a road's side and runs straight away from it. How far it runs is
 * what the stalls along it need.
 */
export interface Spur {
  readonly row: number;
  /** From the left corner of its mouth: `along` runs in, `out` to the right. */
  readonly frame: EdgeFrame;
  /** Metres. */
  readonly width: number;
  /** The ground is free this far in, metres. */
  readonly depth: number;
  /** How far the road or aisle that it starts on reaches behind its mouth, metres: nothing may stand there in its way. */
  readonly throat: number;
  /** The spur that it starts on, and how far that one has to run for it, metres; null on a road. */
  readonly parent: { readonly spur: number; readonly until: number } | null;
  /** A place at its end to turn round on, which it has to have where it runs on beyond `from`; null: it never does. */
  readonly turn: TurningPlace | null;
  /** Rows of the field: to its right, to its left, and across its end, with where that lies. */
  readonly right: number;
  readonly left: number;
  readonly ends: readonly { readonly row: number; readonly at: number }[];
  /** What paving it costs up to a position along it, sampled like a kind's, and its green alone. */
  readonly cost: Float64Array;
  readonly green: Float64Array;
}

/** The place beyond the end of a spur that is longer than an engine may have to back: a square, or the bar of a hammerhead. Metres. */
export interface TurningPlace {
  readonly shape: "square" | "hammerhead";
  readonly from: number;
  /** On from the spur's end, and across it. */
  readonly deep: number;
  readonly side: number;
  /** Of the spur before its end, what is of the hammerhead: its stem. */
  readonly stem: number;
  /** From the left corner at the spur's end: `along` runs on, `out` to the right. */
  readonly frame: EdgeFrame;
}

/** Aisles that could be, and the frontages they would give, with their kinds. Rows go on from `firstRow`. */
export interface SpurPlaces {
  readonly spurs: readonly Spur[];
  readonly frontages: readonly Frontage[];
  readonly kinds: readonly (readonly Kind[])[];
}

/**
 * No spur is longer than this without a place to turn, metres, nor longer than the dead end that the profile lets a fire lane
 * have: a car backs out of no more, and an engine may have to come in.
 */
const LONGEST = 40;

/** With one it may be as long as this, metres. */
const FARTHEST = 80;

/** A place to turn is looked for this far apart along a spur and aside of its middle, metres. */
const TURN_EVERY = 1;

/** Places along a road's side are looked at this far apart, metres. */
const EVERY = 0.6;

/** Two spurs from one side begin at least this far apart, metres. */
const APART = 1.8;

/** A metre of road's side gives as many spurs as this at most: more than can stand side by side, to choose from. */
const PER_METRE = 0.25;

/** A spur that serves fewer stalls than this is no gain over the ground it takes. */
const LEAST_STALLS = 2;

/** As many spurs, cheapest ground first, are made ready. */
const MOST_SPURS = 72;

/** A mouth that is cut off by the end of its road's side keeps at least this width, metres. */
const LEAST_MOUTH = 4;

/** An edge that spurs may start on, and how far the ground they start from reaches behind it, metres. */
interface Start extends Edge {
  readonly throat: number;
}

/** A first look at a place for a spur, in slabs one stall wide. */
interface Look {
  readonly start: number;
  readonly at: number;
  /** Free slabs from the mouth on. */
  readonly slabs: number;
  readonly stalls: number;
  /** Square metres a stall where that is least. */
  readonly price: number;
}

/** Places for spurs along the sides of roads, found once a field. */
export function spursAlong(frontages: readonly Frontage[], modules: readonly Module[], ground: Ground): SpurPlaces {
  const across = modules.find(({ angle }) => angle === 90);
  if (across === undefined) return { spurs: [], frontages: [], kinds: [] };
  const starts = frontages.map(({ frame, length, roadWidth }): Start => ({ frame, length, throat: roadWidth }));
  const looks = starts.flatMap((start, i) => looksAlong(start, i, across, ground));
  looks.sort((a, b) => a.price - b.price || b.stalls - a.stalls || a.start - b.start || a.at - b.at);
  const places: MutablePlaces = { spurs: [], frontages: [], kinds: [], firstRow: frontages.length };
  for (const look of looks) {
    if (places.spurs.length === MOST_SPURS) break;
    addSpur(places, starts[look.start], look, { across, modules, ground });
  }
  return places;
}

interface MutablePlaces extends SpurPlaces {
  readonly spurs: Spur[];
  readonly frontages: Frontage[];
  readonly kinds: (readonly Kind[])[];
  readonly firstRow: number;
}

/** The best places along one side, far enough apart. */
function looksAlong(start: Start, row: number, { aisle, size }: Module, ground: Ground): Look[] {
  const { frame, length } = start;
  if (Math.min(length, aisle) < Math.min(LEAST_MOUTH, start.throat)) return [];
  const aside = size.length + aisle;
  // seen from as far beside the edge as stalls of a spur can stand
  const wide: Edge = { frame: { ...frame, origin: fromEdge(frame, -aside, 0) }, length: length + 2 * aside };
  const view = viewFrom(wide, ground.hazards, 0, LONGEST);
  const site = sidesOf(wide.frame, ground.site, 0, wide.length);
  const roads = sidesOf(wide.frame, ground.roads, 0, wide.length);
  const aisleSlabs: Span[][] = [];
  const stallSlabs: Span[][] = [];
  for (let near = 0; near + size.width <= LONGEST; near += size.width) {
    const far = near + size.width;
    const never = [
      ...uncoveredSpans(crossSections(site, near, far, 0, wide.length), size.width, 0.001),
      ...touchedSpans(crossSections(roads, near, far, 0, wide.length)),
    ];
    aisleSlabs.push(merged([...never, ...blockedSpans(wide, view, near, far, FORBIDS_APRON)]));
    // nothing goes on beyond ground that no aisle can cross
    if (coversAll(aisleSlabs[aisleSlabs.length - 1], wide.length)) break;
    stallSlabs.push(merged([...never, ...blockedSpans(wide, view, near, far, FORBIDS_STALL)]));
  }
  const found: Look[] = [];
  const look = (at: number) => {
    const from = at + aside;
    let slabs = 0;
    let stalls = 0;
    let best = Infinity;
    for (; slabs < stallSlabs.length && isFree(aisleSlabs[slabs], from, from + aisle); slabs++) {
      if (isFree(stallSlabs[slabs], from + aisle, from + aisle + size.length)) stalls++;
      if (isFree(stallSlabs[slabs], from - size.length, from)) stalls++;
      const paved = (slabs + 1) * size.width * aisle;
      if (stalls >= LEAST_STALLS) best = Math.min(best, paved / stalls + size.width * size.length);
    }
    if (best < Infinity) found.push({ start: row, at, slabs, stalls, price: best });
  };
  if (length < aisle) {
    for (const at of [0, length - aisle, (length - aisle) / 2]) look(at);
  } else for (let at = 0; at < length - aisle + EVERY; at += EVERY) look(Math.min(at, length - aisle));
  found.sort((a, b) => a.price - b.price || b.stalls - a.stalls || a.at - b.at);
  const chosen: Look[] = [];
  for (const one of found) {
    if (chosen.length > length * PER_METRE) break;
    if (chosen.every(({ at }) => Math.abs(at - one.at) >= Math.min(APART, length / 4))) chosen.push(one);
  }
  return chosen;
}

function coversAll(spans: readonly Span[], length: number): boolean {
  return spans.length === 1 && spans[0][0] <= 0.01 && spans[0][1] >= length - 0.01;
}

function isFree(spans: readonly Span[], from: number, to: number): boolean {
  return spans.every(([low, high]) => high <= from + 0.001 || low >= to - 0.001);
}

interface Making {
  readonly across: Module;
  readonly modules: readonly Module[];
  readonly ground: Ground;
}

/** One spur with the rows along it. */
function addSpur(places: MutablePlaces, start: Start, { at }: Look, { across, modules, ground }: Making): void {
  const width = across.aisle;
  const spur = places.spurs.length;
  const { frame: side } = start;
  // whoever drives in has the side's far end on the left: the road's side runs to the right of the way out
  const axis: EdgeFrame = {
    origin: fromEdge(side, at + width, 0),
    along: side.out,
    out: [-side.along[0], -side.along[1]],
  };
  const whole = freeDepth(axis, width, ground, FARTHEST);
  const longest = longestIn(ground);
  const turn = whole < longest + LEAST_STALLS * across.size.width ? null : turnAtEnd(axis, width, whole, ground);
  const depth = turn === null ? Math.min(whole, longest) : turn.at;
  if (depth < across.size.width) return;
  const row = (edge: EdgeFrame, length: number, roadWidth: number): Frontage => ({
    row: places.firstRow + places.frontages.length,
    frame: edge,
    length,
    road: `spur ${spur}`,
    widths: [roadWidth],
    roadWidth,
    bends: [0, 0],
  });
  const add = (frontage: Frontage): number => {
    places.frontages.push(frontage);
    places.kinds.push(kindsAlongAisle(frontage, modules, ground));
    return frontage.row;
  };
  const { along, out } = axis;
  const back: Point = [-along[0], -along[1]];
  const aside: Point = [-out[0], -out[1]];
  const right = add(row({ origin: fromEdge(axis, 0, width), along, out }, depth, width));
  const left = add(row({ origin: fromEdge(axis, depth, 0), along: back, out: aside }, depth, width));
  // beyond where it has to turn it ends on the place where it does
  const ends = endsWithin(Math.min(depth, LONGEST), start.throat, across)
    .map((at) => ({
      at,
      frontage: row({ origin: fromEdge(axis, at, width), along: aside, out: along }, width, across.aisle),
    }))
    .map(({ at, frontage }) => ({ at, row: add({ ...frontage, row: places.firstRow + places.frontages.length }) }))
    .filter(({ row }) => places.kinds[row - places.firstRow].length > 0);
  const strip: Frontage = row(axis, depth, width);
  const costs = aisleCosts(strip, ground);
  places.spurs.push({
    row: spur,
    frame: axis,
    width,
    depth,
    throat: start.throat,
    parent: null,
    turn: turn?.place ?? null,
    right,
    left,
    ends,
    ...(turn === null
      ? costs
      : withTurn(costs, aisleCosts(row(turn.place.frame, turn.place.deep, turn.place.side), ground))),
  });
}

/** Where stalls may stand across the end: as soon as there is the aisle they ask for, half way, and as far in as they can. */
function endsWithin(depth: number, throat: number, { aisle, size }: Module): number[] {
  const first = Math.max(1, aisle - throat);
  const last = depth - size.length;
  const places = [first, aisle, (aisle + last) / 2, last, depth].map((at) => Math.floor(at * 1000) / 1000);
  return [...new Set(places)].filter((at) => at >= first && at <= depth);
}

/** How far in a strip is free for an aisle, no farther than asked, metres. */
function freeDepth(frame: EdgeFrame, width: number, ground: Ground, most: number): number {
  const edge: Edge = { frame, length: most };
  const view = viewFrom(edge, ground.hazards, 0, width);
  const blocked = merged([
    ...uncoveredSpans(crossSections(sidesOf(frame, ground.site, 0, most), 0, width, 0, most), width, 0.001),
    ...touchedSpans(crossSections(sidesOf(frame, ground.roads, 0, most), 0, width, 0, most)).filter(
      ([, to]) => to > 0.01,
    ),
    ...blockedSpans(edge, view, 0, width, FORBIDS_APRON),
  ]).filter(([, to]) => to > 0.002);
  return Math.max(0, Math.floor(Math.min(most, blocked[0]?.[0] ?? most) * 1000) / 1000);
}

function longestIn({ limits }: Ground): number {
  return limits.deadEnd > 0 ? Math.min(LONGEST, limits.deadEnd) : LONGEST;
}

/** Where a strip ends on a place to turn, and how far it runs then. */
interface TurnAt {
  readonly at: number;
  readonly place: TurningPlace;
}

/**
 * The farthest place on from a strip's end where a square to turn on has room; where none has, a hammerhead, which is less
 * deep and wider. Null: nowhere.
 */
function turnAtEnd(axis: EdgeFrame, width: number, whole: number, ground: Ground): TurnAt | null {
  const { turnaround, laneWidth, engine } = ground.limits;
  if (turnaround === 0 || laneWidth === 0 || engine === null) return null;
  const spare = turnaround - width;
  // an engine that comes in along the middle has room on both sides, along one side of it the whole on the other
  const asides = spare <= 0 ? [spare / 2] : [spare / 2, 0, spare];
  const square: Bar = { shape: "square", deep: turnaround, stem: 0, side: turnaround, asides };
  const head = headFor(engine, width, turnaround);
  return farthest(square) ?? (head === null ? null : farthest(head));

  function farthest({ asides, ...size }: Bar): TurnAt | null {
    const longest = longestIn(ground);
    for (let at = Math.min(whole, FARTHEST - size.deep); at > longest; at -= TURN_EVERY) {
      for (const aside of asides) {
        const frame: EdgeFrame = { ...axis, origin: fromEdge(axis, at, -aside) };
        if (freeDepth(frame, size.side, ground, size.deep) < size.deep - 0.002) continue;
        return { at: Math.floor(at * 1000) / 1000, place: { ...size, from: longest, frame } };
      }
    }
    return null;
  }
}

/** A place to turn, and how far it reaches to the left of the spur, one way or the other. */
interface Bar extends Pick<TurningPlace, "shape" | "deep" | "side" | "stem"> {
  readonly asides: readonly number[];
}

/** Ground beside the body of an engine that turns into a bar, metres: it is driven over cells. */
const BESIDE_BODY = 0.25;

/**
 * The bar across the end of a strip that an engine turns round on: forwards into one arm, straight back into the other, and
 * out forwards. It turns in on its tightest circle, as near to the corner as its body's inner side passes it. Null where
 * the strip is too narrow for that.
 */
function headFor({ innerRadius, outerRadius, ahead, behind }: Engine, width: number, box: number): Bar | null {
  // of the middle of its circle: how far beside the strip and how far before the bar
  const beside = Math.max(0, outerRadius - width + BESIDE_BODY);
  if (beside >= innerRadius) return null;
  const before = Math.sqrt(innerRadius * innerRadius - beside * beside);
  const deep = outerRadius - before + BESIDE_BODY;
  const [long, short] = [beside + ahead + BESIDE_BODY, beside + behind + BESIDE_BODY];
  const side = Math.max(box, long + width + short);
  return { shape: "hammerhead", deep, side, stem: Math.max(0, box - deep), asides: [long, side - width - long] };
}

type Costs = Pick<Spur, "cost" | "green">;

/** What a spur costs where it is charged with its place to turn as soon as it needs it. */
function withTurn(costs: Costs, place: Costs): Costs {
  const add = (own: Float64Array, ground: Float64Array) =>
    own.map((sum, i) => sum + (i * COST_STEP > LONGEST ? ground[ground.length - 1] : 0));
  return { cost: add(costs.cost, place.cost), green: add(costs.green, place.green) };
}

/** The ground beyond the end of a spur that it turns on, local metres. */
export function turningGround({ frame, deep, side }: TurningPlace): Ring {
  return flat([fromEdge(frame, 0, side), fromEdge(frame, deep, side), fromEdge(frame, deep, 0), fromEdge(frame, 0, 0)]);
}

/** The place that a spur turns on as it is drawn, a hammerhead with its stem, local metres. */
export function turningPlace({ frame: axis, width, depth }: Spur, place: TurningPlace): Ring {
  const { frame, deep, side, stem } = place;
  if (stem === 0) return turningGround(place);
  const bar = [fromEdge(frame, 0, side), fromEdge(frame, deep, side), fromEdge(frame, deep, 0), fromEdge(frame, 0, 0)];
  const [from, to] = [depth - stem, depth];
  const foot = [fromEdge(axis, to, 0), fromEdge(axis, from, 0), fromEdge(axis, from, width), fromEdge(axis, to, width)];
  return flat([...bar, ...foot]);
}

/** The strip of a spur from `from` to `to` along it, local metres. */
export function stripOf({ frame, width }: Spur, from: number, to: number): Ring {
  return flat([
    fromEdge(frame, from, width),
    fromEdge(frame, to, width),
    fromEdge(frame, to, 0),
    fromEdge(frame, from, 0),
  ]);
}
