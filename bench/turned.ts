import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";

/** Fractions of a metre by which the turned lot is shifted. */
const SHIFTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.371, 0.842],
  [0.137, 0.009],
  [0.905, 0.463],
  [0.618, 0.277],
];

const STEP = 15;

/** The lot exactly one module wide, at every turn and shift: both rows, and never fewer stalls than unturned. */
export function turned(kernel: Kernel, say: (line: string) => void): string[] {
  const folder = join(import.meta.dirname, "../scenarios/lots");
  const json = JSON.parse(readFileSync(join(folder, "module-16.10.geojson"), "utf8"));
  const scenarioText = readFileSync(join(folder, "module-16.10.scenario.json"), "utf8");
  const faults: string[] = [];
  let unturned = 0;
  let least = Infinity;
  for (let degrees = 0; degrees < 360; degrees += STEP) {
    for (const shift of SHIFTS) {
      const text = JSON.stringify(turnedBy(json, (degrees * Math.PI) / 180, shift));
      const site = readSite(text, "module-16.10");
      const scenario = readScenario(scenarioText, "module-16.10", site);
      const plan = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, {});
      const count = plan.measures.stalls.new;
      if (degrees === 0 && shift === SHIFTS[0]) unturned = count;
      least = Math.min(least, count);
      const rows = new Set(planFeaturesOf(plan.features, "stall").map((stall) => sideOf(stall.shape.shell, degrees)))
        .size;
      if (rows < 2) faults.push(`module-16.10 turned by ${degrees}°: ${rows} row.`);
      if (count < unturned)
        faults.push(
          `module-16.10 turned by ${degrees}°, shifted by ${shift.join(", ")}: ${count} stalls, unturned ${unturned}.`,
        );
    }
  }
  say(
    `turned: module-16.10 in ${360 / STEP} turns × ${SHIFTS.length} shifts: at least ${least} stalls, unturned ${unturned}`,
  );
  return faults;
}

interface Json {
  readonly features: readonly { readonly geometry: { readonly coordinates: unknown } }[];
}

function turnedBy(json: Json, angle: number, [dx, dy]: readonly [number, number]): unknown {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const move = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    if (typeof value[0] !== "number") return value.map(move);
    const [x, y] = value as [number, number];
    return [x * cos - y * sin + dx, x * sin + y * cos + dy];
  };
  return {
    ...json,
    features: json.features.map((feature) => ({
      ...feature,
      geometry: { ...feature.geometry, coordinates: move(feature.geometry.coordinates) },
    })),
  };
}

/** Which way a stall opens, in the unturned lot's axes: the two rows open towards each other. */
function sideOf(shell: Float64Array, degrees: number): string {
  const angle = (-degrees * Math.PI) / 180;
  const [dx, dy] = [shell[2] - shell[0], shell[3] - shell[1]];
  const [x, y] = [dx * Math.cos(angle) - dy * Math.sin(angle), dx * Math.sin(angle) + dy * Math.cos(angle)];
  return Math.abs(x) > Math.abs(y) ? (x > 0 ? "down" : "up") : y > 0 ? "right" : "left";
}
