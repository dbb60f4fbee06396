const drawn = new WeakMap<Element, readonly unknown[]>();

/**
 * Draws into a node unless it was drawn last time from the very same inputs, compared one by one.
 * Drawing is idempotent anyway; this keeps panning at the cost of panning.
 */
export function once(node: Element, inputs: readonly unknown[], draw: () => void): void {
  const last = drawn.get(node);
  if (last?.length === inputs.length && last.every((input, i) => Object.is(input, inputs[i]))) return;
  drawn.set(node, inputs);
  draw();
}
