import { expose } from "comlink";
import {
  canonicalHash,
  checkLocks,
  claimsScenario,
  conflictsOf,
  defaultScenario,
  exported,
  type Frontier,
  frontier,
  frontierCsv,
  InputError,
  isCompound,
  type Judged,
  judgePlan,
  keptGreen,
  loadKernel,
  loadRules,
  measure,
  type PlanRun,
  type Problem,
  pinnedFrom,
  presentable,
  readPlan,
  readScenario,
  readSite,
  readVary,
  readWeights,
  STAY,
  scenarioOf,
  sortOf,
  startPlan,
  startPricing,
  startSweep,
  today,
  toldMeasures,
  weighed,
  withDualPrices,
  writeLocks,
  writePlan,
  writeScenario,
} from "../engine/index.ts";
import type { Plan } from "../engine/model/plan.ts";
import type { Scenario } from "../engine/model/scenario.ts";
import type { Site } from "../engine/model/site.ts";
import type { Desk, Earlier, Made } from "./desk.ts";
import { CURVE_KEYS, pointName, pointViews, SECOND_KEYS } from "./points.ts";
import type {
  CurveName,
  Ending,
  PlanView,
  PointView,
  Progress,
  Saved,
  ScenarioView,
  Solver,
  SourceFile,
  SweepProgress,
  SweepRanges,
  Weighed,
} from "./protocol.ts";
import { siteView } from "./siteWords.ts";
import { heard, nextSlice, SLICE } from "./slices.ts";

// the only file of the page that runs the engine; everything that leaves it is plain data

/** A better plan is shown at most this often, milliseconds … */
const SHOW_EVERY = 150;

/** … and only after the search has had this many times what auditing the last one cost. */
const SEARCH_SHARE = 2;

// compiled while the page is still drawing its frame
const kernel = loadKernel();

const FORMATS = { drawing: "svg", cad: "dxf", table: "csv" } as const;

let site: Site | null = null;
let desk: Desk | null = null;
let plan: Plan | null = null;
// the plan made or opened last for the open site, whatever the scenario
let last: Made | null = null;
// the edited scenario and the plan that it was made on: begun anew or not, its locks name things of that plan
let edit: { readonly text: string; readonly on: Made } | null = null;
const curves = new Map<CurveName, Frontier>();
let stopping = false;
let running: Promise<unknown> = Promise.resolve();

