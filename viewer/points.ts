import type { Frontier } from "../engine/frontier/frontier.ts";
import type { CurveName, PointView, SecondName } from "./protocol.ts";

// what the page calls the points of a sweep, and what it needs of them

/** What each curve varies. A loss is a study, in which nothing is planted again. */
export const CURVE_KEYS: Readonly<Record<CurveName, string>> = { planting: "newGreen.max", loss: "green.balance_min" };

/** What may be varied beside it. */
export const SECOND_KEYS: Readonly<Record<SecondName, string>> = {
  ebikes: "ebikeSlots.min",
  accessible: "accessibleStalls.min",
  charging: "chargingStalls.share",
};

const SECOND_NAMES = Object.keys(SECOND_KEYS) as SecondName[];

/** Points are numbered as those of the command line's files are. */
export function pointName(curve: CurveName, row: number): string {
  return `frontier-${curve}-${String(row + 1).padStart(2, "0")}`;
}

/** The points of a sweep as it stands, without their plans. */
export function pointViews({ varied, points }: Frontier): PointView[] {
  const key = varied[1]?.key;
  const beside = SECOND_NAMES.find((name) => SECOND_KEYS[name] === key) ?? null;
  return points.map(({ plan: { measures, unmet }, values, lawful, onFront, next, dual }, row) => ({
    row,
    allowed: values[0],
    second: beside && { name: beside, value: values[1] },
    stalls: measures.stalls.new,
    removed: measures.greening.removed,
    planted: measures.greening.planted,
    balance: measures.greening.balance,
    lawful,
    lacks: unmet.some(({ demand }) => !demand.startsWith("newStalls")),
    onFront,
    next: next && { stalls: next.stalls, perStall: next.perStall },
    dual: dual?.perStall ?? null,
  }));
}
