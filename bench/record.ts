import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "./run.ts";

const PATH = join(import.meta.dirname, "record.json");

/** Counts that have been reached by planned steps, by set and case: less is a regression. */
export type Record = { readonly [set: string]: { readonly [name: string]: number } };

export function readRecord(): Record {
  return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, "utf8")) as Record) : {};
}

/** Cases that fell below the record, one sentence each. */
export function regressions(results: readonly Result[], record: Record): string[] {
  return results.flatMap(({ set, name, stalls }) => {
    const before = record[set]?.[name];
    return before !== undefined && stalls < before
      ? [`${set} ${name}: ${stalls} stalls, the record has ${before}.`]
      : [];
  });
}

export function writeRecord(results: readonly Result[], record: Record): void {
  const sets: { [set: string]: { [name: string]: number } } = {};
  for (const [set, counts] of Object.entries(record)) sets[set] = { ...counts };
  for (const { set, name, stalls } of results) {
    sets[set] ??= {};
    sets[set][name] = stalls;
  }
  writeFileSync(PATH, `${JSON.stringify(sets, null, 1)}\n`);
}
