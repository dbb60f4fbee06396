import * as v from "valibot";
import { canonicalHash } from "../model/canonical.ts";
import { InputError } from "../model/errors.ts";
import type { Shape } from "../model/geometry.ts";
import {
  AISLE_KINDS,
  type Layout,
  type Lock,
  PARKING_ANGLES,
  type ParkingAngle,
  type Scenario,
  type StallSize,
} from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { PROFILE_NAMES } from "../rules/load.ts";
import { parseJson } from "./json.ts";
import { positionReader } from "./positions.ts";
import { readCrs } from "./projection.ts";
import { type Mender, readArea, readLine, readPoint } from "./shapes.ts";

/** Length of a parallel stall when one size is given for all angles, metres: a car and 1.2 m to manoeuvre. */
const PARALLEL_LENGTH = 6;

const count = v.pipe(v.number("a number"), v.integer("a whole number"), v.minValue(0, "0 or more"));
const positive = v.pipe(v.number("a number"), v.gtValue(0, "more than 0"));
const size = v.strictObject({ width: positive, length: positive });
const angleKey = (name: string) => PARKING_ANGLES.some((angle) => String(angle) === name);
const byAngle = <S extends v.GenericSchema>(schema: S) =>
  v.record(v.pipe(v.string(), v.check(angleKey, `an angle of ${PARKING_ANGLES.join(", ")}`)), schema);
const places = ["frontage", "leftover", "shed"] as const;
const words = v.union([v.string(), v.strictObject({ zh: v.string(), en: v.string() })]);

const schema = v.strictObject({
  name: v.optional(v.string("text")),
  title: v.optional(words),
  note: v.optional(words),
  site: v.optional(v.string("a file name")),
  rules: v.optional(v.picklist(PROFILE_NAMES)),
  overrides: v.optional(v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])), {}),
  demand: v.optional(
    v.strictObject({
      newStalls: v.optional(
        v.strictObject({
          target: v.optional(v.union([v.literal("max"), count]), "max"),
          min: v.optional(count, 0),
          max: v.optional(v.nullable(count), null),
        }),
        {},
      ),
      existingStalls: v.optional(v.picklist(["keep", "free"]), "keep"),
      accessibleStalls: v.optional(v.nullable(v.strictObject({ min: count })), null),
      chargingStalls: v.optional(
        v.nullable(
          v.strictObject({ share: v.pipe(v.number("a number"), v.minValue(0, "0 to 1"), v.maxValue(1, "0 to 1")) }),
        ),
        null,
      ),
      ebikeChargers: v.optional(
        v.nullable(v.strictObject({ count, where: v.optional(v.picklist(places), "frontage") })),
        null,
      ),
      ebikeSlots: v.optional(
        v.nullable(v.strictObject({ min: count, where: v.optional(v.picklist(places), "leftover") })),
        null,
      ),
      shed: v.optional(v.nullable(v.picklist(["keep", "rebuild"])), null),
      lockers: v.optional(
        v.array(
          v.strictObject({
            columns: v.pipe(count, v.minValue(1, "1 or more")),
            near: v.optional(v.picklist(["gate"]), "gate"),
          }),
        ),
        [],
      ),
      newGreen: v.optional(
        v.strictObject({
          max: v.optional(v.nullable(v.pipe(v.number("a number"), v.minValue(0, "0 or more"))), null),
          wallGreen: v.optional(v.boolean("true or false"), false),
          pergola: v.optional(v.boolean("true or false"), false),
        }),
        {},
      ),
      treesMoved: v.optional(v.strictObject({ max: count }), { max: 0 }),
    }),
    {},
  ),
  layout: v.optional(
    v.strictObject({
      parkingAngles: v.optional(v.pipe(v.array(v.picklist(PARKING_ANGLES)), v.minLength(1, "one angle or more")), [
        ...PARKING_ANGLES,
      ]),
      aisles: v.optional(v.pipe(v.array(v.picklist(AISLE_KINDS)), v.minLength(1, "one kind or more")), [
        ...AISLE_KINDS,
      ]),
      aisleWidth: v.optional(
        v.nullable(
          v.union([
            positive,
            byAngle(v.strictObject({ "two-way": v.optional(positive), "one-way": v.optional(positive) })),
          ]),
        ),
        null,
      ),
      stall: v.optional(v.nullable(v.union([size, byAngle(size)])), null),
    }),
    {},
  ),
  weights: v.optional(
    v.strictObject({
      stall: v.optional(v.number("a number"), 1),
      green: v.optional(v.number("a number"), 0.02),
      tree: v.optional(v.number("a number"), 0.3),
    }),
    {},
  ),
  locks: v.optional(
    v.array(v.union([v.strictObject({ id: v.string() }), v.strictObject({ geometry: v.unknown(), as: v.string() })])),
    [],
  ),
  study: v.optional(v.boolean("true or false"), false),
  seed: v.optional(count, 1),
  budget: v.optional(
    v.strictObject({
      steps: v.optional(v.nullable(v.pipe(count, v.minValue(1, "1 or more"))), null),
      seconds: v.optional(v.nullable(positive), null),
    }),
    {},
  ),
});

