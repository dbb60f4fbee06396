import * as v from "valibot";
import { AISLE_KINDS, PARKING_ANGLES } from "../model/demand.ts";
import { InputError } from "../model/errors.ts";
import { nearest } from "../model/words.ts";
import { PROFILE_NAMES } from "../rules/load.ts";
import { show } from "./show.ts";

/** Largest seed: the kernel's generator starts from 32 bits. */
const MOST_SEED = 2 ** 32 - 1;

const PLACES = ["frontage", "leftover", "shed"] as const;

const number = v.pipe(v.number("a number"), v.finite("a number"));
const text = v.pipe(v.string("text"), v.minLength(1, "text"));
const flag = v.boolean("true or false");
const count = v.pipe(
  v.number("a whole number from 0"),
  v.safeInteger("a whole number from 0"),
  v.minValue(0, "a whole number from 0"),
);
const countFromOne = v.pipe(
  v.number("a whole number from 1"),
  v.safeInteger("a whole number from 1"),
  v.minValue(1, "a whole number from 1"),
);
const seed = v.pipe(count, v.maxValue(MOST_SEED, `a whole number up to ${MOST_SEED}`));
const fromZero = v.pipe(number, v.minValue(0, "a number from 0"));
const aboveZero = v.pipe(number, v.gtValue(0, "a number above 0"));
const share = v.pipe(number, v.minValue(0, "a share from 0 to 1"), v.maxValue(1, "a share from 0 to 1"));
const place = v.picklist(PLACES);

/** A list of one thing or more, each once. */
const some = <const T extends readonly (string | number)[]>(of: T) =>
  v.pipe(
    v.array(v.picklist(of)),
    v.minLength(1, "one or more of them"),
    v.check((list) => new Set(list).size === list.length, "each of them once"),
  );

const size = v.pipe(
  v.strictObject({ width: aboveZero, length: aboveZero }, 'a size such as {"width":2.5,"length":5}'),
  v.check(({ width, length }) => width <= length, "a length not below the width"),
);

function byAngle<S extends v.GenericSchema>(schema: S) {
  const one = v.optional(schema);
  return v.strictObject({ 90: one, 60: one, 45: one, 30: one, 0: one });
}

const byKind = v.strictObject(
  { "two-way": v.optional(aboveZero), "one-way": v.optional(aboveZero) },
  'widths by kind such as {"two-way":6}',
);
const aisleWidths = byAngle(byKind);
const sizes = byAngle(size);
const phrase = v.strictObject({ zh: text, en: text });
const lockById = v.strictObject({ id: text });
const lockByShape = v.strictObject({ geometry: v.unknown(), as: text });

const isObject = (input: unknown): input is object => typeof input === "object" && input !== null;
const words = v.lazy((input): typeof text | typeof phrase => (isObject(input) ? phrase : text));

/** A scenario file, every default filled in but those that depend on the site. FORMAT.md section 3. */
export const scenarioSchema = v.strictObject({
  name: v.optional(text),
  title: v.optional(words),
  note: v.optional(words),
  site: v.optional(text),
  rules: v.optional(v.picklist(PROFILE_NAMES)),
  overrides: v.optional(v.record(v.string(), v.union([number, flag, v.string()], "a number, text, true or false")), {}),
  demand: v.optional(
    v.strictObject({
      newStalls: v.optional(
        v.strictObject({
          target: v.optional(
            v.lazy((input) => (typeof input === "number" ? count : v.literal("max", 'a whole number from 0 or "max"'))),
            "max",
          ),
          min: v.optional(count, 0),
          max: v.optional(v.nullable(count), null),
        }),
        {},
      ),
      existingStalls: v.optional(v.picklist(["keep", "free"]), "keep"),
      accessibleStalls: v.optional(v.nullable(v.strictObject({ min: count })), null),
      chargingStalls: v.optional(v.nullable(v.strictObject({ share })), null),
      ebikeChargers: v.optional(v.nullable(v.strictObject({ count, where: v.optional(place, "frontage") })), null),
      ebikeSlots: v.optional(v.nullable(v.strictObject({ min: count, where: v.optional(place, "leftover") })), null),
      shed: v.optional(v.nullable(v.picklist(["keep", "rebuild"])), null),
      lockers: v.optional(
        v.array(
          v.strictObject({
            columns: v.optional(v.nullable(countFromOne), null),
            near: v.optional(v.picklist(["gate"]), "gate"),
          }),
        ),
        [],
      ),
      newGreen: v.optional(
        v.strictObject({
          max: v.optional(v.nullable(fromZero), null),
          wallGreen: v.optional(flag, false),
          pergola: v.optional(flag, false),
        }),
        {},
      ),
      treesMoved: v.optional(v.strictObject({ max: v.optional(count, 0) }), {}),
      // absent where nobody asks for it, so that scenarios written before are the same to the byte
      repairs: v.optional(v.strictObject({ within: fromZero })),
    }),
    {},
  ),
  layout: v.optional(
    v.strictObject({
      parkingAngles: v.optional(some(PARKING_ANGLES), [...PARKING_ANGLES]),
      aisles: v.optional(some(AISLE_KINDS), [...AISLE_KINDS]),
      aisleWidth: v.optional(
        v.nullable(
          v.lazy((input): typeof aboveZero | typeof aisleWidths => (isObject(input) ? aisleWidths : aboveZero)),
        ),
        null,
      ),
      stall: v.optional(
        v.nullable(
          v.lazy((input): typeof size | typeof sizes =>
            isObject(input) && !("width" in input || "length" in input) ? sizes : size,
          ),
        ),
        null,
      ),
    }),
    {},
  ),
  weights: v.optional(
    v.strictObject({
      stall: v.optional(fromZero, 1),
      green: v.optional(fromZero, 0.02),
      tree: v.optional(fromZero, 0.3),
    }),
    {},
  ),
  locks: v.optional(
    v.array(
      v.lazy((input): typeof lockById | typeof lockByShape =>
        isObject(input) && ("geometry" in input || "as" in input) ? lockByShape : lockById,
      ),
    ),
    [],
  ),
  study: v.optional(flag, false),
  seed: v.optional(seed, 1),
  budget: v.optional(
    v.strictObject({
      steps: v.optional(v.nullable(countFromOne), null),
      seconds: v.optional(v.nullable(aboveZero), null),
    }),
    {},
  ),
});

