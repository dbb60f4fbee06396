/**
 * The kernel's own memory. Static tables are allocated while the module starts; after that only `reserve` takes memory, which grows
 * by what it takes: V8 counts all of it as if it were in use, and collects garbage on account of it. Nothing is freed but all at
 * once. A view from outside holds until the next call, which may grow the memory.
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

/** Pages that memory grows by at least: 512 KiB. */
const STEP: i32 = 8;

/** Address of the free end of memory with room for this many bytes, which stay free; 0 when they do not fit. */
export function roomFor(bytes: i32): usize {
  if (bytes < 0) return 0;
  if (!base) open();
  const pages = <i32>((top + <usize>bytes + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(max(pages, STEP)) < 0 && memory.grow(pages) < 0) return 0;
  return top;
}

/** Address of this many fresh bytes, 16-byte aligned, not cleared; 0 when they do not fit. */
export function reserve(bytes: i32): usize {
  const at = roomFor(bytes);
  if (at) top += (<usize>bytes + 15) & ~15;
  return at;
}

/** Gives everything back. */
export function release(): void {
  if (!base) open();
  top = base;
}
