/**
 * The kernel's own memory. It is sized once (asconfig.json), never grows, and nothing in it is freed
 * but all at once: an instance serves one search after another, a view on it never detaches.
 * Nothing in the kernel allocates by `new` (the stub runtime would hand out the same addresses);
 * fixed tables come from `memory.data`, sized ones from here.
 */

/** First address given out: just above the compiler's static data, on a v128 boundary. */
const BASE: usize = (__heap_base + 15) & ~15;

let top: usize = BASE;

/** Bytes that can still be reserved. */
export function remaining(): i32 {
  return <i32>(((<usize>memory.size()) << 16) - top);
}

/** Address of this many fresh bytes, 16-byte aligned, not cleared; 0 when they do not fit. */
export function reserve(bytes: i32): usize {
  const need = (<usize>bytes + 15) & ~15;
  if (bytes < 0 || need > ((<usize>memory.size()) << 16) - top) return 0;
  const at = top;
  top += need;
  return at;
}

/** Gives everything back. */
export function release(): void {
  top = BASE;
}
