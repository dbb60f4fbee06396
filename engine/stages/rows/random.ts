/** A seeded generator of numbers in [0, 1): xorshift32 on whole numbers, the same in every engine. */
export function randomFrom(seed: number): () => number {
  // zero is the one state xorshift cannot leave
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
