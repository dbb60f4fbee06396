import { readFileSync } from "node:fs";
import { loadKernel, loadRules, readScenario, readSite } from "../engine/index.ts";
import { startSearch } from "../engine/plan.ts";
const kernel = await loadKernel();
const name = process.argv[2];
  const site = readSite(readFileSync(`../shared/bench/lots/${name}.geojson`, "utf8"), name);
  const scenario = readScenario(readFileSync("../shared/sites/lots/lots-90.scenario.json", "utf8"), "s", site);
for (const [join, slice] of [[0, 1563],[1,1563],[0,400000],[0,391]]) {
  const s = startSearch({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel);
  if (join) s.sharing?.join(0, 1);
  while (s.steps < s.plannedSteps) { s.advance(Math.min(slice, s.plannedSteps - s.steps)); if (process.argv[3]) s.best(); }
  console.log(join, slice, s.best().features.filter((f) => f.kind === "stall").length);
}
