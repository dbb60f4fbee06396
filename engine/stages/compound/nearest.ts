import type { Point } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Draft } from "../draft.ts";
import type { Frontage } from "../ground/frontages.ts";
import type { Kind } from "../ground/kinds.ts";
import { withShared } from "../people/accessible.ts";
import { type OnFoot, onFoot } from "../people/onFoot.ts";
import { fromEdge, type Span } from "../plane/section.ts";
import { DEAREST, type Goal, judgedBy, MISSING, type State } from "../rows/improve.ts";
import { type Field, fillRow } from "../rows/layout.ts";
import type { Placed, Rows } from "../rows/placed.ts";
import { RUN_COST, sameLine } from "../rows/rows.ts";

// accessible stalls brought nearer to doors: each in turn, the farthest first, is laid in the nearest row where that costs no stall

/** A walk that is shorter by less is as long, metres. */
const SHORTER = 1;

/** Along a frontage a stall is tried this far apart, metres; and walks are let grow by this, or by this share of them, from try to try. */
const STEP = 0.5;
const LONGER = 1;
const LONGER_SHARE = 0.08;

/** Rows are laid anew so often at most for one stall, and drafts made so often for one, and for all. */
const MOST_TRIED = 120;
const MOST_DRAWN = 6;
const MOST_DRAWN_IN_ALL = 16;

/** So many metres of walking are worth a stall; that much green is taken for a shorter walk where it is planted again. */
const STALL_WALK = 100;

/** People stand this far before a mouth, or before a road's edge, metres. */
const BEFORE = 0.6;

/** A walk that nobody can go is counted as one of this length, metres. */
const NO_WAY = 1000;

/** A stall that has been brought nearer may be once more, after the others. */
const MOVES = 2;

/** That a nearer place would take a stall is said from so much on, metres. */
const WORTH_SAYING = 5;

/** To share an access aisle, which leaves its ground to others, a stall is so much farther from a door, metres. */
const SHARED_LONGER = 3;

/** For it the other is laid so many stalls aside, as near to there as this, metres. */
const ASIDE = [0, -1, 1, -2, 2] as const;
const AROUND = 0.3;

/** Stalls follow each other in a row as near as this, metres. */
const SAME_PLACE = 0.001;

/** A state with the draft that it makes. */
export interface Drawn {
  readonly state: State;
  readonly draft: Draft;
}

/** A place of the field where an accessible stall could start, and how far it would be from a door. */
interface Place {
  readonly kind: number;
  readonly start: number;
  readonly way: number;
}

/** What was found for accessible stalls. */
export interface Nearer {
  /** With them nearer to doors; null where they stay. */
  readonly drawn: (Drawn & { readonly goal: Goal }) | null;
  /** That a nearer one would have cost a stall; null where none was seen to, or where it would hardly be nearer. */
  readonly said: string | null;
}

/**
 * A draft's new accessible stalls brought nearer to doors: with no fewer stalls and no more green taken than the shorter walk is
 * worth. Where the site has no doors they stay.
 * @param draw a state as a draft; null where its planting misses ground
 * @param isLawful whether a draft may take the place of the first; asked last, since it takes longest
 */
export function nearerToDoors(
  field: Field,
  goal: Goal,
  first: Drawn,
  draw: (state: State) => Draft | null,
  isLawful: (draft: Draft) => boolean,
): Nearer {
  if (first.state.total.accessible === 0) return { drawn: null, said: null };
  const { site, scenario } = first.draft.problem;
  const metre = scenario.demand.newGreen.max === 0 ? 0 : goal.worth / STALL_WALK;
  // the nearest that would have taken one stall
  const dear = { way: Infinity };
  const stay = new Set<Placed>();
  let now: Drawn = first;
  let own = goal;
  let walk = onFoot(site, first.draft.features);
  let sharing = 0;
  let all = 0;
  for (let left = MOVES * first.state.total.accessible; left > 0 && walk !== null; left--) {
    const moving = farthestOf(field, now.state.rows, walk, stay);
    if (moving === null) break;
    stay.add(moving);
    const before = walksIn(now.draft, walk);
    let drawn = 0;
    for (const { state, shared } of tries(field, own, now.state, moving, { walk, metre, dear })) {
      if (drawn++ === MOST_DRAWN || all++ >= MOST_DRAWN_IN_ALL) break;
      const more = sharing + (shared ? 1 : 0);
      let draft = draw(state);
      for (let i = 0; i < more && draft !== null; i++) draft = withShared(draft);
      const after = draft === null ? null : onFoot(site, draft.features);
      if (draft === null || after === null || !isNearer(walksIn(draft, after), before) || !isLawful(draft)) continue;
      const accessible = goal.accessible - more;
      own = { ...goal, accessible, lawful: Math.min(goal.lawful, accessible) };
      [now, walk, sharing] = [{ state, draft }, after, more];
      break;
    }
  }
  const [longest = 0] = walk === null ? [] : walksIn(now.draft, walk);
  return {
    drawn: now.draft === first.draft ? null : { ...now, goal: own },
    said: dear.way < longest - WORTH_SAYING ? dearWords(dear.way) : null,
  };
}