/** Every key that a scenario may have, for naming a near one. */
const KEYS = [
  "name title note site rules overrides demand layout weights locks study seed budget newStalls existingStalls",
  "accessibleStalls chargingStalls ebikeChargers ebikeSlots shed lockers newGreen treesMoved target min max share count where",
  "columns near wallGreen pergola parkingAngles aisles aisleWidth stall width length green tree id geometry as steps seconds",
]
  .join(" ")
  .split(" ");

/** Things that a lock may stand for, beside the kinds of a plan. */
const LOCK_AS = [
  "stall",
  "green",
  "empty",
  "aisle",
  "locker",
  "ebikeSlot",
  "ebikeCharger",
  "charger",
  "shed",
  "fireLane",
] as const;

/**
 * A scenario from the text of its file, every default filled in. FORMAT.md section 3.
 * @param knownIds ids that a lock may name beside the site's own: those of a plan to start from
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readScenario(
  text: string,
  file: string,
  site: Site,
  knownIds: ReadonlySet<string> = new Set(),
): Scenario {
  const json = parseJson(text, file);
  const result = v.safeParse(schema, json);
  if (!result.success) throw refusal(result.issues[0], file);
  const given = result.output;
  const { newStalls } = given.demand;
  if (newStalls.max !== null && newStalls.min > newStalls.max) {
    throw new InputError(
      `${file}: demand.newStalls: min ${newStalls.min} is more than max ${newStalls.max}; a min up to the max would be right.`,
    );
  }
  if (typeof newStalls.target === "number" && newStalls.max !== null && newStalls.target > newStalls.max) {
    throw new InputError(
      `${file}: demand.newStalls: target ${newStalls.target} is more than max ${newStalls.max}; a target up to the max would be right.`,
    );
  }
  const name = given.name ?? file.replace(/\.(scenario\.)?json$/i, "");
  const title =
    typeof given.title === "string" ? { zh: given.title, en: given.title } : (given.title ?? { zh: name, en: name });
  const { title: _title, note: _note, name: _name, site: ownSite, rules, layout, locks, ...rest } = given;
  return withHash({
    ...rest,
    name,
    title,
    site: ownSite ?? null,
    rules: rules ?? profileFor(site),
    layout: {
      parkingAngles: layout.parkingAngles,
      aisles: layout.aisles,
      aisleWidth: aisleWidths(layout.aisleWidth),
      stall: stallSizes(layout.stall),
    },
    locks: locks.map((lock, i) => readLock(lock, `locks[${i}]`, file, site, knownIds)),
  });
}

/** What is wanted when nothing is said: as many new stalls as fit. */
export function defaultScenario(site: Site): Scenario {
  return withHash({
    ...readScenario("{}", "default", site),
    title: { zh: "尽量多的车位", en: "As many stalls as fit" },
  });
}

function profileFor(site: Site) {
  return site.features.some(({ kind }) => kind === "road" || kind === "building") ? "cn-shanghai" : "geometry";
}

/** The same scenario with the hash of what it says. */
export function withHash(scenario: Omit<Scenario, "hash"> & { hash?: string }): Scenario {
  const { hash: _old, ...rest } = scenario;
  return { ...rest, hash: canonicalHash({ ...rest, locks: rest.locks.map(plainLock) }) };
}

