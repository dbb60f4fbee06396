import { readFileSync } from "node:fs";
import { loadKernel, loadRules, readScenario, readSite } from "../engine/index.ts";
import { startSearch } from "../engine/plan.ts";
const kernel = await loadKernel();
const mode = process.argv[2]; const names = process.argv.slice(3);
const ROUNDS = 64;
const counts = (n: number, file: string) => {
  const dir = file.startsWith("rect") || file.startsWith("l-") ? "../shared/sites/lots" : "../shared/bench/lots";
  const site = readSite(readFileSync(`${dir}/${file}.geojson`, "utf8"), file);
  const scen = readScenario(readFileSync("../shared/sites/lots/lots-90.scenario.json", "utf8"), "s", site);
  const searches = Array.from({ length: n }, (_, i) => startSearch({ site, scenario: { ...scen, seed: (scen.seed + Math.imul(i + Number(process.env.SEED ?? 0)*7, 0x9e3779b9)) >>> 0 }, rules: loadRules(scen.rules, scen.overrides) }, kernel));
  if (n > 1 && mode !== "alone") searches.forEach((s, i) => s.sharing?.join(i, n));
  const planned = searches[0].plannedSteps;
  const round = Math.ceil(planned / ROUNDS / 4);
  const out: number[] = [];
  for (let steps = 0; steps < planned; steps += round) {
    for (const s of searches) s.advance(round);
    if (n > 1 && mode !== "alone" && (mode !== "sparse" || (steps / round) % 4 === 3)) {
      const told = searches.map((s) => s.sharing?.tell() ?? []);
      searches.forEach((s, i) => told.forEach((t, j) => { if (i !== j) for (const b of t) s.sharing?.hear(b); }));
    }
    out.push(Math.max(...searches.map((s) => s.best().features.filter((f) => f.kind === "stall").length)));
  }
  return out;
};
let sum1 = 0, sum2 = 0; const ratios: number[] = []; let s1 = 0, s2 = 0; 
for (const name of names) {
  const one = counts(1, name), two = counts(2, name);
  const target = Math.min(one.at(-1)!, two.at(-1)!);
  const row: string[] = [];
  for (const share of [0.9, 0.95, 0.98, 0.99, 1]) {
    const want = Math.ceil(target * share - 1e-9);
    const t1 = one.findIndex((c) => c >= want) + 1, t2 = two.findIndex((c) => c >= want) + 1;
    if (t1 > 1) { ratios.push(t1 / t2); s1 += t1; s2 += t2; }
    row.push(`${share}: ${t1}/${t2}`);
  }
  sum1 += one.at(-1)!; sum2 += two.at(-1)!;
  console.log(name, one.at(-1), two.at(-1), "half", two[Math.floor(two.length / 2)], row.join("  "));
}
console.log("total", sum1, sum2, "geomean", Math.exp(ratios.reduce((s, r) => s + Math.log(r), 0) / ratios.length).toFixed(2), ratios.length, 'sums', (s1/s2).toFixed(2));
