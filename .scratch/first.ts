import { readFileSync } from "node:fs";
import { loadKernel, loadRules, readScenario, readSite, startPlan } from "../engine/index.ts";
import { startSearch } from "../engine/plan.ts";
import { auditedPlan } from "../engine/finish.ts";
import { audit } from "../engine/audit/audit.ts";
import { measure } from "../engine/measure.ts";
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const kernel = await loadKernel();
const lot = (w: number, d: number) => { const m = w / 2; const site = readSite(JSON.stringify({ type: "FeatureCollection", crs: { type: "name", properties: { name: "local:metre" } }, features: [
 { type: "Feature", properties: { kind: "site" }, geometry: { type: "Polygon", coordinates: [[[0,0],[w,0],[w,d],[0,d],[0,0]]] } },
 { type: "Feature", properties: { kind: "gate", modes: ["car"] }, geometry: { type: "LineString", coordinates: [[m-3,0],[m+3,0]] } } ] }), "lot");
 const scenario = readScenario(readFileSync("scenarios/lots/lots-90.scenario.json", "utf8"), "s", site); return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }; };
for (const [w, d] of [[36.5,27.4],[57.7,43.3],[115.5,86.6],[36.5,27.4],[57.7,43.3],[115.5,86.6]] as const) {
  const problem = lot(w, d);
  const t0 = cpu();
  const s = startSearch(problem, kernel); const t1 = cpu();
  s.advance(1); const t2 = cpu();
  const draft = s.best(); const t3 = cpu();
  const plan = auditedPlan(draft, { steps: 1, threads: 1 }, kernel); const t4 = cpu();
  const subject = { site: problem.site, rules: problem.rules, scenario: problem.scenario, features: draft.features };
  audit({ ...subject, claimed: null }); const t5 = cpu();
  measure(subject); const t6 = cpu();
  console.log(w, d, plan.measures.stalls.new, "start", (t1-t0).toFixed(1), "advance", (t2-t1).toFixed(1), "settle", (t3-t2).toFixed(1), "audited", (t4-t3).toFixed(1), "| audit", (t5-t4).toFixed(1), "measure", (t6-t5).toFixed(1));
}
