import type { Kernel } from "../kernel.ts";
import { solveProgram } from "../lp/door.ts";
import { priceProgram } from "../mix/program.ts";
import { withPacked, type Zones, zonesOf } from "../mix/zones.ts";
import { isCompound } from "../model/site.ts";
import type { Problem } from "../stages/draft.ts";
import { type OpenGround, openGround } from "../stages/retrofit.ts";
import { rowsOfPlan } from "../stages/rows/packed.ts";
import type { DualPrice, Frontier, PricedPoint } from "./frontier.ts";
import { groundKey } from "./vary.ts";

/** Halfway to the next stall: at a whole number the relaxation's price may be that of the last stall or of the next. */
const HALFWAY = 0.5;

/** Prices that differ by less than this share agree. */
const AGREES = 0.1;

/**
 * Adds to each point of a compound what the linear relaxation says that the next stall costs, and says why that differs
 * from the difference of the audited plans. The rows of all plans are on offer in every program. Open lots stay as they are.
 */
export async function withDualPrices(frontier: Frontier, kernel: Kernel): Promise<Frontier> {
  const [first] = frontier.points;
  if (first === undefined || !isCompound(first.problem.site)) return frontier;
  const offers = new Map<string, { readonly problem: Problem; readonly zones: Zones }>();
  for (const { problem } of frontier.points) {
    const key = groundKey(problem);
    if (!offers.has(key)) offers.set(key, offerOf(problem, frontier.points, kernel));
  }
  const known = new Map<string, DualPrice | null>();
  const points: PricedPoint[] = [];
  for (const point of frontier.points) {
    const stalls = point.plan.measures.stalls.new + HALFWAY;
    const key = `${groundKey(point.problem)} ${stalls}`;
    const offer = offers.get(groundKey(point.problem));
    if (offer === undefined) throw new Error("a point of a frontier has no ground");
    if (!known.has(key)) known.set(key, await dualOf(offer.problem, offer.zones, stalls));
    points.push({ ...point, dual: known.get(key) ?? null });
  }
  return { ...frontier, points, sentence: sentenceOn(points) };
}

function offerOf(problem: Problem, points: readonly PricedPoint[], kernel: Kernel) {
  const ground: OpenGround = openGround(
    { problem, features: [], assumptions: problem.site.assumptions, unmet: [] },
    kernel,
  );
  const features = new Set(points.map(({ plan }) => plan.features));
  const zones = [...features].reduce(
    (next, plan) => withPacked(next, rowsOfPlan(plan, ground.field), ground),
    zonesOf(ground),
  );
  return { problem, zones };
}

async function dualOf(problem: Problem, zones: Zones, stalls: number): Promise<DualPrice | null> {
  const answer = await solveProgram(priceProgram(problem, zones, stalls));
  if (answer.status !== "optimal") return null;
  const price = answer.prices?.get("newStalls");
  return price === undefined ? null : { perStall: Math.round(price * 10) / 10 + 0, row: "newStalls", stalls };
}

/** Why the dual price and the true difference differ, and where. */
function sentenceOn(points: readonly PricedPoint[]): string {
  const [higher, lower, equal]: number[][] = [[], [], []];
  for (const [row, { next, dual }] of points.entries()) {
    if (next === null || dual === null) continue;
    const gap = next.perStall - dual.perStall;
    if (Math.abs(gap) <= AGREES * Math.max(1, next.perStall, dual.perStall)) equal.push(row + 1);
    else (gap > 0 ? higher : lower).push(row + 1);
  }
  if (higher.length + lower.length + equal.length === 0) return "";
  const at = (rows: readonly number[]) => `${rows.length === 1 ? "point" : "points"} ${rows.join(", ")}`;
  const parts = [
    "The dual price is that of a linear program in which rows of stalls may be taken in parts and green may be given up anywhere at once; the true difference lies between two audited plans of whole stalls.",
    ...(higher.length === 0
      ? []
      : [
          `At ${at(higher)} the true difference is higher: the next whole stall needs a row that stands dearer, or ground that can be planted again.`,
        ]),
    ...(lower.length === 0
      ? []
      : [
          `At ${at(lower)} it is lower: the next plan has several stalls more and shares its green among them, its shed or bicycles stand elsewhere, which the program does not move, or this one has spent green that it need not have.`,
        ]),
    ...(equal.length === 0 ? [] : [`At ${at(equal)} both agree within a tenth.`]),
  ];
  return parts.join(" ");
}
