/**
 * The kernel's own memory. It is sized once (by who instantiates it), never grows, and nothing in it is freed
 * but all at once: an instance serves one search after another, a view on it never detaches.
 * Static tables are allocated while the module starts; after that only `reserve` takes memory.
 */

/**
 * A static table of cleared entries. Memory is born cleared: writing zeros once more, as a plain StaticArray does, would
 * cost a fresh instance 8 ms for tables that its search may never look at.
 */
export function table<T>(length: i32): StaticArray<T> {
  return changetype<StaticArray<T>>(__new((<usize>length) << alignof<T>(), idof<StaticArray<T>>()));
}

let base: usize = 0;
let top: usize = 0;

/** First address given out: above every table that the module's start has allocated. */
function open(): void {
  base = (heap.alloc(16) + 31) & ~15;
  top = base;
}

/** Bytes that can still be reserved. */
export function remaining(): i32 {
  if (!base) open();
  return <i32>(((<usize>memory.size()) << 16) - top);
}

/** Address of this many fresh bytes, 16-byte aligned, not cleared; 0 when they do not fit. */
export function reserve(bytes: i32): usize {
  if (bytes < 0 || bytes > remaining() - 16) return 0;
  const at = top;
  top += (<usize>bytes + 15) & ~15;
  return at;
}

/** Gives everything back. */
export function release(): void {
  if (!base) open();
  top = base;
}
