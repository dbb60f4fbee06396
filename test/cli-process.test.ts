import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";

// the real thing, through npm as a planner calls it; slow to start, so a handful of cases only
const root = resolve(import.meta.dirname, "..");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snailshell-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function snailshell(argv: readonly string[], from = root) {
  const env = { ...process.env, INIT_CWD: undefined };
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", "snailshell", "--prefix", root, "--", ...argv], {
    cwd: from,
    env,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return { status, stdout, stderr, seconds: (performance.now() - begun) / 1000 };
}

test("the model case: ten stalls, exit 0, the same bytes from two processes", { timeout: 60_000 }, () => {
  const paths = ["one.geojson", "two.geojson"].map((name) => join(folder, name));
  const took = paths.map((path) => {
    const done = snailshell([
      "solve",
      "scenarios/mishan-lane-30.geojson",
      "--scenario",
      "scenarios/ten-stalls.json",
      "-o",
      path,
    ]);
    expect(done.stderr).toContain("10 new stalls, 6 existing, 16 in all");
    expect({ status: done.status, stdout: done.stdout }).toEqual({ status: 0, stdout: "" });
    return done.seconds;
  });
  console.log(`model case through npm: ${took.map((seconds) => `${seconds.toFixed(2)} s`).join(", ")}`);
  expect(readFileSync(paths[0]).equals(readFileSync(paths[1]))).toBe(true);
  // printed, never judged: what an idle machine does in two seconds takes any time beside other work
});

test("paths are the caller's, and refusals come as one line and exit 1", { timeout: 30_000 }, () => {
  const missing = snailshell(["solve", "lane.geojson"], join(root, "scenarios"));
  expect(missing).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "lane.geojson: there is no such file; the path of a file that exists would be right.\n",
  });
  const found = snailshell(["audit", "lots/l-60-30.geojson", "mishan-lane-30.geojson"], join(root, "scenarios"));
  expect(found.status).toBe(1);
  expect(found.stderr).toMatch(/^mishan-lane-30\.geojson: /);
});

test("the time limit is wall time, to the audited plan", { timeout: 30_000 }, () => {
  const lot = join(root, "scenarios/lots/rect-100x50.geojson");
  const scenario = join(root, "scenarios/lots/lots-90.scenario.json");
  const out = join(folder, "timed.geojson");
  const timed = snailshell(["solve", lot, "--scenario", scenario, "--seconds", "1", "-o", out]);
  expect(timed.status).toBe(0);
  const { steps } = JSON.parse(readFileSync(out, "utf8")).plan;
  // the steps it says it took give the same plan without a clock
  const again = join(folder, "stepped.geojson");
  expect(snailshell(["solve", lot, "--scenario", scenario, "--steps", String(steps), "-o", again]).status).toBe(0);
  expect(readFileSync(again, "utf8")).toBe(readFileSync(out, "utf8"));
});

test("two kernels side by side: the same bytes from the bundle that npm ci makes and from the sources, recorded, and no fewer stalls than one", {
  timeout: 60_000,
}, async () => {
  const lot = ["scenarios/lots/l-60-30.geojson", "--scenario", "scenarios/lots/lots-90.scenario.json"];
  const solved = (name: string, program: readonly string[]) => {
    const path = join(folder, name);
    const argv = [...program, "solve", ...lot, "--threads", "2", "--steps", "4000", "-o", path];
    const { status } = spawnSync(process.execPath, argv, { cwd: root, env: { ...process.env, INIT_CWD: undefined } });
    expect(status).toBe(0);
    return readFileSync(path, "utf8");
  };
  const bundle = solved("bundle.geojson", ["build/main.js"]);
  expect(solved("sources.geojson", ["--import", "tsx", "engine/cli/main.ts"])).toBe(bundle);
  const { threads, measures } = JSON.parse(bundle).plan;
  expect(threads).toBe(2);
  const site = readSite(readFileSync(join(root, lot[0]), "utf8"), lot[0]);
  const scenario = readScenario(readFileSync(join(root, lot[2]), "utf8"), lot[2], site);
  const alone = solve({ site, scenario, rules: loadRules(scenario.rules) }, await loadKernel(), { steps: 4000 });
  expect(measures.stalls.new).toBeGreaterThanOrEqual(alone.measures.stalls.new);
});
