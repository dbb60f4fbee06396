import { bounds, type Point } from "../model/geometry.ts";
import { type Plan, planFeaturesOf } from "../model/plan.ts";
import { holds } from "../stages/plane/section.ts";
import type { Field } from "../stages/rows/layout.ts";
import type { Placed, Rows } from "../stages/rows/placed.ts";
import type { Standing } from "../stages/rows/standing.ts";

// where the auditor has taken stalls away

/** Places where the auditor has taken stalls away: nothing is offered there again. */
export interface Barred {
  readonly frontage: number;
  readonly from: number;
  readonly to: number;
}

/** Of the place of a stall that was taken away, this share on either side may be built on again. */
const EDGE = 0.25;

/** The stalls of rows that a plan has. */
export function keptIn(rows: Rows, { features }: Plan): Rows {
  const centres = planFeaturesOf(features, "stall").flatMap(({ shape, properties }): Point[] => {
    const [left, low, right, high] = bounds(shape.shell);
    return properties.status === "new" ? [[(left + right) / 2, (low + high) / 2]] : [];
  });
  return rows.map((row) => row.filter(({ body }) => centres.some((at) => holds({ shell: body, holes: [] }, at))));
}

/** Places whose stalls the auditor took away, unless it was for the green alone. */
export function barredBy(rows: Rows, kept: Rows, { unmet }: Plan, { field }: Standing): Barred[] {
  const rules = unmet.filter(({ demand }) => demand === "stalls placed").map(({ binding }) => binding);
  if (rules.every((rule) => rule === "green.balance_min")) return [];
  const place = ({ frontage, kind, start }: Placed): Barred => {
    const { pitch } = field.kinds[frontage][kind];
    return { frontage, from: start + EDGE * pitch, to: start + (1 - EDGE) * pitch };
  };
  return rows.flatMap((row, i) => row.filter((one) => !kept[i].includes(one)).map(place));
}

/** Whether a stall reaches into a place where nothing is to stand again. */
export function isBarred({ kinds }: Field, { frontage, kind, start }: Placed, barred: readonly Barred[]): boolean {
  const end = start + kinds[frontage][kind].pitch;
  return barred.some((one) => one.frontage === frontage && start < one.to && end > one.from);
}
