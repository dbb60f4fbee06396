import { featuresOf, type Site } from "../../model/site.ts";

// how large a parcel locker is when nobody says: a compartment a household

/** Compartments of a column: the rulebook's typical bank, 80 to 110 in four columns (`locker.footprint_column`). */
const COMPARTMENTS = 22;

/** Each bank has a column for screen and scanner. */
const CONTROL = 1;

/** A bank longer than this is put up as several, columns: one that nobody has to walk along for long. */
const LARGEST = 12;

/** The typical bank, where nobody says how many households there are. */
const TYPICAL = 5;

/** Columns of each bank, and the sentence that says what was assumed. */
export interface LockerSize {
  readonly banks: readonly number[];
  readonly assumption: string;
}

/** A locker sized for the households of a site. */
export function lockerSize(site: Site): LockerSize {
  const households = householdsOf(site);
  if (households === 0) {
    const assumption = `No households are given: the locker has ${TYPICAL} columns, a typical bank.`;
    return { banks: [TYPICAL], assumption };
  }
  const needed = Math.ceil(households / COMPARTMENTS);
  const count = Math.ceil(needed / (LARGEST - CONTROL));
  const banks = Array.from({ length: count }, (_, i) => Math.floor((needed + i) / count) + CONTROL);
  const columns = banks.join(" and ");
  const assumption = `The locker is sized for ${households} households, a compartment each (${COMPARTMENTS} a column and a column for control): ${columns} columns.`;
  return { banks, assumption };
}

/** Of the parcel, or the sum over its buildings where the parcel does not say. */
function householdsOf(site: Site): number {
  const [parcel] = featuresOf(site, "site");
  const buildings = featuresOf(site, "building").reduce((sum, { properties }) => sum + (properties.households ?? 0), 0);
  return parcel?.properties.households ?? buildings;
}
