import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import { expect } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import type { AuditLine, Measures } from "../engine/model/plan.ts";
import type { ProfileName } from "../engine/model/scenario.ts";
import type { Site } from "../engine/model/site.ts";
import { readPlan } from "../engine/read/plan.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { inChinese } from "../viewer/sentences/index.ts";

const folder = join(import.meta.dirname, "fixtures/audit");
export const text = (name: string) => readFileSync(join(folder, name), "utf8");

/** Clean plans of every form. */
export const CASES = ["lot", "angled", "circuit", "slanted", "compound", "yard", "lane", "lane-us", "lane-uk"];

/** What is done to one feature of a plan or a site. */
export interface Edit {
  readonly id?: string;
  /** A site's feature may be named by its kind where it has no id. */
  readonly kind?: string;
  readonly move?: readonly [number, number];
  readonly set?: Record<string, unknown>;
  readonly drop?: boolean;
  /** Other coordinates. */
  readonly shape?: unknown;
  /** Takes metres off the top or the right of a rectangle. */
  readonly shrinkTop?: number;
  readonly shrinkRight?: number;
  readonly add?: Feature;
  /** The feature as many times more, each a step farther, metres. */
  readonly copies?: number;
  readonly step?: readonly [number, number];
}

/** A lock as a scenario's file has it. */
export type Lock = { readonly id: string } | { readonly as: string; readonly geometry: Geometry };

/** One planted breach: the plan of a case, edited, and the rule that has to find it. */
export interface Breach {
  readonly name: string;
  readonly case: string;
  readonly rule: string;
  readonly edits: readonly Edit[];
  readonly site?: readonly Edit[];
  /** Values set over the profile's. */
  readonly overrides?: Record<string, number>;
  /** What the scenario locks. */
  readonly locks?: readonly Lock[];
  /** A fault that the site has by itself; new where it is not said. */
  readonly scope?: "inherited";
}

/** Breaches of each code's own numbers: small lots and courts drawn to the sizes that a profile asks for. */
export const profileBreaches = JSON.parse(text("profiles/breaches.json")) as Breach[];
export const breaches = JSON.parse(text("breaches.json")) as Breach[];

export type Move = (position: Position) => Position;
const STAY: Move = (at) => at;

/** A turn about the origin, radians, and a shift, metres. */
export function turned(angle: number, dx: number, dy: number): Move {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => [x * cos - y * sin + dx, x * sin + y * cos + dy];
}

export function moved(collection: FeatureCollection, move: Move): FeatureCollection {
  const walk = (value: unknown): unknown =>
    Array.isArray(value) ? (typeof value[0] === "number" ? move(value as Position) : value.map(walk)) : value;
  return {
    ...collection,
    features: collection.features.map((feature) => ({
      ...feature,
      properties: {
        ...feature.properties,
        ...(feature.properties?.centreline ? { centreline: walk(feature.properties.centreline) } : {}),
      },
      geometry: {
        ...feature.geometry,
        coordinates: walk((feature.geometry as { coordinates: unknown }).coordinates),
      } as never,
    })),
  };
}

export function edited(collection: FeatureCollection, edits: readonly Edit[]): FeatureCollection {
  let { features } = collection;
  for (const edit of edits) {
    if (edit.add !== undefined) features = [...features, edit.add];
    const isMeant = ({ properties }: Feature) =>
      edit.id === undefined ? edit.kind !== undefined && properties?.kind === edit.kind : properties?.id === edit.id;
    if (edit.id === undefined && edit.kind === undefined) continue;
    expect(features.some(isMeant), edit.id ?? edit.kind).toBe(true);
    if (edit.copies !== undefined)
      features = [...features, ...features.filter(isMeant).flatMap((one) => copiesOf(one, edit))];
    features = edit.drop
      ? features.filter((feature) => !isMeant(feature))
      : features.map((feature) => (isMeant(feature) ? changed(feature, edit) : feature));
  }
  return { ...collection, features };
}

function copiesOf(feature: Feature, { copies = 0, step: [dx, dy] = [0, 0] }: Edit): Feature[] {
  return Array.from({ length: copies }, (_, i) => ({
    ...changed(feature, { move: [(i + 1) * dx, (i + 1) * dy] }),
    properties: { ...feature.properties, id: `${feature.properties?.id}.${i + 1}` },
  }));
}

