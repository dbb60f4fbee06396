import { isNewBreach } from "../forbidden.ts";
import { costOf } from "../mix/prices.ts";
import { type Cell, csvText } from "../write/csv.ts";
import type { Frontier } from "./frontier.ts";

/** Name of a point's plan file. */
export function pointFile(row: number): string {
  return `point-${String(row + 1).padStart(3, "0")}.geojson`;
}

/** One line a point. */
export function frontierCsv({ varied, points, prices }: Frontier): string {
  const head = [
    "point",
    ...varied.map(({ key }) => key),
    "newStalls",
    "totalStalls",
    "netStalls",
    "greenBalance m²",
    "greenRemoved m²",
    "greenPlanted m²",
    "treesMoved",
    "lawful",
    "study",
    "onFront",
    "dominatedBy",
    "sameAs",
    "foundAt",
    "nextPoint",
    "nextStalls",
    "nextGreen m²",
    "priceOfNextStall m² (true difference)",
    "priceOfNextStall m² (dual)",
    "newBreaches",
    "unmet",
    ...(prices === null ? [] : [`cost ${prices.currency}${prices.example ? " (example prices)" : ""}`]),
    "plan",
  ];
  const lines = points.map((point, row): Cell[] => {
    const { plan, next, dual } = point;
    const { stalls, greening, treesMoved } = plan.measures;
    return [
      row + 1,
      ...point.values,
      stalls.new,
      stalls.total,
      stalls.net,
      greening.balance,
      greening.removed,
      greening.planted,
      treesMoved,
      String(point.lawful),
      String(plan.study),
      String(point.onFront),
      point.dominatedBy.map((other) => other + 1).join(" "),
      point.sameAs + 1,
      point.foundAt + 1,
      next === null ? null : next.point + 1,
      next?.stalls ?? null,
      next?.green ?? null,
      next?.perStall ?? null,
      dual?.perStall ?? null,
      plan.audit.filter(isNewBreach).length,
      plan.unmet.map(({ demand }) => demand).join(" "),
      ...(prices === null ? [] : [costOf(plan, prices)]),
      pointFile(row),
    ];
  });
  return csvText([head, ...lines]);
}

/** Everything but the plans' features; points count from 1, as in the names of their files. */
export function frontierJson({ name, varied, count, points, complete, prices, sentence }: Frontier): string {
  const list = points.map(
    ({ problem, plan, values, lawful, onFront, dominatedBy, sameAs, foundAt, next, dual }, row) => ({
      point: row + 1,
      set: Object.fromEntries(varied.map(({ key }, i) => [key, values[i]])),
      plan: pointFile(row),
      name: plan.name,
      lawful,
      study: plan.study,
      onFront,
      dominatedBy: dominatedBy.map((other) => other + 1),
      sameAs: sameAs + 1,
      foundAt: foundAt + 1,
      priceOfNextStall: {
        trueDifference: next === null ? null : { ...next, point: next.point + 1 },
        dual,
      },
      measures: plan.measures,
      cost: prices && { amount: costOf(plan, prices), currency: prices.currency, example: prices.example },
      unmet: plan.unmet,
      audit: {
        newBreaches: plan.audit.filter(isNewBreach).length,
        passed: plan.audit.filter((line) => line.pass === true).length,
        inherited: plan.audit.filter((line) => line.pass === false && line.scope === "inherited").length,
        notChecked: plan.audit.filter((line) => line.pass === null).length,
      },
      seed: plan.seed,
      steps: plan.steps,
      scenario: problem.scenario.hash,
    }),
  );
  return `${JSON.stringify({ name, varied, count, complete, sentence, points: list }, null, 1)}\n`;
}
