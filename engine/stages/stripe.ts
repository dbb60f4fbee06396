import type { Kernel } from "../kernel.ts";
import type { Unmet } from "../model/plan.ts";
import { parkingTable } from "../rules/table.ts";
import type { Draft } from "./draft.ts";
import { areaOfRings, envelope } from "./envelope.ts";
import { lotChoices } from "./open/choices.ts";
import { carGates } from "./open/gates.ts";
import { type Lot, loadLot } from "./open/lot.ts";
import type { Search, Sharing, StartSearch } from "./search.ts";
import { settle } from "./settle.ts";

/** Steps planned for a lot of up to LARGE_LOT square metres, about a second of work; up to twice as many for twelve times that. */
const PLANNED_STEPS = 400_000;
const LARGE_LOT = 10_000;
const LARGEST_LOT = 120_000;

/** Stripes an open lot: aisles from the gates, stalls along them. */
export const stripe: StartSearch = (draft: Draft, kernel: Kernel): Search => {
  const { problem } = draft;
  const { demand, seed } = problem.scenario;
  const table = parkingTable(problem.rules, problem.scenario.layout);
  const aisle = table.aisle(90, "two-way");
  if (aisle === null) return nothing(draft, "layout", "90° stalls on a two-way aisle are not allowed by this layout");
  const ground = envelope(problem, aisle);
  const gates = carGates(problem.site, ground.aisle, ground.origin);
  if (gates.length === 0) return nothing(draft, "gate", "the site has no gate for cars");
  const lot = loadLot(kernel, ground, gates, table.stall(90), aisle);
  if (lot === null) return nothing(draft, "ground", "nothing of the site is free for stalls");
  const area = areaOfRings(ground.aisle);
  const share = Math.min(1, Math.max(0, (area - LARGE_LOT) / (LARGEST_LOT - LARGE_LOT)));
  const plannedSteps = Math.round(PLANNED_STEPS * (1 + share));
  const { target, min, max } = demand.newStalls;
  const wanted = Math.min(target === "max" ? Infinity : Math.max(target, min), max ?? Infinity);
  lot.kernel.openSearch(seed >>> 0, plannedSteps, moduleParts(lot, area), SPINE_ROUNDS);
  return start(draft, lot, plannedSteps, wanted);
};

/** Positions tried for the spine of a comb, each gate, frame and direction. */
const SPINE_ROUNDS = 400;

/** Parts of a module that the ribs of a comb may be shifted by: 10 cm on small lots, half a metre on large ones. */
function moduleParts(lot: Lot, area: number): number {
  const module = lot.aisle + 2 * lot.size.length;
  const step = Math.min(0.5, Math.max(0.1, Math.sqrt(area) / 600));
  return Math.max(4, Math.round(module / step));
}

function start(draft: Draft, lot: Lot, plannedSteps: number, wanted: number): Search {
  const { kernel } = lot;
  let steps = 0;
  let settled: { version: number; draft: Draft } | null = null;
  const best = (): Draft => {
    const version = kernel.searchVersion();
    if (settled?.version !== version) {
      const features = settle(lot, { stalls: wanted });
      settled = { version, draft: { ...draft, features: [...draft.features, ...features] } };
    }
    return settled.draft;
  };
  return {
    get steps() {
      return steps;
    },
    plannedSteps,
    get version() {
      return kernel.searchVersion();
    },
    advance(more) {
      if (kernel.bestStalls() >= wanted) return false;
      steps += more;
      return kernel.advanceSearch(steps) === 1 && kernel.bestStalls() < wanted;
    },
    best,
    sharing: sharingOf(lot),
    choices: () => lotChoices(best(), lot.envelope, { ...lot.size, aisle: lot.aisle }, wanted),
  };
}

/** Layouts that a kernel tells the others of. */
const TOLD = 2;

function sharingOf({ kernel }: Lot): Sharing {
  const at = (pointer: number) => new Uint8Array(kernel.memory.buffer, pointer, kernel.layoutBytes());
  return {
    join: (index, count) => kernel.shareSearch(index, count),
    tell: () =>
      Array.from({ length: TOLD }, (_, k) => kernel.keptLayout(k)).flatMap((kept) =>
        kept === 0 ? [] : [at(kept).slice()],
      ),
    hear(told) {
      at(kernel.guestLayout()).set(told);
      kernel.takeGuest();
    },
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
