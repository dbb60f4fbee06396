import { defaultScenario, InputError, type Kernel, loadRules, readSite, solve } from "../engine/index.ts";
import { readIndex } from "./cases.ts";
import { type Check, faultsOf, messageOf } from "./run.ts";

interface Item {
  readonly id: string;
  /** Null where nobody has looked. */
  readonly geos_valid: boolean | null;
  /** Shift, then scale; null: as it is. */
  readonly fit_to_120m: { readonly scale: number; readonly dx: number; readonly dy: number } | null;
  readonly rings: readonly (readonly (readonly [unknown, unknown])[])[];
}

/** Search steps a polygon: it is the geometry that is tried here, not the packing. */
const STEPS = 5000;

/** Longest that one polygon may take, milliseconds. */
const MOST = 5000;

/** Valid ones larger than this after fitting must be solved, square metres. */
const LARGE = 400;

/** Nasty polygons as bare lots: each is refused in one sentence or gets an audited plan, and none takes long. */
export const adversarial: Check = (kernel, say) => {
  const index = readIndex<{ readonly items: readonly Item[] }>("adversarial.json");
  if (index === null) {
    say("adversarial: its data is not at hand; see bench/README.md.");
    return [];
  }
  const faults: string[] = [];
  const count = { solved: 0, refused: 0, stalls: 0 };
  let slowest = { id: "", milliseconds: 0 };
  for (const item of index.items) {
    const begun = performance.now();
    const ending = endingOf(item, kernel);
    const milliseconds = performance.now() - begun;
    if (ending.stalls === null) count.refused++;
    else {
      count.solved++;
      count.stalls += ending.stalls;
    }
    faults.push(...ending.faults.map((fault) => `${item.id}: ${fault}`));
    if (milliseconds > MOST) faults.push(`${item.id}: took ${Math.round(milliseconds)} ms.`);
    if (milliseconds > slowest.milliseconds) slowest = { id: item.id, milliseconds };
  }
  say(
    `adversarial: ${index.items.length} polygons, ${count.solved} solved with ${count.stalls} stalls, ${count.refused} refused, slowest ${Math.round(slowest.milliseconds)} ms (${slowest.id})`,
  );
  return faults;
};

/** Stalls found, or null for a refusal; and what was wrong with either. */
function endingOf(item: Item, kernel: Kernel): { stalls: number | null; faults: string[] } {
  try {
    const site = readSite(fitted(item), item.id);
    const scenario = defaultScenario(site);
    const plan = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, { steps: STEPS });
    return { stalls: plan.measures.stalls.new, faults: faultsOf(plan) };
  } catch (error) {
    if (!(error instanceof InputError)) return { stalls: null, faults: [messageOf(error)] };
    const faults: string[] = [];
    if (/\n/.test(error.message)) faults.push("the refusal has more than one line.");
    if (mustBeSolved(item)) faults.push(`valid, but refused: ${error.message}`);
    return { stalls: null, faults };
  }
}

function mustBeSolved(item: Item): boolean {
  return item.geos_valid === true && item.fit_to_120m !== null && areaOfItem(item) > LARGE;
}

function fitted({ fit_to_120m: fit, rings }: Item): string {
  const place = (value: unknown, scale: number, d: number) => (typeof value === "number" ? (value + d) * scale : value);
  const coordinates =
    fit === null
      ? rings
      : rings.map((ring) => ring.map(([x, y]) => [place(x, fit.scale, fit.dx), place(y, fit.scale, fit.dy)]));
  return JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } }],
  });
}

/** Shell less holes, square metres after fitting; numbers all, since the item is valid. */
function areaOfItem({ fit_to_120m: fit, rings }: Item): number {
  const [shell, ...holes] = rings.map((ring) => areaOfRing(ring as readonly (readonly [number, number])[]));
  const scale = fit?.scale ?? 1;
  return (shell - holes.reduce((sum, hole) => sum + hole, 0)) * scale * scale;
}

function areaOfRing(ring: readonly (readonly [number, number])[]): number {
  const [x0, y0] = ring[0];
  let twice = 0;
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    twice += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
  });
  return Math.abs(twice / 2);
}
