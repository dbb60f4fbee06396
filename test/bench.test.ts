import { expect, test } from "vitest";
import { model, shapes } from "../bench/cases.ts";
import { judged, judgedCold } from "../bench/first.ts";
import { gains, readRecord, regressions, withCounts } from "../bench/record.ts";
import { checksumOf, type Result } from "../bench/run.ts";
import { row, totals } from "../bench/table.ts";

const result = (change: Partial<Result>): Result => ({
  set: "shapes",
  name: "rect",
  area: 2999.6,
  stalls: 118,
  reference: 119,
  real: null,
  bound: 131,
  steps: 400_000,
  milliseconds: 41.4,
  checksum: 1895624384,
  faults: [],
  ...change,
});

test("a line says what was computed before how fast", () => {
  const words = row(result({})).trim().split(/ {2,}/);
  expect(words).toEqual([
    "3000 m²",
    "118 stalls",
    "reference 119",
    "−0.8 %",
    "bound 131",
    "41 ms",
    "checksum 1895624384",
    "rect",
  ]);
  expect(row(result({ faults: ["new breach of x: y"] })).split("\n")[1]).toContain("FAULT new breach of x: y");
  expect(row(result({ reference: null, bound: null, real: 120 }))).toMatch(/118 stalls +real 120 +41 ms/);
});

test("totals compare only what has something to compare with", () => {
  const results = [result({}), result({ name: "free", stalls: 10, reference: null, real: 11 })];
  expect(totals("shapes", results)).toBe(
    "shapes: 2 cases, 128 stalls; reference 119 on 1, −0.8 %, 1 below; real capacity reached on 0 of 1; 83 ms",
  );
  expect(totals("shapes", [results[1]])).not.toContain("reference");
});

test("fewer than the record is a regression, more is a gain, unknown is neither", () => {
  const record = { shapes: { rect: 119 } };
  expect(regressions([result({})], record)).toEqual(["shapes rect: 118 stalls, the record has 119."]);
  expect(regressions([result({ stalls: 119 }), result({ name: "new" })], record)).toEqual([]);
  expect(gains([result({ stalls: 120 }), result({ name: "new" })], record)).toBe(1);
});

test("a new record keeps the cases that were not run", () => {
  const before = { shapes: { rect: 119, other: 5 }, real: { lot: 3 } };
  const after = withCounts([result({ stalls: 120 })], before);
  expect(after).toEqual({ shapes: { rect: 120, other: 5 }, real: { lot: 3 } });
  expect(before.shapes.rect).toBe(119);
});

test("the record knows every case of ours", () => {
  const record = readRecord();
  expect(Object.keys(record.shapes).sort()).toEqual(
    shapes()
      .map(({ name }) => name)
      .sort(),
  );
  expect(Object.keys(record.model).sort()).toEqual(
    model()
      .map(({ name }) => name)
      .sort(),
  );
});

test("the checksum is FNV-1a of the bytes", () => {
  expect(checksumOf("")).toBe(0x811c9dc5);
  expect(checksumOf("a")).toBe(0xe40c292c);
  expect(checksumOf("é")).not.toBe(checksumOf("e"));
});

test("a first plan that is late at the very first call is judged by a ratio as well", () => {
  expect(judgedCold("0.10 ha", 0.8, 1.6)).toEqual([]);
  expect(judgedCold("0.10 ha", 1.7, 1.6)).toEqual([
    "first: an open lot of 0.10 ha: its first plan in a process takes 1.70 yardsticks, at most 1.6 are right.",
  ]);
});

test("a first plan that is late, and a solve that is slow, are judged by ratios alone", () => {
  expect(judged("ten-stalls", 0.3, 20)).toEqual([]);
  expect(judged("ten-stalls", 0.9, 20)).toEqual([expect.stringContaining("0.90 of the whole")]);
  expect(judged("ten-stalls", 0.3, 200)).toEqual([expect.stringContaining("200.0 yardsticks")]);
});
