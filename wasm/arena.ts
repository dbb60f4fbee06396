/**
 * The kernel's own memory. Static tables are allocated while the module starts; after that only `reserve` takes memory, which grows
 * by what it takes: V8 counts all of it as if it were in use, and collects garbage on account of it. Nothing is freed but all at
 * once. A view from outside holds until the next call, which may grow the memory.
 */

/** Bytes before a static table, a line of the processor's cache: so tables of whole pages do not begin at the same place of theirs. */
export const HEAD: i32 = 64;

/**
 * Says how long a static table is, for the debug build, which checks every index. A table is `memory.data`: cleared, at an address that
 * is known when the kernel is compiled, so that nobody has to look it up.
 */
export function measured<T>(table: StaticArray<T>, length: i32): void {
  if (ASC_OPTIMIZE_LEVEL == 0) store<u32>(changetype<usize>(table) - 4, length << alignof<T>());
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
