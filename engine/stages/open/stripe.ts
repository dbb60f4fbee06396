import type { Kernel } from "../../kernel.ts";
import type { PlanFeature, Unmet } from "../../model/plan.ts";
import { parkingTable } from "../../rules/table.ts";
import type { Draft } from "../draft.ts";
import type { Search, Sharing, StartSearch } from "../search.ts";
import { accessibleWanted } from "../wanted.ts";
import { lotChoices } from "./choices.ts";
import { compacted, compactLeft, compactOf } from "./compact.ts";
import { corridorsOf } from "./corridors.ts";
import { areaOfRings, envelope, UNITS } from "./envelope.ts";
import { aslant, type Frame, framesOf } from "./frames.ts";
import { carGates } from "./gates.ts";
import { fitsOf, inserted } from "./insert.ts";
import { hasChoice, kindsOf, squareOf } from "./kinds.ts";
import { type Further, type Lot, loadLot } from "./lot.ts";
import { settle } from "./settle.ts";

/** Steps planned for a lot of up to LARGE_LOT square metres, two seconds of work or so; up to twice as many for twelve times that. */
const PLANNED_STEPS = 400_000;
const LARGE_LOT = 10_000;
const LARGEST_LOT = 120_000;

/** Steps after which what square stalls alone have found starts off the search with every kind: the first time, and from when on as often. */
const FIRST_HAND_OVER = 500;
const HAND_OVER = 16_000;

/** Stripes an open lot: aisles from the gates, stalls along them. */
export const stripe: StartSearch = (draft, kernel) => stripeIn(draft, kernel);

/** Likewise, with aisles in these frames alone; absent: in all that the lot suggests. */
export function stripeIn(draft: Draft, kernel: Kernel, frames?: readonly Frame[]): Search {
  const { problem } = draft;
  const { layout, demand, seed } = problem.scenario;
  const table = parkingTable(problem.rules, layout);
  const kinds = kindsOf(table, layout);
  if (kinds === null)
    return nothing(draft, "layout", "the rules know no aisle for the angles and kinds of this layout");
  const square = squareOf(table, layout);
  const ground = envelope(problem, (square ?? kinds).aisles[0].width);
  const gates = carGates(problem.site, ground.aisle, ground.origin);
  if (gates.length === 0) return nothing(draft, "gate", "the site has no gate for cars");
  const main = framesOf(ground.aisle);
  const { aisles, rows } = square ?? kinds;
  const further: Further = {
    corridors: frames === undefined ? corridorsOf(ground.aisle, aisles[0].width * UNITS, rows[0].depth, main) : [],
    aslant: frames === undefined ? main.slice(0, 1).flatMap(aslant) : [],
    areSearched: false,
  };
  const first = loadLot(kernel, ground, gates, square ?? kinds, frames ?? main, further);
  if (first === null) return nothing(draft, "ground", "nothing of the site is free for stalls");
  // what the first one finds is there for the second: it can afford to look in more directions
  const second =
    square === null || !hasChoice(kinds)
      ? null
      : loadLot(kernel, ground, gates, kinds, frames ?? main, { ...further, areSearched: true });
  const area = areaOfRings(ground.aisle);
  const share = Math.min(1, Math.max(0, (area - LARGE_LOT) / (LARGEST_LOT - LARGE_LOT)));
  const plannedSteps = Math.round(PLANNED_STEPS * (1 + share));
  const { target, min, max } = demand.newStalls;
  const wanted = Math.min(target === "max" ? Infinity : Math.max(target, min), max ?? Infinity);
  const parts = moduleParts(first, area);
  first.kernel.openSearch(seed >>> 0, plannedSteps, parts, SPINE_ROUNDS);
  // combs and squares are the first kernel's: no rounds
  second?.kernel.openSearch(seed >>> 0, plannedSteps, parts, 0);
  return start(draft, first, second, plannedSteps, wanted);
}

/** Positions tried for the spine of a comb, each gate, frame and direction. */
const SPINE_ROUNDS = 400;

/** Parts of a module that the ribs of a comb may be shifted by: 10 cm on small lots, half a metre on large ones. */
function moduleParts(lot: Lot, area: number): number {
  const [main] = lot.kinds.aisles;
  const module = main.width + (2 * lot.kinds.rows[main.rows[0]].depth) / UNITS;
  const step = Math.min(0.5, Math.max(0.1, Math.sqrt(area) / 600));
  return Math.max(4, Math.round(module / step));
}

/**
 * One kernel searches with square stalls on two-way aisles as if there were nothing else; where there is, a second one takes as many
 * steps with every kind, starting from the layouts that the first has found. So more kinds never give fewer stalls.
 * @param second null where the first one's kinds are all there are
 */