function changed(feature: Feature, { move, set, shape, shrinkTop, shrinkRight }: Edit): Feature {
  const geometry = shape === undefined ? feature.geometry : { ...feature.geometry, coordinates: shape };
  const all =
    JSON.stringify(geometry)
      .match(/-?[\d.]+,-?[\d.]+/g)
      ?.map((pair) => pair.split(",").map(Number)) ?? [];
  const top = Math.max(...all.map(([, y]) => y));
  const right = Math.max(...all.map(([x]) => x));
  const grid = (value: number) => Math.round(value * 1e4) / 1e4;
  const one = { type: "FeatureCollection", features: [{ ...feature, geometry }] } as FeatureCollection;
  const [result] = moved(one, ([x, y]) => [
    grid(x + (move?.[0] ?? 0) - (shrinkRight !== undefined && x === right ? shrinkRight : 0)),
    grid(y + (move?.[1] ?? 0) - (shrinkTop !== undefined && y === top ? shrinkTop : 0)),
  ]).features;
  return { ...result, properties: { ...result.properties, ...set } };
}

export const planOf = (name: string) => JSON.parse(text(`${name}.plan.geojson`)) as FeatureCollection;
export const siteOf = (name: string) => JSON.parse(text(`${name}.geojson`)) as FeatureCollection;

/** What is made of one text is made once, for all that ask: sites and rulebooks change for nobody, and the audit knows them again. */
function once<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const made = known.get(key) ?? make(key);
    known.set(key, made);
    return made;
  };
}

const siteRead = once((text): Site => readSite(text, "site"));
const rulesLoaded = once((key) => {
  const [profile, overrides] = JSON.parse(key) as [ProfileName, Record<string, number>];
  return loadRules(profile, overrides);
});

/** Reads a case with its plan as files would be read, turned and shifted, and judges it. */
export function judged(
  name: string,
  plan: FeatureCollection,
  options: {
    move?: Move;
    site?: FeatureCollection;
    claimed?: Measures | null;
    overrides?: Record<string, number> | undefined;
    treesMoved?: number | undefined;
    locks?: readonly Lock[] | undefined;
  } = {},
): AuditLine[] {
  const { move = STAY, site: drawn = siteOf(name), claimed = null, overrides = {}, treesMoved, locks = [] } = options;
  const site = siteRead(JSON.stringify(moved(drawn, move)));
  const wanted = JSON.parse(text(`${name}.scenario.json`)) as object;
  const demand = treesMoved === undefined ? {} : { demand: { treesMoved: { max: treesMoved } } };
  const scenario = readScenario(
    JSON.stringify({ ...wanted, ...demand, locks: locks.map((lock) => movedLock(lock, move)) }),
    name,
    site,
  );
  const { features } = readPlan(JSON.stringify(moved(plan, move)), `${name}.plan`, site);
  const rules = rulesLoaded(JSON.stringify([scenario.rules, overrides]));
  return audit({ site, scenario, rules, features, claimed });
}

function movedLock(lock: Lock, move: Move): Lock {
  if (!("geometry" in lock)) return lock;
  const one = { type: "Feature" as const, properties: {}, geometry: lock.geometry };
  return { ...lock, geometry: moved({ type: "FeatureCollection", features: [one] }, move).features[0].geometry };
}

/** A case with the answer that an expert gives; the audit's README tells them. */
export interface Example extends Breach {
  readonly why: string;
  readonly answer: {
    readonly pass: boolean;
    readonly level: string;
    readonly required: number;
    readonly measured?: number;
    readonly scope?: "new" | "inherited";
    readonly says?: string;
    /** A feature that the line names. */
    readonly names?: string;
  };
  /** Trees that the scenario lets go. */
  readonly treesMoved?: number;
}

export const examples = JSON.parse(text("examples.json")) as Example[];

/** The lines of a planted breach, at a turn and shift where one is given; whatever they say is known in Chinese. */
export function judgedBreach({ case: name, edits, site, overrides, locks }: Breach, move: Move = STAY): AuditLine[] {
  const lines = judged(name, edited(planOf(name), edits), {
    ...{ move, overrides, locks },
    site: edited(siteOf(name), site ?? []),
  });
  expect(unknownInChinese(lines.map((line) => line.note))).toEqual([]);
  return lines;
}

/** Two English words side by side: ids, keys of rules and units are single words. */
export const ENGLISH = /(?:^|[^\w.])[a-z]{2,} [a-z]{2,}(?=$|[^\w.-])/;

/** Sentences that a Chinese reader would see in English, wholly or in part. */
export function unknownInChinese(sentences: Iterable<string>): string[] {
  return [...new Set(sentences)].filter((said) => {
    const chinese = inChinese(said);
    return said !== "" && (chinese === said || ENGLISH.test(chinese));
  });
}

/** The lines of a plan that break something and not only say so for information. */
export const failed = (lines: readonly AuditLine[]) => lines.filter((line) => line.pass === false);
