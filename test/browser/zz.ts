import { readFileSync } from "node:fs";
import { launchBrowser } from "./chromium.ts";
const [,, out, ...files] = process.argv;
const b = await launchBrowser();
for (const f of files) {
  const p = await b.newPage({ viewport: { width: 1240, height: 960 } });
  await p.setContent(readFileSync(f, "utf8"));
  const el = await p.$("svg");
  await el!.screenshot({ path: out + "/" + f.split("/").pop() + ".png" });
  await p.close();
}
await b.close();
