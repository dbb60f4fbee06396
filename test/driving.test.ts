import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drive } from "../engine/audit/drive/driven.ts";
import { terrainOf } from "../engine/audit/drive/terrain.ts";
import { fewestInWay } from "../engine/fire.ts";
import { audit, defaultScenario, loadRules, type PlanFeature, readSite, type Site, today } from "../engine/index.ts";
import { measure } from "../engine/measure.ts";
import { type Area, flat } from "../engine/model/geometry.ts";
import { randomFrom } from "../engine/stages/rows/random.ts";

// an engine of 9 m turning radius sweeps 4.5 m in a right-angled turn: a corner between lanes of 4 m is too tight for it

const folder = join(import.meta.dirname, "fixtures/driving");
const siteOf = (name: string) => readSite(readFileSync(join(folder, `${name}.geojson`), "utf8"), `${name}.geojson`);
const box = (x0: number, y0: number, x1: number, y1: number) => ({
  shell: flat([
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ]),
  holes: [],
});

/** A lane up from the gate and one to the right from its end. */
const lanes = (width: number): PlanFeature[] => [
  { kind: "fireLane", id: "up", shape: box(20, 0, 20 + width, 40), properties: { width, status: "existing" } },
  { kind: "fireLane", id: "right", shape: box(20, 40 - width, 58, 40), properties: { width, status: "existing" } },
];

function judged(site: Site, features: readonly PlanFeature[]) {
  const scenario = defaultScenario(site);
  const rules = loadRules("cn-shanghai");
  const subject = { site, rules, scenario, features };
  const lines = audit({ ...subject, claimed: null }).filter((line) => line.rule === "fire.engine");
  return { lines, driven: measure(subject).fireLane.driven, drive: drive(subject) };
}

test("two lanes of 4 m at a right angle are wide enough but the corner is too tight: inherited, with what is missing", () => {
  const site = siteOf("corner");
  const { lines, driven } = judged(site, [...today(site), ...lanes(4)]);
  expect(driven).toBe(false);
  expect(lines.map(({ pass, scope, features }) => ({ pass, scope, features }))).toEqual([
    { pass: false, scope: "inherited", features: ["right"] },
  ]);
  const [{ measured, at, note }] = lines;
  // geometry: 9.79 m outer less 5.24 m inner radius is 4.55 m of sweep, over a diagonal of 5.66 m at the corner
  expect(measured).toBeGreaterThan(0.1);
  expect(measured).toBeLessThan(2);
  expect(note).toMatch(
    /^a fire engine cannot be driven to the end of fire lane right today: it lacks up to [\d.]+ m of pavement/,
  );
  // the place is at the corner, not at the lane's end
  expect(Math.abs((at?.[0] ?? 0) - 22) + Math.abs((at?.[1] ?? 0) - 38)).toBeLessThan(14);
});

test("the same corner with its inner side cut off is driven, and a stall on that sliver is a new breach that names it", () => {
  const site = siteOf("cut-corner");
  const free = judged(site, [...today(site), ...lanes(4)]);
  expect(free.driven).toBe(true);
  expect(free.lines.map((line) => line.pass)).toEqual([true]);
  const stall: PlanFeature = {
    kind: "stall",
    id: "A01",
    shape: box(24.2, 31, 26.6, 35.8),
    properties: { type: "standard", status: "new", parkingAngle: 90, width: 2.4, length: 4.8, aisle: "road-1" },
  };
  const shut = judged(site, [...today(site), ...lanes(4), stall]);
  expect(shut.driven).toBe(false);
  expect(shut.lines.map(({ pass, scope }) => ({ pass, scope }))).toEqual([{ pass: false, scope: "new" }]);
  expect(shut.lines[0].features).toContain("A01");
});

