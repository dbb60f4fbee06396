import { flat } from "../model/geometry.ts";
import { fromEdge, ringToEdge } from "../stages/plane/section.ts";
import type { Field } from "../stages/rows/layout.ts";
import type { Rows } from "../stages/rows/placed.ts";
import { rowsOf } from "../stages/rows/spurField.ts";

// which stretches of a compound are chosen anew together

/** Stretches of road side, and whole aisles of our own, that are chosen anew while all else stays. */
export interface Window {
  /** −1: a stretch of a road's side. */
  readonly spur: number;
  readonly frontage: number;
  from: number;
  to: number;
}

/** A window is this long at least and at most, metres: six to eighteen stalls abreast. */
const WINDOW = [15, 45] as const;

/** Windows across from the first and round the corner from it, and windows elsewhere that may give or take green. */
const NEAR_WINDOWS = 3;
const FAR_WINDOWS = 4;

/** Positions that differ by less are one, metres. */
export const SLACK = 1e-4;

/** How far the ground of a stall reaches from its road's edge, inwards and outwards, metres. */
const REACH = [-10, 9] as const;

/** A stretch somewhere, what is near it, and stretches elsewhere. */
export function windowsAround(field: Field, usable: Field["frontages"], random: () => number): Window[] {
  const windows: Window[] = [];
  const first = anyWindow(field, usable, random);
  windows.push(first);
  if (first.spur < 0) {
    const near = nearWindows(field, first);
    for (let i = 0; i < NEAR_WINDOWS && near.length > 0; i++)
      windows.push(...near.splice(Math.floor(random() * near.length), 1));
  }
  for (let i = 0; i < FAR_WINDOWS; i++) windows.push(anyWindow(field, usable, random));
  return joined(windows);
}

/** In this share of the tries, where there are aisles of our own, one of them is a window. */
const SPUR_SHARE = 0.3;

function anyWindow(field: Field, usable: Field["frontages"], random: () => number): Window {
  if (field.spurs.length > 0 && random() < SPUR_SHARE) {
    const spur = Math.floor(random() * field.spurs.length);
    return { spur, frontage: field.spurs[spur].right, from: 0, to: 0 };
  }
  // by length: every metre has the same chance
  const at = random() * usable.reduce((sum, { length }) => sum + length, 0);
  let passed = 0;
  const frontage =
    usable.find(({ length }) => {
      passed += length;
      return at < passed;
    }) ?? usable[usable.length - 1];
  const length = WINDOW[0] + random() * (WINDOW[1] - WINDOW[0]);
  const from = random() * Math.max(0, frontage.length - length);
  return { spur: -1, frontage: frontage.row, from, to: Math.min(frontage.length, from + length) };
}

function nearWindows(field: Field, { frontage, from, to }: Window): Window[] {
  const { frame } = field.frontages[frontage];
  const box = flat([
    fromEdge(frame, from, REACH[0]),
    fromEdge(frame, to, REACH[0]),
    fromEdge(frame, to, REACH[1]),
    fromEdge(frame, from, REACH[1]),
  ]);
  return field.neighbours[frontage].flatMap((row): Window[] => {
    if (field.spurOf[row] >= 0) return [];
    const { frame: other, length } = field.frontages[row];
    const seen = ringToEdge(other, box);
    const along = [seen[0], seen[2], seen[4], seen[6]];
    const out = [seen[1], seen[3], seen[5], seen[7]];
    if (Math.max(...out) < REACH[0] || Math.min(...out) > REACH[1]) return [];
    const [low, high] = [Math.max(0, Math.min(...along)), Math.min(length, Math.max(...along))];
    return high - low < 2 ? [] : [{ spur: -1, frontage: row, from: low, to: high }];
  });
}

/** Windows on one side are one, with what lies between them: no two of them offer the same ground. */
function joined(windows: readonly Window[]): Window[] {
  const out: Window[] = [];
  for (const window of [...windows].sort((a, b) => a.from - b.from)) {
    const before = out.find((one) => one.spur === window.spur && one.frontage === window.frontage);
    if (before === undefined) {
      out.push({ ...window });
      continue;
    }
    if (window.spur >= 0) continue;
    before.to = Math.max(before.to, window.to);
  }
  return out;
}

/** Rows without what stands in windows. */
export function cleared(field: Field, rows: Rows, windows: readonly Window[]): Rows {
  const out = [...rows];
  for (const { spur, frontage, from, to } of windows) {
    if (spur >= 0) for (const row of rowsOf(field.spurs[spur])) out[row] = [];
    else
      out[frontage] = out[frontage].filter(
        (one) => one.start >= to - SLACK || one.start + field.kinds[frontage][one.kind].pitch <= from + SLACK,
      );
  }
  return out;
}

/** The rows that a window is of. */
export function rowsOfWindow(field: Field, { spur, frontage }: Window): number[] {
  return spur >= 0 ? rowsOf(field.spurs[spur]) : [frontage];
}
