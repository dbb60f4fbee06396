import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "./run.ts";

const PATH = join(import.meta.dirname, "record.json");

/** Counts that have been reached by planned steps, by set and case. Less is a regression. */
export interface Counts {
  readonly [set: string]: { readonly [name: string]: number };
}

export function readRecord(): Counts {
  return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, "utf8")) as Counts) : {};
}

/** Cases that fell below the record, one sentence each. */
export function regressions(results: readonly Result[], record: Counts): string[] {
  return differences(results, record)
    .filter(({ stalls, before }) => stalls < before)
    .map(({ set, name, stalls, before }) => `${set} ${name}: ${stalls} stalls, the record has ${before}.`);
}

/** How many cases are above the record: time to write it anew. */
export function gains(results: readonly Result[], record: Counts): number {
  return differences(results, record).filter(({ stalls, before }) => stalls > before).length;
}

function differences(results: readonly Result[], record: Counts) {
  return results.flatMap(({ set, name, stalls }) => {
    const before = record[set]?.[name];
    return before === undefined ? [] : [{ set, name, stalls, before }];
  });
}

/** The record with these counts in it; cases that were not run keep theirs. */
export function withCounts(results: readonly Result[], record: Counts): Counts {
  const sets: { [set: string]: { [name: string]: number } } = {};
  for (const [set, counts] of Object.entries(record)) sets[set] = { ...counts };
  for (const { set, name, stalls } of results) {
    sets[set] ??= {};
    sets[set][name] = stalls;
  }
  return sets;
}

export function writeRecord(record: Counts): void {
  writeFileSync(PATH, `${JSON.stringify(record, null, 2)}\n`);
}