export type GivenScenario = v.InferOutput<typeof scenarioSchema>;

/** Every key that a scenario may have, by the place it belongs to. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "the top level": Object.keys(scenarioSchema.entries),
  demand: Object.keys(scenarioSchema.entries.demand.wrapped.entries),
  layout: Object.keys(scenarioSchema.entries.layout.wrapped.entries),
  weights: Object.keys(scenarioSchema.entries.weights.wrapped.entries),
  budget: Object.keys(scenarioSchema.entries.budget.wrapped.entries),
  "demand.newStalls": ["target", "min", "max"],
  "a demand": ["within", "share", "count", "where", "columns", "near", "wallGreen", "pergola"],
  "a size": ["width", "length"],
  "an aisle's width": AISLE_KINDS,
  "a lock": ["id", "geometry", "as"],
  "a title": ["zh", "en"],
};

/** Keys whose value is a list; everywhere else a list is a mistake, which the schema checker would take for an object. */
const LISTS: ReadonlySet<string> = new Set(["lockers", "locks", "parkingAngles", "aisles"]);

/** A scenario is nowhere deeper than this. */
const MOST_DEPTH = 6;

/** Keys shorter than this have too many neighbours to guess at. */
const LEAST_GUESSED = 4;

/**
 * A parsed scenario file, checked key by key.
 * @throws InputError that names the first key that is wrong, and its place
 */
export function checkScenario(json: unknown, file: string): GivenScenario {
  const list = misplacedList(json, "", "");
  if (list !== null) throw new InputError(`${at(file, list)}: this is a list; an object would be right.`);
  refuseBuiltIn(json, file);
  const result = v.safeParse(scenarioSchema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  const place = at(file, path.join("").slice(1));
  if (issue.type === "strict_object" && path.length > 0 && issue.expected === "never") {
    throw new InputError(`${place}: there is no such key${nearKey(String(issue.path?.at(-1)?.key))}`);
  }
  const { input } = issue;
  if (input === undefined) throw new InputError(`${place}: this key is missing; a value for it would be right.`);
  const wanted = issue.message.startsWith("Invalid") ? sortOf(issue.expected ?? "something else") : issue.message;
  const found = typeof input === "number" ? String(input) : show(input);
  throw new InputError(`${place}: ${found} is not right; ${wanted} would be right.`);
}

function at(file: string, place: string): string {
  return place === "" ? file : `${file}: ${place}`;
}

/** Place of the first list that should be an object; null when there is none. */
function misplacedList(value: unknown, key: string, place: string, depth = 0): string | null {
  if (key === "geometry" || !isObject(value) || depth > MOST_DEPTH) return null;
  const isList = Array.isArray(value);
  if (isList && !LISTS.has(key)) return place;
  for (const [name, member] of Object.entries(value)) {
    const inner = isList ? `${place}[${name}]` : place === "" ? name : `${place}.${name}`;
    const found = misplacedList(member, isList ? "" : name, inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Names that every object has, such as "__proto__" and "constructor", are keys like any other here, of which there are none;
 * the schema checker would drop or miss them.
 * @throws InputError that names the first
 */
function refuseBuiltIn(value: unknown, file: string, places: readonly string[] = []): void {
  if (places.at(-1) === "geometry" || !isObject(value) || places.length > MOST_DEPTH) return;
  for (const [key, member] of Object.entries(value)) {
    const inner = [...places, Array.isArray(value) ? `[${key}]` : key];
    if (!Array.isArray(value) && key in Object.prototype) {
      if (places[0] === "overrides")
        throw new InputError(
          `${file}: overrides: "${key}" is no rule of any profile; a key of its rulebook would be right.`,
        );
      throw new InputError(`${at(file, inner.join(".").replaceAll(".[", "["))}: there is no such key.`);
    }
    refuseBuiltIn(member, file, inner);
  }
}

function nearKey(key: string): string {
  if (key.length < LEAST_GUESSED) return ".";
  const home = Object.keys(KEYS).find((place) => KEYS[place].includes(key));
  if (home !== undefined) return ` here; it belongs in ${home}.`;
  const near = nearest(key, Object.values(KEYS).flat());
  return near === null ? "." : `; did you mean "${near}"?`;
}

/** `("keep" | "free")` in words. */
function sortOf(expected: string): string {
  if (expected === "Object") return "an object";
  if (expected === "Array") return "a list";
  const choices = expected.replace(/^\((.*)\)$/, "$1").split(" | ");
  if (choices.length === 1) return choices[0];
  return `${choices.slice(0, -1).join(", ")} or ${choices[choices.length - 1]}`;
}