function start(draft: Draft, first: Lot, second: Lot | null, plannedSteps: number, wanted: number): Search {
  let steps = 0;
  const lastPass = lastPassOf(draft, wanted);
  const drafts = [first, ...(second === null ? [] : [second])].map((lot) => draftsOf(draft, lot, wanted, lastPass));
  const found = () => Math.max(first.kernel.bestStalls(), second?.kernel.bestStalls() ?? 0);
  const best = (): Draft => {
    const [square, every] = drafts.map((settled) => settled());
    if (every === undefined) return square;
    // the last pass may have found more for the one that was behind
    const isMore = stallsIn(every) > stallsIn(square);
    return isMore ? { ...every, fallbacks: [square.features] } : { ...square, fallbacks: [every.features] };
  };
  /** Both kernels, up to these steps; false when nothing is left to try. */
  const advanceTo = (until: number): boolean => {
    const more = first.kernel.advanceSearch(until) === 1;
    if (second === null) return more;
    second.kernel.advanceSearch(until);
    if (until === nextHandOver(until - 1)) for (const told of layoutsOf(first)) hear(second, told);
    return more;
  };
  return {
    get steps() {
      return steps;
    },
    plannedSteps,
    get version() {
      return first.kernel.searchVersion() + (second?.kernel.searchVersion() ?? 0);
    },
    advance(more) {
      const until = steps + more;
      let goesOn = found() < wanted;
      while (goesOn && steps < until) {
        steps = second === null ? until : Math.min(until, nextHandOver(steps));
        goesOn = advanceTo(steps) && found() < wanted;
      }
      return goesOn;
    },
    best,
    sharing: sharingOf(first, second),
    choices() {
      const { rows, aisles } = first.kinds;
      // proved for square stalls alone
      if (rows[0].angle !== 90 || hasChoice(first.kinds)) return null;
      return lotChoices(best(), first.envelope, { ...rows[0].size, aisle: aisles[0].width }, wanted);
    },
  };
}

function stallsIn({ features }: Draft): number {
  return features.filter(({ kind }) => kind === "stall").length;
}

/** The first hand-over after these steps: twice as late each time, and regularly in the end. */
function nextHandOver(steps: number): number {
  let next = FIRST_HAND_OVER;
  while (next <= steps && next < HAND_OVER) next *= 2;
  return next < HAND_OVER ? next : (Math.floor(steps / HAND_OVER) + 1) * HAND_OVER;
}

type LastPass = (features: readonly PlanFeature[], lot: Lot) => PlanFeature[];

/** What is done to a settled plan: further stalls wherever one fits, then compact ones where the rulebook has such. */
function lastPassOf({ problem }: Draft, most: number): LastPass {
  const { rules, scenario } = problem;
  const given = (total: number) => accessibleWanted(problem, total);
  const fits = fitsOf(rules, scenario.layout);
  const [standard] = fits;
  const compact = standard === undefined ? null : compactOf(rules, scenario.layout, standard);
  if (compact === null) return (features, lot) => inserted(features, lot, { fits, most });
  return (features, lot) => {
    const rows = compacted(inserted(features, lot, { fits, most }), lot, standard, compact, { most, given });
    const stalls = rows.filter(({ kind }) => kind === "stall").length;
    return inserted(rows, lot, { fits: [compact], most: Math.min(most, stalls + compactLeft(rows, given)) });
  };
}

/** The best draft of one kernel, settled anew when it has found better. */
function draftsOf(draft: Draft, lot: Lot, wanted: number, lastPass: LastPass): () => Draft {
  let settled: { version: number; draft: Draft } | null = null;
  return () => {
    const version = lot.kernel.searchVersion();
    if (settled?.version !== version) {
      const features = lastPass(settle(lot, { stalls: wanted }), lot);
      settled = { version, draft: { ...draft, features: [...draft.features, ...features] } };
    }
    return settled.draft;
  };
}

/** Layouts that a kernel tells the others of. */
const TOLD = 2;

function layoutsOf({ kernel }: Lot): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: TOLD }, (_, k) => kernel.keptLayout(k)).flatMap((kept) => copyOf(kernel, kept));
}

/** Likewise, for kernels that search beside it: what has been put together of parts comes first, though no run of its own starts from it. */
function layoutsToShare({ kernel }: Lot): Uint8Array<ArrayBuffer>[] {
  return [kernel.toldLayout(), ...Array.from({ length: TOLD - 1 }, (_, k) => kernel.keptLayout(k + 1))].flatMap(
    (kept) => copyOf(kernel, kept),
  );
}

function copyOf(kernel: Lot["kernel"], layout: number): Uint8Array<ArrayBuffer>[] {
  return layout === 0 ? [] : [new Uint8Array(kernel.memory.buffer, layout, kernel.layoutBytes()).slice()];
}

function hear({ kernel }: Lot, told: Uint8Array<ArrayBuffer>): void {
  new Uint8Array(kernel.memory.buffer, kernel.guestLayout(), kernel.layoutBytes()).set(told);
  kernel.takeGuest();
}

/** What is told begins with a byte that says which of the two kernels it is from, and goes to its like. */
function sharingOf(first: Lot, second: Lot | null): Sharing {
  const lots = second === null ? [first] : [first, second];
  return {
    join(index, count) {
      first.kernel.shareSearch(index, count);
      second?.kernel.shareSearch(index, count);
    },
    tell: () => lots.flatMap((lot, row) => layoutsToShare(lot).map((layout) => Uint8Array.of(row, ...layout))),
    hear: (told) => hear(lots[told[0]], told.subarray(1) as Uint8Array<ArrayBuffer>),
  };
}

/** A search that finds nothing, and says why. */
function nothing(draft: Draft, binding: string, why: string): Search {
  const wanted = draft.problem.scenario.demand.newStalls.target;
  const unmet: Unmet = { demand: "newStalls.target", wanted, got: 0, binding, price: why };
  return {
    steps: 0,
    plannedSteps: 0,
    version: 1,
    advance: () => false,
    best: () => ({ ...draft, unmet: [...draft.unmet, unmet] }),
  };
}
