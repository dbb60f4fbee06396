import { readFileSync } from "node:fs";
import { loadKernel, loadRules, readScenario, readSite } from "../engine/index.ts";
import { startSearch } from "../engine/plan.ts";
const kernel = await loadKernel();
for (const name of ["l-60-30","rect-60x34-south","rect-60x34-west","rect-100x50","rect-120x80","rect-200x150"]) {
  const site = readSite(readFileSync(`scenarios/lots/${name}.geojson`, "utf8"), name);
  const scenario = readScenario(readFileSync("scenarios/lots/lots-90.scenario.json", "utf8"), "s", site);
  const learned = (look: boolean, total: number) => { const s = startSearch({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel); for (let i = 0; i < 200; i++) { s.advance(total / 200); if (look) s.best(); } return s.sharing!.tell().map((b) => Buffer.from(b).toString("base64")).join(); };
  for (const total of [20000, 60000, 120000]) console.log(name, total, learned(true, total) === learned(false, total));
}
