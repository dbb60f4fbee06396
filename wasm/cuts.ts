/** Where edges cut a strip: ranges of s between its two lines, and the gaps between them. Units of 0.1 mm. */
import { HEAD, measured } from "./arena";

/** Edges cut by one strip at most; with more the strip counts as blocked. */
export const MAX_CUTS: i32 = 8192;

const cutLow = changetype<StaticArray<f64>>(memory.data(HEAD + MAX_CUTS * 8) + HEAD);
measured(cutLow, MAX_CUTS);
const cutHigh = changetype<StaticArray<f64>>(memory.data(HEAD + MAX_CUTS * 8) + HEAD);
measured(cutHigh, MAX_CUTS);
const cutCrosses = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_CUTS * 4) + HEAD);
measured(cutCrosses, MAX_CUTS);
export let cutCount: i32 = 0;

export function clearCuts(): void {
  cutCount = 0;
}

/** Whether an edge comes between low and high, as most of them do not. */
export function isCut(at: usize, turn: i32, low: f64, high: f64): boolean {
  const across: usize = turn ? 0 : 8;
  const t1 = load<f64>(at + across);
  const t2 = load<f64>(at + across + 16);
  return (t1 > low || t2 > low) && (t1 < high || t2 < high);
}

/** Adds the range of s that an edge covers between low and high. */
export function cutEdge(at: usize, turn: i32, low: f64, high: f64): void {
  const s1 = load<f64>(at + (turn ? 8 : 0));
  const t1 = load<f64>(at + (turn ? 0 : 8));
  const s2 = load<f64>(at + (turn ? 24 : 16));
  const t2 = load<f64>(at + (turn ? 16 : 24));
  if (cutCount >= MAX_CUTS) return;
  let a = s1;
  let b = s2;
  if (t1 != t2) {
    const slope = (s2 - s1) / (t2 - t1);
    if (t1 < low) a = s1 + (low - t1) * slope;
    else if (t1 > high) a = s1 + (high - t1) * slope;
    if (t2 < low) b = s1 + (low - t1) * slope;
    else if (t2 > high) b = s1 + (high - t1) * slope;
  }
  const middle = (low + high) * 0.5;
  cutLow[cutCount] = min(a, b);
  cutHigh[cutCount] = max(a, b);
  cutCrosses[cutCount] = t1 <= middle != t2 <= middle ? 1 : 0;
  cutCount++;
}

/** Shell sort: a strip has a handful of cuts, now and then thousands. */
export function sortCuts(): void {
  let gap = 1;
  while (gap < cutCount) gap = gap * 3 + 1;
  for (; gap > 0; gap = gap / 3) {
    for (let i = gap; i < cutCount; i++) {
      const low = cutLow[i];
      const high = cutHigh[i];
      const crosses = cutCrosses[i];
      let j = i - gap;
      while (j >= 0 && cutLow[j] > low) {
        cutLow[j + gap] = cutLow[j];
        cutHigh[j + gap] = cutHigh[j];
        cutCrosses[j + gap] = cutCrosses[j];
        j -= gap;
      }
      cutLow[j + gap] = low;
      cutHigh[j + gap] = high;
      cutCrosses[j + gap] = crosses;
    }
  }
}

/** Writes the gaps between cuts that lie inside the site (odd number of edges crossed) and are `shortest` long, as a list; how many numbers that takes. */
export function gather(list: usize, shortest: i32): i32 {
  let n = 0;
  if (cutCount > 0 && cutCount < MAX_CUTS) {
    let inside = cutCrosses[0];
    let reach = cutHigh[0];
    for (let i = 1; i < cutCount; i++) {
      if (cutLow[i] > reach && inside & 1) {
        const low = <i32>ceil(reach - 0.01);
        const high = <i32>floor(cutLow[i] + 0.01);
        if (high - low >= shortest) {
          store<i32>(list + ((<usize>n) << 3), low, 4);
          store<i32>(list + ((<usize>n) << 3), high, 8);
          n++;
        }
      }
      inside += cutCrosses[i];
      reach = max(reach, cutHigh[i]);
    }
  }
  store<i32>(list, n);
  return 1 + 2 * n;
}