function dearWords(way: number): string {
  return `As far as was tried, an accessible stall some ${Math.round(way)} m from a door would have cost a stall.`;
}

/** Walks from the new accessible stalls of a draft, the longest first. */
function walksIn({ features }: Draft, walk: OnFoot): number[] {
  return planFeaturesOf(features, "stall")
    .filter(({ properties }) => properties.status === "new" && properties.type === "accessible")
    .map(({ shape: { shell } }) => Math.min(NO_WAY, walk([(shell[0] + shell[2]) / 2, (shell[1] + shell[3]) / 2])))
    .sort((a, b) => b - a);
}

/** The longest no longer, and all together shorter. */
function isNearer(after: readonly number[], before: readonly number[]): boolean {
  if (after.length < before.length || after[0] > before[0]) return false;
  const total = (ways: readonly number[]) => ways.reduce((sum, way) => sum + way, 0);
  return total(after) < total(before) - SHORTER;
}

/** The accessible stall of rows with the longest walk, but for those that stay; null where there is none. */
function farthestOf(field: Field, rows: Rows, walk: OnFoot, stay: ReadonlySet<Placed>): Placed | null {
  let [farthest, longest]: [Placed | null, number] = [null, 0];
  for (const row of rows) {
    for (const placed of row) {
      if (stay.has(placed) || !isAccessible(field, placed)) continue;
      const way = wayTo(field, placed, walk);
      if (way > longest) [farthest, longest] = [placed, way];
    }
  }
  return farthest;
}

interface Try {
  readonly state: State;
  /** The stall shares the access aisle of another: it is none of its own in the rows. */
  readonly shared: boolean;
}

interface Terms {
  readonly walk: OnFoot;
  /** What a metre less is worth, in square metres of green. */
  readonly metre: number;
  /** The shortest walk that was seen to cost a stall, metres: it becomes shorter. */
  readonly dear: { way: number };
}

/** States with one accessible stall nearer to a door, the nearest first. */
function* tries(field: Field, goal: Goal, state: State, moving: Placed, { walk, metre, dear }: Terms): Generator<Try> {
  const way = wayTo(field, moving, walk);
  const shares = sharesOf(field, state.rows, moving, walk).filter((share) => share.way < way - SHORTER);
  const places = field.frontages.map(({ row }) => placesAlong(field, state.rows, row, walk, way - SHORTER));
  const nearest = Math.min(...[...shares, ...places.flat()].map((place) => place.way));
  const known = places.map(() => 0);
  let tried = 0;
  for (let within = nearest; within < way; within += Math.max(LONGER, LONGER_SHARE * within)) {
    while (shares.length > 0 && shares[0].way <= within + SHARED_LONGER) {
      const [{ host, start, way: longer }] = shares.splice(0, 1);
      if (tried++ === MOST_TRIED) return;
      const fewer = { ...goal, accessible: goal.accessible - 1, lawful: Math.min(goal.lawful, goal.accessible - 1) };
      const at = (kind: number): Span[] => (kind === host.kind ? [[start - AROUND, start + AROUND]] : []);
      const to = { row: host.frontage, at };
      const other = relaid(field, fewer, state, { moving: [moving, host], to, worth: metre * (way - longer) });
      if (typeof other === "object" && canShare(field, other.rows[host.frontage])) yield { state: other, shared: true };
    }
    for (const [row, all] of places.entries()) {
      const own = all.filter((place) => place.way <= within);
      if (own.length <= known[row]) continue;
      known[row] = own.length;
      if (tried++ === MOST_TRIED) return;
      const to = { row, at: (kind: number) => spansOf(own.filter((place) => place.kind === kind)) };
      const other = relaid(field, goal, state, { moving: [moving], to, worth: metre * (way - within) });
      if (typeof other === "object") yield { state: other, shared: false };
      else if (other === "a stall") dear.way = Math.min(dear.way, within);
    }
  }
}

/** An accessible stall that another shares the aisle of, somewhere along its row. */
interface Share {
  readonly host: Placed;
  readonly start: number;
  /** The longer of the two walks, metres. */
  readonly way: number;
}