const solver: Solver = {
  sortOf: ({ text }) => sortOf(text),
  openSite(file) {
    const read = readSite(file.text, file.name);
    site = read;
    desk = null;
    plan = null;
    last = null;
    edit = null;
    curves.clear();
    return siteView(read, file, isCompound(read));
  },
  openScenario(file, beginning = null) {
    const open = requireSite();
    if (beginning === "last" && file && last && edit?.text !== file.text) edit = { text: file.text, on: last };
    const before = beginning !== null && edit?.text === file?.text && isCompound(open) ? (edit?.on ?? null) : null;
    const placed = before?.features ?? [];
    const ids = new Set(placed.map(({ id }) => id));
    const scenario = file
      ? pinnedFrom(readScenario(file.text, file.name, open, ids), open, placed)
      : defaultScenario(open);
    const from = beginning === "last" && before ? earlier(before) : null;
    const rules = loadRules(scenario.rules, scenario.overrides);
    desk = { site: open, from, scenario, rules };
    plan = null;
    curves.clear();
    return scenarioView(desk, from);
  },
  keptGreen: (area) => keptGreen(requireSite(), area),
  lockedFile(file, locks) {
    const open = requireSite();
    const name = file?.name ?? `${open.name}.json`;
    const text = writeLocks(file?.text ?? null, locks, open);
    const scenario = readScenario(text, name, open);
    checkLocks({ site: open, scenario, rules: loadRules(scenario.rules, scenario.overrides) });
    return { name, text };
  },
  solve: (onProgress) => alone((begun) => solveInSlices(begun, onProgress)),
  sweep: (ranges, onProgress) => alone((begun) => sweepInSlices(begun, ranges, onProgress)),
  async weigh(text) {
    let chosen: Weighed | null = null;
    await alone(async (begun) => {
      const { totals, effects, zones } = await weighed(begun, readWeights(text, "weights"), await kernel, "weights");
      chosen = { totals, effects, zones };
      return "done";
    });
    if (!chosen) throw new Error("weigh: nothing has been chosen");
    return chosen;
  },
  pointPlan(curve, row) {
    const point = pointOf(curve, row);
    const { scenario } = point.problem;
    const name = pointName(curve, row);
    return {
      scenario: scenarioView(point.problem),
      plan: planView(point.plan, point.problem.site),
      file: { name: `${name}.geojson`, text: writePlan(point.plan, point.problem.site) },
      by: scenarioFile(scenario, point.problem.site),
    };
  },
  pointFile(curve, row, what) {
    const point = pointOf(curve, row);
    return savedAs(what, madeHere(point.plan, point.problem));
  },
  curveTable(curve) {
    const swept = curves.get(curve);
    if (!swept) throw new Error(`curveTable: ${curve} has not been swept`);
    return frontierCsv(swept);
  },
  stop() {
    stopping = true;
  },
  scenarioFor(file, offered, otherwise) {
    const open = requireSite();
    const { header } = readPlan(file.text, file.name, open);
    if (!claimsScenario(header) && otherwise) return otherwise;
    const known = offered.flatMap((each) =>
      tried(() => [{ each, scenario: readScenario(each.text, each.name, open) }]),
    );
    const scenarios = known.map(({ scenario }) => scenario);
    const found = scenarioOf(header, file.name, open, scenarios);
    return known[scenarios.indexOf(found)]?.each ?? scenarioFile(found, open);
  },
  openPlan(file, by) {
    const open = requireSite();
    const scenario = readScenario(by.text, by.name, open);
    const problem = { site: open, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
    const judged = judgePlan(readPlan(file.text, file.name, open), problem, file.name);
    desk = { ...problem, from: null };
    plan = null;
    edit = null;
    curves.clear();
    last = { site: open, features: judged.features, file: () => file.text, judged: () => judged };
    return { scenario: scenarioView(desk), plan: planView(judged, open) };
  },
  saved: async (what) => savedAs(what, requireLast()),
};

expose(solver);

function pointOf(curve: CurveName, row: number): Frontier["points"][number] {
  const point = curves.get(curve)?.points[row];
  if (!point) throw new Error(`the curve ${curve} has no point ${row}`);
  return point;
}

function earlier({ features, file }: Made): Earlier {
  return { features, hash: canonicalHash(JSON.parse(file())) };
}

function scenarioFile(scenario: Scenario, of: Site): SourceFile {
  return { name: `${scenario.name}.json`, text: writeScenario(scenario, of) };
}

/** What can be read; of a file that cannot, nothing. */
function tried<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function scenarioView(of: Omit<Desk, "from">, from: Earlier | null = null): ScenarioView {
  const { name, title, locks } = of.scenario;
  const now = today(of.site);
  return {
    name,
    title,
    locks,
    hasLast: from !== null,
    rules: of.rules,
    conflicts: conflictsOf(of.scenario.rules).map(({ id, topic, engine }) => ({ id, topic, engine })),
    today: toldMeasures(measure({ ...of, features: now }), now, of.site),
  };
}

/** Runs one thing at a time on the open scenario: what ran before is stopped first. */
async function alone(work: (begun: Desk) => Promise<Ending>): Promise<Ending> {
  const begun = desk;
  if (!begun) throw new Error("no scenario is open");
  stopping = true;
  await running.catch(() => {});
  stopping = false;
  const run = work(begun);
  running = run;
  return run;
}

async function sweepInSlices(
  begun: Desk,
  { curve, range, second }: SweepRanges,
  onProgress: (progress: SweepProgress) => void,
): Promise<Ending> {
  const { scenario } = begun;
  const read = (key: string, typed: string) =>
    readVary(`${key}=${typed.replace(/\s/g, "").replaceAll("−", "-")}`, scenario.name);
  const vary = read(CURVE_KEYS[curve], range);
  const varied = second === null ? [vary] : [vary, read(SECOND_KEYS[second.name], second.range)];
  // how many stalls there could be is the question: a target would cut the curve off
  const newStalls = { ...scenario.demand.newStalls, target: "max" as const };
  const newGreen = curve === "loss" ? { ...scenario.demand.newGreen, max: 0 } : scenario.demand.newGreen;
  const study = curve === "loss" || scenario.study;
  const swept: Desk = {
    ...begun,
    scenario: { ...scenario, study, demand: { ...scenario.demand, newStalls, newGreen } },
  };
  const sweep = startSweep(swept, varied, await kernel, scenario.name);
  let version = -1;
  let tellAgain = -Infinity;
  let slice = 1;
  for (;;) {
    const start = performance.now();
    const { done } = sweep;
    const more = sweep.advance(slice);
    const took = performance.now() - start;
    if (sweep.done === done) slice = Math.max(1, Math.round(slice * Math.min(SLICE / Math.max(took, 0.1), 4)));
    const share = sweep.plannedSteps === 0 ? 0 : sweep.steps / sweep.plannedSteps;
    const isNew = version !== sweep.version;
    version = sweep.version;
    if (isNew) curves.set(curve, frontier(scenario.name, sweep));
    const now = performance.now();
    if (isNew || now > tellAgain) {
      tellAgain = now + SHOW_EVERY;
      const points = isNew ? viewsOf(curve) : null;
      onProgress({ done: sweep.done + share, count: sweep.count, points });
    }
    if (!more || stopping) break;
    await heard();
  }
  const raw = curves.get(curve);
  if (raw && !stopping) curves.set(curve, await withDualPrices(raw, await kernel));
  onProgress({ done: sweep.done, count: sweep.count, points: viewsOf(curve) });
  return sweep.done === sweep.count ? "done" : "stopped";
}

function viewsOf(curve: CurveName): PointView[] {
  const swept = curves.get(curve);
  return swept ? pointViews(swept) : [];
}

async function solveInSlices(begun: Desk, onProgress: (progress: Progress) => void): Promise<Ending> {
  const { from } = begun;
  const run = startPlan(begun, await kernel, from?.features ?? null, from === null ? 0 : STAY);
  const { steps, seconds } = begun.scenario.budget;
  const deadline = seconds === null ? Infinity : performance.now() + seconds * 1000;
  const most = steps ?? (seconds === null ? run.plannedSteps : Infinity);
  const planned = Math.min(most, run.plannedSteps);
  let showAgain = -Infinity;
  let slice = 1;
  for (;;) {
    const start = performance.now();
    const more = run.advance(Math.min(slice, most - run.steps)) && run.steps < most;
    const now = performance.now();
    slice = nextSlice(slice, now - start);
    // whoever stops wants to stop now: the plan on the screen is the plan
    if (stopping && more && (plan || desk !== begun)) return "stopped";
    const ended = !more || stopping || now > deadline;
    const better = ended ? freshPlan(begun, run.plan()) : now > showAgain ? freshPlan(begun, presentable(run)) : null;
    const audited = performance.now() - now;
    if (better) showAgain = performance.now() + Math.max(SHOW_EVERY, SEARCH_SHARE * audited);
    const told = ended ? plan : null;
    const view = told ? planView(told, begun.site) : better && planView(better, null);
    onProgress({ steps: run.steps, plannedSteps: Math.max(planned, run.steps), plan: view });
    if (ended && more) return now <= deadline ? "stopped" : "done";
    if (ended) return priceInSlices(begun, run, onProgress);
    await heard();
  }
}

/** What is unmet is priced while the plan is on the screen; whoever stops keeps the plan without its price. */
async function priceInSlices(
  begun: Desk,
  { steps, plan: planned, learned }: PlanRun,
  onProgress: (progress: Progress) => void,
): Promise<Ending> {
  const pricing = startPricing(planned(), begun, await kernel, learned());
  let slice = 1;
  for (let more = true; more; ) {
    await heard();
    if (stopping) return "stopped";
    const start = performance.now();
    more = pricing.advance(slice);
    slice = nextSlice(slice, performance.now() - start);
  }
  const priced = freshPlan(begun, pricing.plan);
  if (priced) onProgress({ steps, plannedSteps: steps, plan: planView(priced, begun.site) });
  return "done";
}

/** Puts a plan on the desk; null when it is the one that lies there already. */
function freshPlan(begun: Desk, found: Plan | null): Plan | null {
  if (found === null) return null;
  const { from } = begun;
  const isFresh = plan?.features !== found.features || plan.unmet !== found.unmet;
  // steps alone do not lead to a plan that began with another
  const made = from === null ? found : Object.freeze({ ...found, from: from.hash });
  plan = made;
  last = madeHere(made, begun);
  return isFresh ? plan : null;
}

function madeHere(made: Plan, problem: Problem): Made {
  const { site: of } = problem;
  const file = () => writePlan(made, of);
  let found: Judged | null = null;
  const judged = () => {
    found ??= judgePlan(readPlan(file(), made.name, of), problem, made.name);
    return found;
  };
  return { site: of, features: made.features, file, judged };
}

async function savedAs(what: Saved, made: Made): Promise<string> {
  return what === "plan" ? made.file() : exported(FORMATS[what], made.judged(), made.site);
}

/** What leaves for the page; with what is only told of a plan where it is of a site, not while it is sought. */
function planView(of: Plan | Judged, on: Site | null): PlanView {
  const { name, study, features, audit: lines, assumptions, unmet, steps, seed, exact } = of;
  const measures = on === null ? of.measures : toldMeasures(of.measures, features, on);
  return { name, study, features, audit: lines, assumptions, unmet, steps, seed, measures, ...(exact && { exact }) };
}

function requireSite(): Site {
  if (!site) throw new Error("no site is open");
  return site;
}

function requireLast(): Made {
  // where a solve was refused the plan before it is still on the screen
  if (!last) throw new Error("no plan has been made yet");
  return last;
}
