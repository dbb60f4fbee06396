/** Numbers and objects that it sorts. */
const SORTED = 100_000;

/** A piece of work that has nothing to do with the engine, milliseconds: how fast this machine is now. */
export function yardstick(): number {
  const begun = performance.now();
  let state = 1;
  const things = Array.from({ length: SORTED }, (_, row) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { row, key: state };
  });
  things.sort((a, b) => a.key - b.key || a.row - b.row);
  return performance.now() - begun;
}
