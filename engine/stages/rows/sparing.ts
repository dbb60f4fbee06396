import { COST_STEP, type Kind, upTo } from "../ground/kinds.ts";
import type { Span } from "../plane/section.ts";

// where a plan may hardly take any green the cheapest ground is not the right one: stalls that take little of it each

/** Less green than this that may be taken is scarce, square metres: some three stalls on nothing but green. */
const SCARCE = 40;

/** A search with scarce green begins with none and is given so many square metres more after so many steps. */
const RUNG = 5;
const RUNG_STEPS = 20;

/** Steps of a search until it is given all of what is scarce. */
export const CLIMB_STEPS = (SCARCE / RUNG) * RUNG_STEPS;

/** Is so little green to be taken that a search begins with less? */
export function isScarce(greenLimit: number): boolean {
  return greenLimit < SCARCE;
}

/** Green that such a search has been given after so many steps, square metres: the same for whatever it is given in the end. */
export function greenAfter(steps: number): number {
  return RUNG * Math.floor(steps / RUNG_STEPS);
}

/** Is it given more with this step? */
export function isRung(steps: number): boolean {
  return steps % RUNG_STEPS === 0;
}

/** Spans shorter than this are a place for one stall, metres. */
const SHORT = 1e-7;

const known = new WeakMap<Kind, Map<number, readonly Span[]>>();

/** Where a stall of a kind may start and takes no more green than so many square metres, other new stalls apart. */
export function sparing(kind: Kind, greenAtMost: number): readonly Span[] {
  const own = known.get(kind) ?? new Map<number, readonly Span[]>();
  known.set(kind, own);
  const found = own.get(greenAtMost) ?? kind.starts.flatMap((span) => within(kind, span, greenAtMost));
  own.set(greenAtMost, found);
  return found;
}

/** The parts of a span of starts; between samples of its two ends the green of a stall is linear. */
function within({ green, pitch }: Kind, [low, high]: Span, most: number): Span[] {
  const taken = (start: number) => upTo(green, start + pitch) - upTo(green, start);
  const out: [number, number][] = [];
  const add = (from: number, to: number) => {
    const last = out[out.length - 1];
    if (last !== undefined && from <= last[1] + SHORT) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  };
  let at = low;
  let before = taken(at);
  if (before <= most) add(at, at);
  while (at < high - SHORT) {
    const next = Math.min(high, nextSample(at), nextSample(at + pitch) - pitch);
    const after = taken(next);
    const crossing = at + ((most - before) / (after - before)) * (next - at);
    if (before <= most && after <= most) add(at, next);
    else if (before <= most) add(at, crossing);
    else if (after <= most) add(crossing, next);
    [at, before] = [next, after];
  }
  return out;
}

/** The sample of the tables of green that follows a position, metres. */
function nextSample(at: number): number {
  return (Math.floor(at / COST_STEP + SHORT) + 1) * COST_STEP;
}

/** What two lists of spans, each sorted, have in common. */
export function common(a: readonly Span[], b: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [from, to] = [Math.max(a[i][0], b[j][0]), Math.min(a[i][1], b[j][1])];
    if (from <= to + SHORT) out.push([from, Math.max(from, to)]);
    if (a[i][1] < b[j][1]) i++;
    else j++;
  }
  return out;
}
