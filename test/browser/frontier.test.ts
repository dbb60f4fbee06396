import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXPORTS, exportedFrom, saved } from "./exported.ts";
import { traced } from "./trace.ts";
import { SWEEP_PATIENCE, solved, startWorkbench, swept, type Workbench } from "./workbench.ts";

let bench: Workbench | undefined;
let page: Page;
let faults: string[];

beforeAll(async () => {
  bench = await startWorkbench();
  ({ page, faults } = await bench.open());
  await solved(page);
  await page.locator("[data-rail=frontier]").click();
}, 60_000);

afterAll(() => bench?.close());

/** A task longer than this makes a page feel stuck, milliseconds. */
const LONGEST_TASK = 50;

test("a sweep runs in the worker while the page answers within 50 ms", async () => {
  await page.locator(".frontier .range").first().fill("0:120:20");
  const { tasks: all } = await traced(page, async () => {
    await page.locator(".frontier .sweep").click();
    // progress is on the screen before the first plan is
    await page.locator(".frontier-progress").waitFor({ state: "visible" });
    expect(await page.locator(".frontier .sweep").innerText()).toBe("Stop");
    await swept(page, 7);
  });
  const tasks = all
    .filter(({ thread }) => thread === "page")
    .map(({ busy }) => busy)
    .sort((a, b) => b - a);
  const longest = tasks.slice(0, 3).map((task) => `${task.toFixed(1)} ms`);
  console.log(`seven points swept: ${tasks.length} tasks on the page's thread, the longest ${longest.join(", ")}`);
  // a trace of nothing would pass too
  expect(tasks.length).toBeGreaterThan(50);
  expect(tasks[0]).toBeGreaterThan(0);
  expect(tasks[0]).toBeLessThan(LONGEST_TASK);
  expect(await page.locator(".chart .point.is-lawful").count()).toBe(7);
  const stalls = await page.locator(".frontier tbody tr td:nth-child(2)").allInnerTexts();
  // the point that first affords the accessible stall may hold fewer than the one before it: fewer demands are unmet
  const counts = stalls.map(Number).slice(1);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  // both prices are there, and the sentence that tells them apart
  expect(await page.locator(".frontier tbody tr:nth-child(5)").innerText()).toMatch(/m².*m².*m²/s);
  expect(await page.locator(".frontier-note").innerText()).toContain("dual price");
  expect(faults).toEqual([]);
}, 120_000);

test("a click on a point shows its plan on the drawing and in the table", async () => {
  const row = page.locator(".frontier tbody tr").nth(4);
  const stalls = Number(await row.locator("td").first().innerText());
  await page.locator("[data-curve=planting][data-row='4'] .dot").click();
  await page.locator(".frontier tbody .is-chosen").waitFor();
  expect(await row.locator("button").getAttribute("aria-pressed")).toBe("true");
  const pane = page.locator(".pane.is-active");
  await page.waitForFunction(
    (count) => document.querySelectorAll(".pane.is-active .mark-stallNew").length === count,
    stalls,
  );
  expect(await pane.locator(".figures").innerText()).toContain(`+${stalls}`);
  expect(await pane.locator(".choice option:checked").innerText()).toBe("Planting at most 80 m² · Ten more stalls");
  // the point's own plan and drawing
  const { name: planName, text: planText } = await saved(page, ".point-tools .point-plan");
  expect(planName).toBe("frontier-planting-05.geojson");
  expect(JSON.parse(planText).plan.measures.stalls.new).toBe(stalls);
  for (const [what, to] of EXPORTS) {
    const { name, text } = await saved(page, `.point-tools .point-${what}`);
    expect(name).toBe(`frontier-planting-05.${to}`);
    expect(text === (await exportedFrom(planText, to)), to).toBe(true);
    if (to !== "csv") expect(text).toMatch(/新植绿地至多 80 m².*planting at most 80 m²/s);
  }
  // and it can be edited like any other: the rest is solved again from it
  const places = () =>
    pane.locator(".map .mark-stallNew path").evaluateAll((all) => all.map((it) => it.getAttribute("d")));
  const before = await places();
  await pane.locator(".map .mark-stallNew path").last().click();
  await page.locator(".edit-bar .keep-free").click();
  await page.locator(".edit-bar .again").click();
  await page.waitForFunction(() => document.querySelector(".pane.is-active")?.getAttribute("data-status") === "done");
  const after = await places();
  expect(after).not.toContain(before.at(-1));
  expect(after.filter((place) => before.includes(place)).length).toBeGreaterThan(before.length / 2);
  expect(await pane.locator(".choice option:checked").innerText()).toContain("· Ten more stalls (edited)");
  // the point is not on the drawing any more
  expect(await page.locator(".frontier tbody .is-chosen").count()).toBe(0);
  await page.keyboard.press("Control+z");
  await page.locator(".choice option:checked", { hasText: /Ten more stalls$/ }).waitFor({ state: "attached" });
  expect(faults).toEqual([]);
});

