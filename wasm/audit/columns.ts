/** Columns of whole numbers by address. */

export function get(column: usize, at: i32): i32 {
  return load<i32>(column + ((<usize>at) << 2));
}

export function set(column: usize, at: i32, value: i32): void {
  store<i32>(column + ((<usize>at) << 2), value);
}
