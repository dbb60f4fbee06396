import * as v from "valibot";
import { InputError } from "../model/errors.ts";
import { areaOf } from "../model/geometry.ts";
import { type Plan, planFeaturesOf } from "../model/plan.ts";
import { nearest } from "../model/words.ts";
import { parseJson } from "../read/json.ts";
import example from "./prices.example.json" with { type: "json" };

/** What things cost, in one currency: a piece, or a square metre of paving, planting and credited wall green. */
export interface Prices {
  readonly currency: string;
  /** True: figures made up to show the form; whatever is computed from them says so. */
  readonly example: boolean;
  readonly prices: Readonly<Record<PricedThing, number>> & {
    /** A square metre of credited pergola; absent: as wall green. */
    readonly pergola?: number | undefined;
  };
}

export const PRICED_THINGS = [
  "stall",
  "paving",
  "planting",
  "wallGreen",
  "treeMoved",
  "charger",
  "ebikeCharger",
  "ebikeSlot",
  "locker",
] as const;

export type PricedThing = (typeof PRICED_THINGS)[number];

/** The price list that comes with the program: an example, no fact. */
export const EXAMPLE_PRICES: Prices = example;

const price = v.pipe(v.number("a number from 0"), v.finite("a number from 0"), v.minValue(0, "a number from 0"));
const schema = v.strictObject({
  note: v.optional(v.string("text")),
  example: v.optional(v.boolean("true or false"), false),
  currency: v.pipe(v.string("a currency such as CNY"), v.minLength(1, "a currency such as CNY")),
  prices: v.strictObject({
    ...(Object.fromEntries(PRICED_THINGS.map((thing) => [thing, price])) as Record<PricedThing, typeof price>),
    pergola: v.optional(price),
  }),
});

/**
 * A price list from the text of its file.
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readPrices(text: string, file: string): Prices {
  const result = v.safeParse(schema, parseJson(text, file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const place = path.length === 0 ? file : `${file}: ${path.join(".")}`;
  if (issue.expected === "never") {
    const near = nearest(path[path.length - 1] ?? "", [
      ...PRICED_THINGS,
      "pergola",
      "note",
      "example",
      "currency",
      "prices",
    ]);
    throw new InputError(`${place}: there is no such key${near === null ? "" : `; did you mean "${near}"?`}`);
  }
  if (issue.input === undefined) throw new InputError(`${place}: this key is missing; a value for it would be right.`);
  const wanted = issue.message.startsWith("Invalid") ? "an object" : issue.message;
  throw new InputError(`${place}: ${JSON.stringify(issue.input)} is not right; ${wanted} would be right.`);
}

/** What a plan costs to build, in the price list's currency, to whole units. */
export function costOf({ features, measures }: Plan, { prices }: Prices): number {
  const count = (kind: Parameters<typeof planFeaturesOf>[1]) => planFeaturesOf(features, kind).length;
  const area = (kind: "aisle" | "driveway" | "turnaround" | "accessAisle") =>
    planFeaturesOf(features, kind).reduce((sum, { shape }) => sum + areaOf(shape), 0);
  const fresh = planFeaturesOf(features, "stall").filter(({ properties }) => properties.status === "new");
  const paved = fresh.reduce((sum, { shape }) => sum + areaOf(shape), 0) + area("aisle") + area("driveway");
  const roofs = planFeaturesOf(features, "pergola").reduce((sum, { properties }) => sum + properties.counted, 0);
  const total =
    prices.stall * fresh.length +
    prices.paving * (paved + area("turnaround") + area("accessAisle")) +
    prices.planting * measures.greening.planted +
    prices.wallGreen * (measures.greening.credited - roofs) +
    (prices.pergola ?? prices.wallGreen) * roofs +
    prices.treeMoved * measures.treesMoved +
    prices.charger * count("charger") +
    prices.ebikeCharger * count("ebikeCharger") +
    prices.ebikeSlot * count("ebikeSlot") +
    prices.locker * count("locker");
  return Math.round(total);
}
