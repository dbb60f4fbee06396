/** A slice of search lasts about this long, so that a stop is heard soon after it is called, milliseconds. */
export const SLICE = 16;

/** Steps of the next slice: they differ in cost from site to site, so that the clock sets their number, never the result. */
export function nextSlice(steps: number, took: number): number {
  return Math.max(1, Math.round(steps * Math.min(Math.max(SLICE / Math.max(took, 0.1), 0.5), 4)));
}

/** Lets the worker's own event loop turn once, so that a `stop` that has arrived is heard. */
export function heard(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
