import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, loadRules, type Problem, readScenario, readSite, startPlan } from "../engine/index.ts";
import { startSearch } from "../engine/plan.ts";
import type { Check } from "./run.ts";

/** Lots of one form from a tenth of a hectare to twelve, metres; each has its gate in the middle of a long side. */
export const SIZES: readonly (readonly [width: number, depth: number])[] = [
  [36.5, 27.4],
  [57.7, 43.3],
  [81.6, 61.2],
  [115.5, 86.6],
  [163.3, 122.5],
  [230.9, 173.2],
  [326.6, 244.9],
  [400, 300],
];

/** The share of the final count that is waited for. */
const NEARLY = 0.99;

/** Slices of the planned steps between two counts. */
const SLICES = 200;

/** First plans of a size after the one at the first call, of which the quickest counts: as `first` has it for the model case. */
const RUNS = 3;

/** What a lot of one size took. */
export interface Scaled {
  /** Hectares. */
  readonly area: number;
  readonly stalls: number;
  /** Milliseconds from the call to the first audited plan, the quickest of `RUNS`. */
  readonly first: number;
  /** Likewise, of the call before them: some of what it needs has not been compiled yet. */
  readonly cold: number;
  /** Milliseconds of search to 99 % of the final count. */
  readonly nearly: number;
  /** Counts after each slice of the steps. */
  readonly counts: readonly number[];
}

/** How time grows with the lot: first audited plan, search to 99 % of the final count, and that for each hectare. */
export const scale: Check = (kernel, say) => {
  for (const [width, depth] of SIZES) {
    const { area, stalls, first, cold, nearly } = scaled(width, depth, kernel);
    say(
      `scale: ${area.toFixed(2).padStart(5)} ha  ${String(stalls).padStart(5)} stalls  first audited plan ${Math.round(first)} ms (${Math.round(cold)} at the first call)  99 % of the final count after ${Math.round(nearly)} ms (${Math.round(nearly / area)} ms a hectare)`,
    );
  }
  say(`scale: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB held by the process after the largest`);
  return [];
};

/** A lot searched twice: once to learn after how many steps it is nearly done, once to time these. */
export function scaled(width: number, depth: number, kernel: Kernel): Scaled {
  const problem = lotOf(width, depth);
  const cold = toFirst(problem, kernel);
  const first = Math.min(...Array.from({ length: RUNS }, () => toFirst(lotOf(width, depth), kernel)));
  const counts = countsOver(problem, kernel);
  const stalls = counts[counts.length - 1];
  const again = startSearch(problem, kernel);
  const steps = (counts.findIndex((count) => count >= NEARLY * stalls) + 1) * sliceOf(again.plannedSteps);
  const start = performance.now();
  again.advance(steps);
  return { area: (width * depth) / 10_000, stalls, first, cold, nearly: performance.now() - start, counts };
}

/** Milliseconds to the first audited plan of a lot that nothing is known of yet. */
export function toFirst(problem: Problem, kernel: Kernel): number {
  const begun = performance.now();
  const run = startPlan(problem, kernel);
  run.advance(1);
  run.plan();
  return performance.now() - begun;
}

/** Stalls of the best draft after each two-hundredth of the planned steps. */
export function countsOver(problem: Problem, kernel: Kernel): number[] {
  const search = startSearch(problem, kernel);
  const counts: number[] = [];
  let version = -1;
  for (let more = true; more && search.steps < search.plannedSteps; ) {
    more = search.advance(sliceOf(search.plannedSteps));
    counts.push(search.version === version ? counts[counts.length - 1] : stallsOf(search.best().features));
    version = search.version;
  }
  return counts;
}

function sliceOf(plannedSteps: number): number {
  return Math.max(1, Math.ceil(plannedSteps / SLICES));
}

function stallsOf(features: readonly { readonly kind: string }[]): number {
  return features.filter(({ kind }) => kind === "stall").length;
}

/** A rectangle with its gate in the middle of a long side. */
export function lotOf(width: number, depth: number): Problem {
  const middle = width / 2;
  const ring = [
    [0, 0],
    [width, 0],
    [width, depth],
    [0, depth],
    [0, 0],
  ];
  const gate = [
    [middle - 3, 0],
    [middle + 3, 0],
  ];
  const site = readSite(
    JSON.stringify({
      type: "FeatureCollection",
      crs: { type: "name", properties: { name: "local:metre" } },
      features: [
        { type: "Feature", properties: { kind: "site" }, geometry: { type: "Polygon", coordinates: [ring] } },
        {
          type: "Feature",
          properties: { kind: "gate", modes: ["car"] },
          geometry: { type: "LineString", coordinates: gate },
        },
      ],
    }),
    `${width} × ${depth} m`,
  );
  const path = join(import.meta.dirname, "../scenarios/lots/lots-90.scenario.json");
  const scenario = readScenario(readFileSync(path, "utf8"), "lots-90.scenario.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}
