export { audit } from "./audit/audit.ts";
export {
  COMPARED,
  type ComparedMeasure,
  type ComparedScenario,
  type Comparison,
  compare,
  comparePlans,
  isLawful,
} from "./compare.ts";
export { PlanFault, presentable } from "./finish.ts";
export { frontierChart } from "./frontier/chart.ts";
export type { FrontierPoint, NextPlan } from "./frontier/front.ts";
export { type DualPrice, type Frontier, frontier, type PricedPoint } from "./frontier/frontier.ts";
export { withDualPrices } from "./frontier/price.ts";
export { type Sweep, type SweepOptions, type SweptPoint, startSweep } from "./frontier/sweep.ts";
export { frontierCsv, frontierJson } from "./frontier/table.ts";
export { type Pricing, startPricing, withPrices } from "./frontier/unmet.ts";
export { readVary, type Vary } from "./frontier/vary.ts";
export { type Judged, judgePlan } from "./judged.ts";
export { type Kernel, loadKernel } from "./kernel.ts";
export { checkLocks } from "./locks.ts";
export { measure } from "./measure.ts";
export { costOf, EXAMPLE_PRICES, type Prices, readPrices } from "./mix/prices.ts";
export { type MixOptions, type MixResult, type MixRound, solveMix } from "./mix/solve.ts";
export { weighed } from "./mix/weighed.ts";
export { chooseByWeights, readWeights, type WeightEffect, type Weights } from "./mix/weights.ts";
export { canonicalHash } from "./model/canonical.ts";
export type * from "./model/demand.ts";
export { InputError } from "./model/errors.ts";
export type * from "./model/plan.ts";
export type * from "./model/rules.ts";
export type * from "./model/scenario.ts";
export { featuresOf, isCompound, type Site, type SiteFeature, type SiteKind } from "./model/site.ts";
export { today } from "./model/today.ts";
export { type PlanRun, startPlan } from "./plan.ts";
export { polish } from "./polish.ts";
export { claimsScenario, scenarioOf } from "./read/claims.ts";
export { pinnedFrom } from "./read/earlierLocks.ts";
export { readPlan } from "./read/plan.ts";
export { defaultScenario, readScenario } from "./read/scenario.ts";
export { readSite } from "./read/site.ts";
export { type FileSort, sortOf } from "./read/sort.ts";
export { conflictsOf, loadRules } from "./rules/load.ts";
export { parkingTable } from "./rules/table.ts";
export { type Since, since } from "./since.ts";
export { type Progress, type SolveOptions, STAY, solve, solvedRun } from "./solve.ts";
export type { Problem } from "./stages/draft.ts";
export { keptGreen } from "./stages/locks/drawn.ts";
export { toldMeasures } from "./told.ts";
export { comparisonCsv, comparisonJson, comparisonText } from "./write/comparison.ts";
export { type ExportOptions, exported, FORMATS, type Format } from "./write/exported.ts";
export { writeLocks } from "./write/locks.ts";
export { writePlan } from "./write/plan.ts";
export { writeScenario } from "./write/scenario.ts";
export { drawPlan } from "./write/svg.ts";
