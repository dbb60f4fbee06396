/** Seeded generator: xorshift64*, the state spread by splitmix64 so that seeds 0, 1, 2 … are unrelated. */

let state: u64 = 1;

export function seedRandom(seed: u64): void {
  let z = seed + 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  state = (z ^ (z >> 31)) | 1;
}

/** 32 random bits. */
export function random32(): u32 {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return <u32>((state * 0x2545f4914f6cdd1d) >> 32);
}

/** A whole number 0 … n − 1; 0 when n is 0. */
export function below(n: i32): i32 {
  return <i32>((<u64>random32() * <u64>n) >> 32);
}

/** A number 0 ≤ x < 1. */
export function unit(): f64 {
  return <f64>random32() * (1.0 / 4294967296.0);
}

/** Goes on from another place, and returns the one that it was at: for a search beside the search. */
export function swapRandom(other: u64): u64 {
  const before = state;
  state = other;
  return before;
}
