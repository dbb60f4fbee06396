/**
 * The driver's own memory: the ground that is driven on lies at the bottom, what a search needs above it. It grows with the
 * largest ground so far and is given back all at once.
 */

let base: usize = 0;
let top: usize = 0;

/** Gives everything above an address back; 0: all of it. */
export function giveBack(to: usize): void {
  if (!base) base = (heap.alloc(16) + 31) & ~15;
  top = to ? to : base;
}

/** Where the next bytes will lie. */
export function free(): usize {
  return top;
}

/** Address of this many bytes, 16-byte aligned, not cleared; 0 when the machine has no more. */
export function reserve(bytes: i32): usize {
  const at = top;
  const end = (at + <usize>bytes + 15) & ~15;
  const pages = <i32>((end + 0xffff) >> 16);
  const more = pages - memory.size();
  // in steps of a megabyte: growing is a call to the machine
  if (more > 0 && memory.grow((more + 15) & ~15) < 0) return 0;
  top = end;
  return at;
}

/** Where so many i32 go that a caller asks with. */
export function reserveRows(count: i32): usize {
  return reserve(count << 2);
}