test("residents' weights: what each of them has moved is beside it, and what is no weight is refused", async () => {
  await page.locator(".weights summary").click();
  await page.locator(".weigh").click();
  // all weights together, and without each of seven
  await page.locator(".weighed tbody").nth(7).waitFor();
  const slots = (weight: string) => page.locator(`.weighed tbody[data-weight=${weight}] .weighed-totals td`).nth(3);
  expect(Number(await slots("locker").innerText())).toBeGreaterThan(0);
  expect(await slots("ebikes").innerText()).toBe("0");
  const moved = page.locator(".weighed tbody[data-weight=ebikes] li");
  expect(await moved.first().innerText()).toMatch(
    /^Paved leftover \d+: \d+ e-bike slots?; without it: 0 e-bike slots$/,
  );
  // the curve of the same scenario stays
  expect(await page.locator(".chart .point").count()).toBe(7);
  await page.locator("[data-weight=green].weight").fill("lots");
  await page.locator(".weigh").click();
  await page.locator(".fault", { hasText: `green: "lots" is not right; a number from 0 would be right.` }).waitFor();
  await page.locator(".fault button").click();
  expect(faults).toEqual([]);
}, 60_000);

test("a stopped sweep keeps its points; studies are told apart; a range that is none is refused", async () => {
  await page.locator(".frontier .vary").first().selectOption("loss");
  // the range of the other curve comes with the next frame: what is typed before then would be appended to it
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>(".frontier .range")?.value.startsWith("-"));
  await page.locator(".frontier .range").first().fill("nonsense");
  await page.locator(".frontier .sweep").click();
  await page.locator(".fault").waitFor();
  expect(await page.locator(".fault").innerText()).toContain(`"nonsense" is no range; from:to:step`);
  await page.locator(".fault button").click();
  await page.locator(".frontier .range").first().fill("-150:0:1");
  await page.locator(".frontier .sweep").click();
  await page.locator(".chart .point.is-study").nth(1).waitFor({ state: "attached", timeout: SWEEP_PATIENCE });
  await page.locator(".frontier .sweep").click();
  await page.locator(".frontier-status", { hasText: "Stopped" }).waitFor({ timeout: SWEEP_PATIENCE });
  const studies = await page.locator(".chart .point.is-study").count();
  expect(studies).toBeGreaterThanOrEqual(2);
  expect(studies).toBeLessThan(151);
  expect(await page.locator(".chart .point.is-lawful").count()).toBe(7);
  await page.locator(".frontier tbody .is-study button").first().click();
  await page.locator(".pane.is-active .stage-note.is-study").waitFor();
  // every file of a study says that it is one
  const study = await saved(page, ".pane.is-active .download-plan");
  for (const [what, to] of EXPORTS) {
    const { text } = await saved(page, `.pane.is-active .download-${what}`);
    expect(text).toContain("Study, not approvable");
    expect(text === (await exportedFrom(study.text, to)), to).toBe(true);
  }
  expect(faults).toEqual([]);
}, 120_000);
