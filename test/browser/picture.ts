import { statSync } from "node:fs";
import { resolve } from "node:path";
import { LAPTOP, solved, startWorkbench } from "./workbench.ts";

// the README's picture: a real screenshot of the model case, two scenarios compared.
// Run it with `npx tsx test/browser/picture.ts`.

/** Largest picture that goes into the repository, bytes. */
const LARGEST = 400_000;

const path = resolve(import.meta.dirname, "../../viewer/picture.png");

async function takePicture(): Promise<void> {
  const bench = await startWorkbench();
  try {
    const { page, faults } = await bench.open({ size: LAPTOP, language: "en" });
    await solved(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path });
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const { size } = statSync(path);
    if (size > LARGEST) throw new Error(`viewer/picture.png has ${size} bytes; ${LARGEST} is the most.`);
    console.log(`viewer/picture.png, ${Math.round(size / 1000)} kB`);
  } finally {
    await bench.close();
  }
}

await takePicture();
