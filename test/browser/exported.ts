import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { run } from "../../engine/cli/run.ts";

const root = resolve(import.meta.dirname, "../..");
const SITE = "scenarios/mishan-lane-30.geojson";

/** Files that the page makes of a plan: the button's, `export`'s format, and how the name ends. */
export const EXPORTS = [
  ["drawing", "svg"],
  ["cad", "dxf"],
  ["table", "csv"],
] as const;

/** A file that a button hands out, by its name and its text. */
export async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).first().click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** What `snailshell export` makes of a plan file of the model case. */
export async function exportedFrom(planText: string, to: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "snailshell-"));
  try {
    const plan = join(folder, "plan.geojson");
    writeFileSync(plan, planText);
    const parts: string[] = [];
    const argv = ["export", plan, "--site", SITE, "--to", to];
    const said: string[] = [];
    const status = await run(argv, {
      folder: root,
      input: (async function* () {})(),
      out: (part) => parts.push(part),
      error: (part) => said.push(part),
      isTerminal: false,
    });
    if (status !== 0) throw new Error(`export --to ${to} left with ${status}: ${said.join("")}`);
    return parts.join("");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What of a plan's files is not what `export` makes of its plan file. Empty when all is well. */
export async function otherThanExported(page: Page, buttons: string, planText: string): Promise<string[]> {
  const others: string[] = [];
  for (const [what, to] of EXPORTS) {
    const { text } = await saved(page, `${buttons}-${what}`);
    const expected = await exportedFrom(planText, to);
    // a diff of two drawings tells nobody anything
    if (text !== expected) others.push(`${to}: ${text.length} letters for ${expected.length}`);
  }
  return others;
}
