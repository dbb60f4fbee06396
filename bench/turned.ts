import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { type Check, faultsOf } from "./run.ts";

const FOLDER = join(import.meta.dirname, "../scenarios/lots");

/** Fractions of a metre by which the turned lot is shifted. */
const SHIFTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.371, 0.842],
  [0.137, 0.009],
  [0.905, 0.463],
  [0.618, 0.277],
];

/** Turns are tried in steps of this, degrees. */
const STEP = 15;

/** The lot exactly one module wide, at every turn and shift: both rows, and never fewer stalls than unturned. */
export const turned: Check = (kernel, say) => {
  const json: Json = JSON.parse(readFileSync(join(FOLDER, "module-16.10.geojson"), "utf8"));
  const unturned = rowsAt(turnedBy(json, 0, SHIFTS[0]), 0, kernel);
  const least = { stalls: unturned.stalls, degrees: 0 };
  const faults: string[] = [];
  for (let degrees = 0; degrees < 360; degrees += STEP) {
    for (const shift of SHIFTS) {
      const { stalls, rows, faults: own } = rowsAt(turnedBy(json, (degrees * Math.PI) / 180, shift), degrees, kernel);
      const where = `module-16.10 turned by ${degrees}°, shifted by ${shift.join(", ")}`;
      faults.push(...own.map((fault) => `${where}: ${fault}`));
      if (rows !== 2) faults.push(`${where}: ${rows} of 2 rows.`);
      if (stalls < unturned.stalls) faults.push(`${where}: ${stalls} stalls, unturned ${unturned.stalls}.`);
      if (stalls < least.stalls) Object.assign(least, { stalls, degrees });
    }
  }
  say(
    `turned: module-16.10 in ${360 / STEP} turns × ${SHIFTS.length} shifts, unturned ${unturned.stalls} stalls; at least ${least.stalls} (${least.degrees}°), ${faults.length} faults`,
  );
  return faults;
};

/** Stalls on the turned lot, and how many ways they open: the two rows open towards each other. */
function rowsAt(site: unknown, degrees: number, kernel: Kernel): { stalls: number; rows: number; faults: string[] } {
  const lot = readSite(JSON.stringify(site), "module-16.10.geojson");
  const scenario = readScenario(readFileSync(join(FOLDER, "module-16.10.scenario.json"), "utf8"), "module-16.10", lot);
  const plan = solve({ site: lot, scenario, rules: loadRules(scenario.rules) }, kernel);
  const sides = planFeaturesOf(plan.features, "stall").map((stall) => sideOf(stall.shape.shell, degrees));
  const rows = (["up", "down"] as const).filter((side) => sides.includes(side)).length;
  return { stalls: plan.measures.stalls.new, rows, faults: faultsOf(plan) };
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

/** Which way a stall opens, in the unturned lot's axes. */
function sideOf(shell: Float64Array, degrees: number): "up" | "down" | "left" | "right" {
  const angle = (-degrees * Math.PI) / 180;
  const [dx, dy] = [shell[2] - shell[0], shell[3] - shell[1]];
  const [x, y] = [dx * Math.cos(angle) - dy * Math.sin(angle), dx * Math.sin(angle) + dy * Math.cos(angle)];
  return Math.abs(x) > Math.abs(y) ? (x > 0 ? "down" : "up") : y > 0 ? "right" : "left";
}