test("lanes of 8 m are driven; the engine's body never leaves the lanes", () => {
  const site = siteOf("wide");
  const { driven, drive: found } = judged(site, [...today(site), ...lanes(8)]);
  expect(driven).toBe(true);
  const bodies = found?.flatMap((lane) => lane.ways).flat() ?? [];
  expect(bodies.length).toBeGreaterThan(20);
  const onLane = (x: number, y: number) =>
    (x >= 19.8 && x <= 28.2 && y <= 40.2) || (y >= 31.8 && y <= 40.2 && x >= 19.8);
  for (const ring of bodies) {
    for (let i = 0; i < ring.length; i += 2) expect(onLane(ring[i], ring[i + 1])).toBe(true);
  }
});

test("of the stalls in the way along one lane the one goes that opens it, whatever shuts another lane", () => {
  const site = siteOf("two-arms");
  const arms: PlanFeature[] = [
    { kind: "fireLane", id: "left", shape: box(2, 32, 40, 40), properties: { width: 8, status: "existing" } },
    { kind: "fireLane", id: "right", shape: box(40, 32, 78, 40), properties: { width: 8, status: "existing" } },
  ];
  const stall = (id: string, shape: Area): PlanFeature => ({
    kind: "stall",
    id,
    shape,
    properties: { type: "standard", status: "new", parkingAngle: 0, width: 2.4, length: 5.3, aisle: "across" },
  });
  const features = [
    ...today(site),
    ...arms,
    stall("shuts right", box(62, 33.3, 64.4, 38.6)),
    stall("beside right", box(56, 38.9, 61.3, 40)),
    stall("shuts left", box(15.6, 33.3, 18, 38.6)),
  ];
  const { lines } = judged(site, features);
  const named = lines.filter(({ pass }) => pass === false).map((line) => [...line.features].sort());
  expect(named).toEqual([
    ["left", "shuts left"],
    ["beside right", "right", "shuts right"],
  ]);
  const scenario = defaultScenario(site);
  const draft = { problem: { site, scenario, rules: loadRules("cn-shanghai") }, features, assumptions: [], unmet: [] };
  expect([...fewestInWay(draft, named[1], () => true)].sort()).toEqual(["right", "shuts right"]);
});

test("without a gate for engines nothing is said to be driven", () => {
  const site = siteOf("no-fire-gate");
  const { lines, driven } = judged(site, [...today(site), ...lanes(4)]);
  expect(driven).toBeNull();
  expect(lines.map((line) => line.pass)).toEqual([null]);
});

test("ground that has changed in places is the same as ground seen for the first time", () => {
  const layers = (ground: Area, paved: readonly Area[], hard: readonly Area[]) => ({
    whole: [ground],
    soft: [ground],
    closed: [],
    roots: [],
    paved,
    hard,
    posts: [{ at: [31, 9] as const, radius: 0.3 }],
  });
  const random = randomFrom(7);
  const some = (count: number) =>
    Array.from({ length: count }, () => {
      const [x, y] = [40 * random(), 30 * random()];
      return box(x, y, x + 2 + 6 * random(), y + 2 + 4 * random());
    });
  const site = box(0, 0, 50, 36);
  for (let round = 0; round < 12; round++) {
    // now and then hardly anything differs, now and then all of it
    const [paved, hard] = [some(round % 3 === 0 ? 9 : 1), some(2)];
    const again = terrainOf(layers(site, paved, hard));
    const anew = terrainOf(layers(box(0, 0, 50, 36), paved, hard));
    expect(again.kinds.findIndex((kind, k) => kind !== anew.kinds[k])).toBe(-1);
    expect(again.footing.findIndex((rank, k) => rank !== anew.footing[k])).toBe(-1);
  }
});

test("both corners of a narrow lane's end are one place to drive to, and the front comes to it", () => {
  const site = siteOf("cut-corner");
  const { drive: driven } = judged(site, [...today(site), ...lanes(4)]);
  // one way to its end and one to the outside of the corner; a way to each corner of the end would be one more
  expect(driven?.map(({ status, ways }) => [status, ways.length])).toEqual([
    ["driven", 1],
    ["driven", 2],
  ]);
  // [rear right, front right, front left, rear left]: the middle of the last front bumper
  const [, , x1, y1, x2, y2] = driven?.[1].ways[0].at(-1) ?? [];
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  expect(58 - x).toBeLessThan(4);
  expect(Math.abs(y - 38)).toBeLessThan(2);
});
