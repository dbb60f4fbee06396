import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { say } from "./command.ts";

const LOT = ["solve", "scenarios/lots/rect-60x34-west.geojson", "--scenario", "scenarios/lots/lots-90.scenario.json"];

test("solve --polish says what is proved, in words and in the plan, the same bytes each time", async () => {
  const first = await say([...LOT, "--steps", "5000", "--polish"]);
  expect(first.error).toMatch(
    /^exact: no better choice of stalls on these aisles, \d+ new stalls are the most, of \d+ places/m,
  );
  const { exact, measures } = JSON.parse(first.out).plan;
  expect(exact).toMatchObject({ mostStalls: measures.stalls.new, mostProved: true, bestProved: true, gap: 0 });
  expect((await say([...LOT, "--steps", "5000", "--polish"])).out).toBe(first.out);
  // and on the sheet
  const folder = mkdtempSync(join(tmpdir(), "snailshell-"));
  const path = join(folder, "polished.geojson");
  writeFileSync(path, first.out);
  const sheet = await say(["export", path, "--site", LOT[1], "--to", "svg"]);
  rmSync(folder, { recursive: true });
  expect(sheet.out).toContain("Choice on these aisles</text>");
  expect(sheet.out).toContain("最优 best</text>");
  expect(sheet.out).toMatch(new RegExp(`Most on these aisles</text><text[^>]*>${measures.stalls.new}</text>`));
  expect(JSON.parse((await say([...LOT, "--steps", "5000"])).out).plan.exact).toBeUndefined();
}, 120_000);

test("solve --polish is for one kernel's search", async () => {
  const { status, error } = await say([...LOT, "--polish", "--threads", "2"]);
  expect({ status, error }).toEqual({
    status: 1,
    error: "snailshell solve: --polish works on one kernel's search; leaving out --threads would be right.\n",
  });
});