/** Where accessible stalls could stand, at their places or some stalls aside, so that one more shares their aisle; the nearest first. */
function sharesOf(field: Field, rows: Rows, moving: Placed, walk: OnFoot): Share[] {
  const hosts = rows.flatMap((row) => row.filter((placed) => placed !== moving && isAccessible(field, placed)));
  const shares = hosts.flatMap((host) => {
    const kind = field.kinds[host.frontage][host.kind];
    const frontage = field.frontages[host.frontage];
    return ASIDE.map((stalls): Share => {
      const start = host.start + stalls * kind.size.width;
      const ways = [start, start + kind.pitch].map((at) => wayAlong(frontage, kind, at, walk));
      return { host, start, way: Math.max(...ways) };
    });
  });
  return shares.sort((a, b) => a.way - b.way);
}

interface Move {
  readonly moving: readonly Placed[];
  /** The row that one of them goes to, and where in it each kind may start. */
  readonly to: { readonly row: number; at(kind: number): readonly Span[] };
  /** Green that the shorter walk is worth, square metres. */
  readonly worth: number;
}

const never = () => false;
const nowhere = () => [];

/** A state with stalls moved, or what that costs beyond what it may. */
function relaid(field: Field, goal: Goal, state: State, { moving, to, worth }: Move): State | "a stall" | "too much" {
  const again = new Set([to.row, ...moving.map(({ frontage }) => frontage)]);
  const ceiling = Math.min(goal.worth, DEAREST);
  for (const each of [ceiling, Math.min(ceiling, dearest(state.rows) + RUN_COST)]) {
    const rows = [...state.rows];
    for (const row of again)
      rows[row] = rows[row].filter((placed) => !moving.includes(placed) && isAccessible(field, placed));
    for (const row of again) {
      const isThere = row === to.row;
      rows[row] = fillRow(field, rows, row, each, isThere ? MISSING / 2 : 0, never, {
        accessibleAt: isThere ? to.at : nowhere,
      });
    }
    const other = judgedBy(field, goal, rows);
    const { total } = other;
    const more = total.count - state.total.count;
    if (total.accessible < Math.min(goal.accessible, state.total.accessible)) return "too much";
    // what is filled for less has no more stalls
    if (more < 0) return more === -1 ? "a stall" : "too much";
    if (more > 0 || total.green <= state.total.green + worth) return other;
  }
  return "too much";
}

function isAccessible({ kinds }: Field, { frontage, kind }: Placed): boolean {
  return kinds[frontage][kind].type === "accessible";
}

function dearest(rows: Rows): number {
  let most = 0;
  for (const row of rows) for (const placed of row) most = Math.max(most, placed.cost);
  return most;
}

/** Does a square stall stand on the far side of an accessible one's aisle somewhere in a row? */
function canShare(field: Field, row: readonly Placed[]): boolean {
  return row.some((placed) => {
    const kinds = field.kinds[placed.frontage];
    const own = kinds[placed.kind];
    const isBeyond = ({ kind, start }: Placed) =>
      Math.abs(start - placed.start - own.pitch) < SAME_PLACE &&
      kinds[kind].type === "standard" &&
      sameLine(kinds[kind], own);
    return isAccessible(field, placed) && row.some(isBeyond);
  });
}

/** Where along a frontage accessible stalls could start that are nearer to a door than a walk. */
function placesAlong(field: Field, rows: Rows, row: number, walk: OnFoot, nearer: number): Place[] {
  // an aisle of our own that is not there is not made for it
  if (field.spurOf[row] >= 0 && rows[row].length === 0) return [];
  const frontage = field.frontages[row];
  return field.kinds[row].flatMap((kind, k) =>
    kind.type === "standard"
      ? []
      : kind.starts.flatMap((span) =>
          samples(span).flatMap((start): Place[] => {
            const way = wayAlong(frontage, kind, start, walk);
            return way < nearer ? [{ kind: k, start, way }] : [];
          }),
        ),
  );
}

function samples([from, to]: Span): number[] {
  const out: number[] = [];
  for (let at = from; at < to; at += STEP) out.push(at);
  out.push(to);
  return out;
}

/** Places of one kind as spans of starts. */
function spansOf(places: readonly Place[]): Span[] {
  const out: [number, number][] = [];
  for (const { start } of places) {
    const last = out[out.length - 1];
    if (last !== undefined && start <= last[1] + STEP + 1e-6) last[1] = Math.max(last[1], start);
    else out.push([start, start]);
  }
  return out;
}

function wayTo(field: Field, { frontage, kind, start }: Placed, walk: OnFoot): number {
  return Math.min(NO_WAY, wayAlong(field.frontages[frontage], field.kinds[frontage][kind], start, walk));
}

/** From the nearest door to a stall's mouth: over the ground before it, or, where that is not paved yet, from the road's edge. */
function wayAlong({ frame }: Frontage, { mouth, size }: Kind, start: number, walk: OnFoot): number {
  const at = (out: number): Point => fromEdge(frame, start + size.width / 2, out);
  const edge = Math.min(mouth, 0) - BEFORE;
  return Math.min(walk(at(mouth - BEFORE)) + BEFORE, walk(at(edge)) + mouth - edge);
}
