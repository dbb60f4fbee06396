import { defaultScenario, InputError, type Kernel, loadRules, readSite, solve } from "../engine/index.ts";
import { readIndex } from "./cases.ts";

interface Item {
  readonly id: string;
  readonly geos_valid: boolean;
  readonly fit_to_120m: { readonly scale: number; readonly dx: number; readonly dy: number } | null;
  readonly rings: readonly (readonly (readonly [unknown, unknown])[])[];
}

/** Longest that one polygon may take, milliseconds. */
const MOST = 5000;

/** Valid ones larger than this must be solved, square metres. */
const LARGE = 400;

/** Nasty polygons as bare lots: each is refused in one sentence or gets an audited plan, and none takes long. */
export function adversarial(kernel: Kernel, say: (line: string) => void): string[] {
  const index = readIndex<{ readonly items: readonly Item[] }>("adversarial.json");
  if (index === null) return [];
  const faults: string[] = [];
  let solved = 0;
  let refused = 0;
  let slowest = 0;
  for (const item of index.items) {
    const begun = performance.now();
    try {
      const site = readSite(fitted(item), item.id);
      const scenario = defaultScenario(site);
      const plan = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, { seconds: 1 });
      const breaches = plan.audit.filter(
        (line) => line.pass === false && line.scope === "new" && line.level === "shall",
      );
      if (breaches.length > 0) faults.push(`${item.id}: ${breaches[0].note}`);
      solved++;
    } catch (error) {
      refused++;
      if (!(error instanceof InputError)) faults.push(`${item.id}: ${String(error)}`);
      else if (/\n/.test(error.message)) faults.push(`${item.id}: the refusal has more than one line.`);
      else if (item.geos_valid && item.fit_to_120m !== null && areaOfItem(item) > LARGE)
        faults.push(`${item.id}: valid, but refused: ${error.message}`);
    }
    const took = performance.now() - begun;
    slowest = Math.max(slowest, took);
    if (took > MOST) faults.push(`${item.id}: took ${Math.round(took)} ms.`);
  }
  say(
    `adversarial: ${index.items.length} polygons, ${solved} solved, ${refused} refused, slowest ${Math.round(slowest)} ms`,
  );
  return faults;
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

/** Shell less holes, square metres after fitting. */
function areaOfItem({ fit_to_120m: fit, rings }: Item): number {
  const area = (ring: Item["rings"][number]) => {
    let twice = 0;
    ring.forEach(([x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length];
      twice += (x as number) * (ny as number) - (nx as number) * (y as number);
    });
    return Math.abs(twice / 2);
  };
  const [shell, ...holes] = rings;
  const scale = fit?.scale ?? 1;
  return (area(shell) - holes.reduce((sum, hole) => sum + area(hole), 0)) * scale * scale;
}
