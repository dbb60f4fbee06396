import { expect, test } from "vitest";
import { tryRandom } from "../bench/tryRandom.ts";
import { loadKernel } from "../engine/index.ts";

/** Sites tried here; `npm run fuzz` tries ten thousand. */
const SITES = 200;

test(`${SITES} random sites: audited plans without a new breach, never above their bound, the same bytes twice`, async () => {
  const kernel = await loadKernel();
  const endings = Array.from({ length: SITES }, (_, i) => tryRandom(i + 1, kernel));
  expect(endings.filter(({ faults }) => faults.length > 0)).toEqual([]);
  // most of them are lots that hold something: the test would see nothing if all were refused
  expect(endings.filter(({ stalls }) => stalls !== null && stalls > 0).length).toBeGreaterThan(SITES / 2);
}, 240_000);
