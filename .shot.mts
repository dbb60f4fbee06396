import { readFileSync } from "node:fs";
import { startWorkbench, solved, drop, LAPTOP, PHONE, misfits, faint, stranded } from "./test/browser/workbench.ts";
const out = "/tmp/fresh/shots"; 
import { mkdirSync } from "node:fs"; mkdirSync(out, { recursive: true });
const bench = await startWorkbench();
const S = (n: string) => ({ name: n, text: readFileSync("/tmp/fresh/t/" + n, "utf8") });
const only = process.argv[2];
async function run(name: string, opt: any, f: (page: any) => Promise<void>) {
  if (only && !name.startsWith(only)) return;
  const { page, faults } = await bench.open(opt);
  try { await f(page); } catch (e) { console.log(name, "ERR", String(e).slice(0, 400)); }
  await page.screenshot({ path: `${out}/${name}.png` });
  console.log(name, "faults", faults, "misfits", (await misfits(page)).slice(0,5), "stranded", (await stranded(page)).slice(0,5));
  await page.context().close();
}
const text = async (page: any, sel = "body") => (await page.locator(sel).first().innerText()).slice(0, 3000);
await run("zh", { language: "zh" }, async (p) => { await solved(p); console.log(await text(p)); });
await run("row7", { language: "zh" }, async (p) => { await solved(p); await drop(p, S("z-row7.geojson")); await p.waitForTimeout(500); await solved(p); console.log(await text(p)); });
await run("greens", { language: "zh" }, async (p) => { await solved(p); await drop(p, S("x-greentwice.geojson")); await p.waitForTimeout(500); await solved(p); console.log(await text(p)); });
await run("name", { language: "zh" }, async (p) => { await solved(p); await drop(p, S("name.geojson")); await p.waitForTimeout(500); await solved(p); console.log((await text(p)).slice(0,800)); });
await run("namephone", { language: "zh", size: PHONE }, async (p) => { await solved(p); await drop(p, S("name.geojson")); await p.waitForTimeout(500); await solved(p); });
await run("tiny", { language: "zh" }, async (p) => { await solved(p); await drop(p, S("tiny.geojson")); await p.waitForTimeout(500); await solved(p); console.log((await text(p)).slice(0,800)); });
await run("wrong", { language: "zh" }, async (p) => { await solved(p); for (const f of ["empty.geojson","nan.geojson","multi.geojson","deep.geojson","swapped.geojson","court-180w.geojson","gate0.geojson","dup.geojson","epsg3857.geojson"]) { await drop(p, S(f)); await p.waitForTimeout(400); const n = await p.evaluate(() => [...document.querySelectorAll("[role=alert], [role=status], dialog, .notice, .fault")].map((e:any)=>e.innerText).filter(Boolean)); console.log(f, JSON.stringify(n)); } });
await run("lots", { language: "zh" }, async (p) => { await solved(p); await drop(p, S("feature.geojson")); await p.waitForTimeout(500); await solved(p); console.log((await text(p)).slice(0,1500)); });
await run("many", { language: "zh" }, async (p) => { await solved(p); await drop(p, S("court.geojson"), {name:"a.json", text: readFileSync("/tmp/fresh/t/sc/zero.json","utf8")}, {name:"b.json", text: readFileSync("/tmp/fresh/t/sc/acc100.json","utf8")}); await p.waitForTimeout(800); await solved(p); console.log((await text(p)).slice(0,2500)); });
await bench.close();