function plainLock(lock: Lock): unknown {
  return JSON.parse(JSON.stringify(lock, (_key, value) => (value instanceof Float64Array ? [...value] : value)));
}

type Given = v.InferOutput<typeof schema>;

function aisleWidths(given: Given["layout"]["aisleWidth"]): Layout["aisleWidth"] {
  if (given === null) return null;
  if (typeof given === "number") {
    return Object.fromEntries(PARKING_ANGLES.map((angle) => [angle, { "two-way": given, "one-way": given }]));
  }
  // absent kinds stay absent: the rulebook's width holds for them
  return JSON.parse(JSON.stringify(given)) as Layout["aisleWidth"];
}

function stallSizes(given: Given["layout"]["stall"]): Layout["stall"] {
  if (given === null) return null;
  if (!isSize(given)) return given as Layout["stall"];
  const sizes = PARKING_ANGLES.map((angle): [ParkingAngle, StallSize] => [
    angle,
    angle === 0 ? { width: given.width, length: Math.max(PARALLEL_LENGTH, given.length) } : given,
  ]);
  return Object.fromEntries(sizes) as Layout["stall"];
}

function isSize(value: object): value is StallSize {
  return "width" in value && "length" in value;
}

function readLock(
  lock: Given["locks"][number],
  place: string,
  file: string,
  site: Site,
  knownIds: ReadonlySet<string>,
): Lock {
  if ("id" in lock) {
    const ids = new Set([...site.features.map((feature) => feature.id), ...knownIds]);
    if (ids.has(lock.id)) return { id: lock.id };
    const near = nearest(lock.id, ids);
    throw new InputError(
      `${file}: ${place}.id: nothing on the site is called "${lock.id}"${near === null ? "; an id of the site file would be right" : `; "${near}" is near`}.`,
    );
  }
  const as = LOCK_AS.find((word) => word === lock.as);
  if (as === undefined)
    throw new InputError(
      `${file}: ${place}.as: "${lock.as}" is not right; one of ${LOCK_AS.join(", ")} would be right.`,
    );
  return { shape: readLockShape(lock.geometry, `${place}.geometry`, file, site), as };
}

function readLockShape(geometry: unknown, place: string, file: string, site: Site): Shape {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const mender: Mender = {
    reader: positionReader(file, readCrs(site.projection.crs, file)),
    projection: site.projection,
    // a lock's ring that is not closed means what it means
    note: () => {},
    turned: () => {},
  };
  if (type === "Polygon") return { type, area: readArea(coordinates, `${place}.coordinates`, mender) };
  if (type === "LineString") return { type, line: readLine(coordinates, `${place}.coordinates`, mender) };
  if (type === "Point") return { type, at: readPoint(coordinates, `${place}.coordinates`, mender) };
  throw new InputError(
    `${file}: ${place}.type: ${JSON.stringify(type) ?? "nothing"} is not right; Point, LineString or Polygon would be right.`,
  );
}

/** The first thing that is wrong, in a sentence with its place. */
function refusal(issue: v.BaseIssue<unknown>, file: string): InputError {
  const deepest = deepestOf(issue);
  const place = v.getDotPath(deepest) ?? "the file";
  if (deepest.type === "strict_object" && deepest.expected === "never") {
    const key = place.split(".").pop() ?? place;
    const near = nearest(key, KEYS);
    return new InputError(
      `${file}: ${place}: there is no such key${near === null || near === key ? " here" : `; "${near}" is near`}.`,
    );
  }
  const wanted = deepest.message.startsWith("Invalid") ? (deepest.expected ?? "something else") : deepest.message;
  return new InputError(
    `${file}: ${place}: ${show(deepest)} is not right; ${wanted.replaceAll('"', "")} would be right.`,
  );
}

/** In a union, the branch that came farthest says what was meant. */
function deepestOf(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = issue.issues ?? [];
  const best = inner.reduce<v.BaseIssue<unknown> | null>(
    (deep, next) => (deep === null || (next.path?.length ?? 0) > (deep.path?.length ?? 0) ? next : deep),
    null,
  );
  return best !== null && (best.path?.length ?? 0) > (issue.path?.length ?? 0) ? deepestOf(best) : issue;
}

function show(issue: v.BaseIssue<unknown>): string {
  const text = JSON.stringify(issue.input) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
