/**
 * The input is at fault. The message is one sentence for the person who wrote the file:
 * the file, the place in it, what is wrong, what would be right.
 */
export class InputError extends Error {
  override name = "InputError";
}
