import type { Draft } from "../stages/draft.ts";
import { coveredOf, patchesOf } from "../stages/plane/covering.ts";
import type { Field } from "../stages/rows/layout.ts";
import type { Placed, Rows } from "../stages/rows/placed.ts";
import type { Standing } from "../stages/rows/standing.ts";

// stalls on paved ground take no green, but they take the ground that green could be planted on

/** What may be taken of the green beside some rows, square metres, as far as it is known. */
export interface Planting {
  /** However much is planted. */
  readonly most: number;
  /** What planting could make up for if no stall stood on the ground for it. */
  readonly room: number;
  /** Ground for planting that a stall covers, its apron with it. */
  coveredBy(placed: Placed): number;
}

/** The planting of a standing, as the draft of some of its rows shows it. */
export function plantingOf(standing: Standing, draft: Draft, rows: Rows): Planting {
  const coveredBy = coveringOn(standing);
  const { most, room } = standing.planting(draft);
  return { most, room: room + coveredIn(rows, coveredBy), coveredBy };
}

/** How much green rows may take: what may be taken at most, and no more than planting makes up for beside them. */
export function greenLimitFor({ most, room, coveredBy }: Planting, rows: Rows): number {
  return Math.max(0, Math.min(most, room - coveredIn(rows, coveredBy)));
}

export function coveredIn(rows: Rows, coveredBy: Planting["coveredBy"]): number {
  let sum = 0;
  for (const row of rows) for (const placed of row) sum += coveredBy(placed);
  return sum;
}

const fields = new WeakMap<Field, Planting["coveredBy"]>();

function coveringOn({ field, plantable }: Standing): Planting["coveredBy"] {
  const made = fields.get(field);
  if (made !== undefined) return made;
  const patches = patchesOf(plantable());
  const known = new WeakMap<Placed, number>();
  const coveredBy = (placed: Placed) => {
    const before = known.get(placed);
    if (before !== undefined) return before;
    const area = coveredOf(patches, placed.body) + coveredOf(patches, placed.front);
    known.set(placed, area);
    return area;
  };
  fields.set(field, coveredBy);
  return coveredBy;
}
