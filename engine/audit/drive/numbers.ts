/** Whole numbers that have been seen. */
export interface NumberSet {
  has(value: number): boolean;
  /** A value that is not in it yet. */
  add(value: number): void;
}

/** Entries at first; it grows when it is half full. */
const LEAST_ROOM = 2048;

/** Knuth's multiplier for hashing, 2³² over the golden ratio. */
const SPREAD = 0x9e3779b1;

/** Numbers from 0 up, in one flat table: what a search asks several times a state. */
export function numberSet(): NumberSet {
  let mask = LEAST_ROOM - 1;
  let slots = new Float64Array(LEAST_ROOM).fill(-1);
  let count = 0;
  /** The slot that holds a value, or the free one where it belongs. */
  const slotOf = (value: number) => {
    let at = (Math.imul(value | 0, SPREAD) >>> 8) & mask;
    while (slots[at] !== value && slots[at] >= 0) at = (at + 1) & mask;
    return at;
  };
  const grow = () => {
    const old = slots;
    mask = 4 * old.length - 1;
    slots = new Float64Array(4 * old.length).fill(-1);
    for (const value of old) if (value >= 0) slots[slotOf(value)] = value;
  };
  return {
    has: (value) => slots[slotOf(value)] === value,
    add(value) {
      if (2 * ++count > slots.length) grow();
      slots[slotOf(value)] = value;
    },
  };
}
