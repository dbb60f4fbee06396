import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** Third-party geometry, where it is at hand; the product does without. */
export const BENCH = resolve(root, process.env.SNAILSHELL_BENCH ?? "../shared/bench");

/** One site with one scenario and what others reached on it. */
export interface Case {
  /** Name in the record. */
  readonly name: string;
  readonly site: string;
  readonly scenario: string | null;
  /** A count to compare with, and whose it is. */
  readonly reference: number | null;
  /** Stalls that exist there in reality; null when unknown. */
  readonly real: number | null;
}

const SHAPES: readonly [name: string, scenario: string, reference: number][] = [
  ["rect-60x34-west", "lots-90", 90],
  ["rect-60x34-south", "lots-90", 88],
  ["rect-100x50", "lots-90", 225],
  ["l-60-30", "lots-90", 110],
  ["rect-120x80", "lots-90", 445],
  ["rect-200x150", "lots-90", 1385],
  ["rect-400x300", "lots-90", 5800],
  ["module-16.10", "module-16.10", 50],
  ["stephan-14", "stephan-14", 40],
];

/** Shapes of our own, with the counts asked of them. */
export function shapes(): Case[] {
  return SHAPES.map(([name, scenario, reference]) => ({
    name,
    site: join(root, `scenarios/lots/${name}.geojson`),
    scenario: join(root, `scenarios/lots/${scenario}.scenario.json`),
    reference,
    real: null,
  }));
}

const MODEL: readonly [name: string, reference: number][] = [
  ["as-is", 0],
  ["ten-stalls", 10],
  ["most-balanced", 14],
  ["study-lose-80", 14],
];

/** The model case under its scenarios. */
export function model(): Case[] {
  return MODEL.map(([name, reference]) => ({ ...modelCase(name), reference }));
}

/** The model case under one of its scenarios. */
export function modelCase(name: string): Case {
  const [site, scenario] = ["mishan-lane-30.geojson", `${name}.json`].map((file) => join(root, "scenarios", file));
  return { name, site, scenario, reference: null, real: null };
}

/** The other compounds of our own, each under its scenario. */
export function ownCompounds(): Case[] {
  return ["courtyard-one-lane", "ring-two-gates", "slabs-informal"].map((name) => ({
    name,
    site: join(root, `scenarios/${name}.geojson`),
    scenario: join(root, `scenarios/${name}.json`),
    reference: null,
    real: null,
  }));
}

interface Lots {
  readonly lots: readonly {
    readonly file: string;
    readonly reference?: number;
    readonly realCapacity?: number | null;
  }[];
}

/** Real lots; none where the data is not at hand. */
export function real(): Case[] {
  const index = readIndex<Lots>("lots.json");
  return (index?.lots ?? []).map(({ file, reference, realCapacity }) => ({
    name: file,
    site: join(BENCH, file),
    scenario: join(root, "scenarios/lots/lots-90.scenario.json"),
    reference: reference ?? null,
    real: realCapacity ?? null,
  }));
}

/** Real lots with stalls at every angle, one-way aisles and all gates. */
export function realAll(): Case[] {
  const scenario = join(root, "scenarios/lots/lots-all.scenario.json");
  return real().map((lot) => ({ ...lot, scenario }));
}

interface Grids {
  readonly grids: readonly { readonly file: string; readonly gridOptimum: number }[];
}

/** Random grids with the exact optimum of the grid model; none where the data is not at hand. */
export function exact(): Case[] {
  const index = readIndex<Grids>("grids.json");
  return (index?.grids ?? []).map(({ file, gridOptimum }) => ({
    name: file,
    site: join(BENCH, file),
    scenario: join(root, "scenarios/lots/stephan-14.scenario.json"),
    reference: gridOptimum,
    real: null,
  }));
}

export interface Compounds {
  readonly compounds: readonly { readonly file: string; readonly greedy: number }[];
}

/**
 * Real compounds under the default scenario: as many stalls as a green balance of zero allows. Their reference may lose a
 * tenth of the green, so it is another question's answer.
 */
export function compounds(): Case[] {
  const index = readIndex<Compounds>("compounds.json");
  return (index?.compounds ?? []).map(({ file, greedy }) => ({
    name: file,
    site: join(BENCH, file),
    scenario: null,
    reference: greedy,
    real: null,
  }));
}

export function readIndex<T>(file: string): T | null {
  const path = join(BENCH, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : null;
}
