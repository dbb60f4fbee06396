import { readFileSync } from "node:fs";
import { loadKernel, loadRules, readScenario, readSite } from "../engine/index.ts";
import { hireCrew } from "../engine/threads/solve.ts";
const kernel = await loadKernel();
for (const name of process.argv.slice(2)) {
  const dir = name.startsWith("rect") ? "../shared/sites/lots" : "../shared/bench/lots";
  const site = readSite(readFileSync(`${dir}/${name}.geojson`, "utf8"), name);
  const scenario = readScenario(readFileSync("../shared/sites/lots/lots-90.scenario.json", "utf8"), "s", site);
  const problem = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
  for (const n of [1, 2]) { const crew = await hireCrew(n); const t = performance.now(); const plan = await crew.solve(problem, kernel); console.log(name, n, plan.measures.stalls.new, Math.round(performance.now() - t), "ms"); await crew.dismiss(); }
}
