import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  drop,
  faint,
  LAPTOP,
  misfits,
  openAudit,
  PHONE,
  projectFile,
  solved,
  startWorkbench,
  stranded,
  swept,
  type Workbench,
} from "./workbench.ts";

let bench: Workbench | undefined;
/** One page for the tests that can follow each other on it: opening and solving is what takes the time. */
let page: Page;
let faults: string[];

beforeAll(async () => {
  // not at the root of the host: every address in the page must be relative
  bench = await startWorkbench("/estate/bench/");
  ({ page, faults } = await bench.open());
  await solved(page);
}, 60_000);

afterAll(() => bench?.close());

test("page and server carry the same policy, from a folder of the host", async () => {
  const response = await page.request.get(bench!.address);
  const header = response.headers()["content-security-policy"];
  const meta = page.locator("meta[http-equiv=Content-Security-Policy]");
  expect(header).toBe(await meta.getAttribute("content"));
  expect(header).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(header).not.toContain("unsafe-inline");
  expect(new URL(page.url()).pathname).toBe("/estate/bench/");
  // no style or script stands in the page itself
  expect(await page.locator("script:not([src]), style").count()).toBe(0);
});

test("how far each accessible stall is from a door is told with each plan", async () => {
  const told = await page.locator(".measures .walks").allInnerTexts();
  expect(told).toHaveLength(2);
  for (const text of told) expect(text).toMatch(/ A\d\d \d+\.\d m \(B\d-\d\)\.$/);
});

test("an audit line moves the drawing to what it is about and marks it", async () => {
  await openAudit(page);
  const before = await page.locator("g.world").first().getAttribute("transform");
  const line = page.locator(".line:enabled").first();
  await line.click();
  await page.waitForFunction((old) => document.querySelector("g.world")?.getAttribute("transform") !== old, before);
  // what is said beside the drawing follows it by a frame
  await page.locator(".line[aria-pressed=true]").waitFor();
  expect(await line.getAttribute("aria-pressed")).toBe("true");
  expect(await page.locator(".pane").first().locator(".is-focus").count()).toBeGreaterThan(0);
  expect(await page.locator(".pane").nth(1).locator(".is-focus").count()).toBe(0);
  // the clause stands beside the numbers
  expect(await page.locator(".line-clause").first().innerText()).not.toBe("");
  // the tab is about the side that is used, or chosen above it; zooming uses neither
  const about = (name: string) => page.locator(`.audit .side-head [aria-pressed=true]:text-is("${name}")`).waitFor();
  await page.locator(".zoom-in").nth(1).click();
  await about("A");
  await page.locator(".pane").nth(1).locator(".figures").click();
  await about("B");
  await page.locator(".audit .side-head button").first().press("Enter");
  await about("A");
  expect(faults).toEqual([]);
});

test("today and plan switch the drawings; the legend lists only what is drawn", async () => {
  const legend = () => page.locator(".legend-item").allInnerTexts();
  expect(await legend()).toContain("Stall, new");
  const place = await page.locator("svg.map").first().boundingBox();
  await page.locator("[data-shown=today]").click();
  await page.locator(".mark-stallNew").first().waitFor({ state: "detached" });
  // a shorter legend moves nothing
  expect(await page.locator("svg.map").first().boundingBox()).toEqual(place);
  expect(await page.locator(".pane").first().locator(".mark-stall").count()).toBe(6);
  const today = await legend();
  expect(today).not.toContain("Stall, new");
  expect(today).toContain("Stall, existing");
  await page.locator("[data-shown=plan]").click();
  await page.locator(".map .mark-stallNew").first().waitFor({ state: "attached" });
  expect(faults).toEqual([]);
});

const LOT = JSON.stringify({
  type: "Polygon",
  crs: { type: "name", properties: { name: "local:metre" } },
  // biome-ignore format: a ring reads best on one line
  coordinates: [[[0, 0], [40, 0], [40, 34], [0, 34], [0, 0]]],
});

test("a bad file is refused with one sentence, and what was open stays", async () => {
  const bowtie = LOT.replace("[[0,0],[40,0],[40,34],[0,34],[0,0]]", "[[0,0],[40,34],[40,0],[0,34],[0,0]]");
  for (const [name, text] of [
    ["notes.geojson", "Dear planner,"],
    ["bowtie.geojson", bowtie],
    ["wish.json", JSON.stringify({ name: "wish", demand: { newStals: { target: 3 } } })],
  ]) {
    await drop(page, { name, text });
    const sentence = page.locator(".fault span", { hasText: name });
    await sentence.waitFor();
    expect((await sentence.innerText()).split("\n")).toHaveLength(1);
    expect(await page.locator(".fault strong").innerText()).toBe("This file cannot be used");
    expect(await page.locator(".site-name").innerText()).toBe("Lane 30, Mishan Road");
    expect(await page.locator(".map .mark-building").count()).toBe(8);
    await page.locator(".fault button").click();
    await page.locator(".fault").waitFor({ state: "detached" });
  }
  expect(faults).toEqual([]);
});

test("of two sites dropped at once the last is opened, and that is said in both languages", async () => {
  const [one, other] = [
    { name: "one.geojson", text: LOT },
    { name: "other.geojson", text: LOT },
  ];
  for (const [language, heading, sentence] of [
    ["en", "One site can be open at a time", "other.geojson is open; left out: one.geojson."],
    ["zh", "一次只能打开一个现状文件", "已打开 other.geojson；未打开：one.geojson。"],
  ]) {
    await page.locator(`[data-language="${language}"]`).click();
    await drop(page, one, other);
    await page.locator(".fault span", { hasText: "other.geojson" }).waitFor();
    expect(await page.locator(".fault strong").innerText()).toBe(heading);
    expect(await page.locator(".fault span").innerText()).toBe(sentence);
    await page.locator(".fault button").click();
    await page.locator(".fault").waitFor({ state: "detached" });
  }
  await page.locator('[data-language="en"]').click();
  expect(faults).toEqual([]);
});

test("names in a file are text, never HTML", async () => {
  const name = '<img src=x onerror="document.title=1"><b>Lane</b>';
  const site = JSON.parse(projectFile("scenarios/mishan-lane-30.geojson"));
  for (const { properties } of site.features) {
    if (properties.kind === "site") Object.assign(properties, { name, nameEn: name, note: name });
    if (properties.kind === "building") properties.name = name;
  }
  await drop(page, { name: `${"<i>"}site.geojson`, text: JSON.stringify(site) });
  await page.waitForFunction(() => document.querySelector(".site-name")?.textContent?.startsWith("<img"));
  await page.locator(".map .mark-stallNew").first().waitFor({ state: "attached" });
  expect(await page.locator(".site-name").textContent()).toBe(name);
  expect(await page.locator("img:not(.brand img), .site-name b, .label b").count()).toBe(0);
  expect(await page.locator(".label", { hasText: "<b>Lane</b>" }).count()).toBeGreaterThan(0);
  expect(await page.title()).toContain("<img");
  expect(faults).toEqual([]);
});

test("a name of a thousand letters does not push the drawing off the page", async () => {
  const site = JSON.parse(projectFile("scenarios/mishan-lane-30.geojson"));
  const name = "长".repeat(1000);
  for (const { properties } of site.features)
    if (properties.kind === "site") Object.assign(properties, { name, nameEn: name });
  await drop(page, { name: "long.geojson", text: JSON.stringify(site) });
  await page.waitForFunction(() => document.querySelector(".site-name")?.textContent?.startsWith("长长"));
  expect(await page.locator(".site-name").textContent()).toBe(`${name.slice(0, 80)}…`);
  expect(await page.locator(".site-name").getAttribute("title")).toBe(name);
  expect(
    await page
      .locator("header")
      .first()
      .evaluate((node) => node.getBoundingClientRect().height),
  ).toBeLessThan(90);
});

test("the number of an accessible stall stands beside the sign that is painted on it", async () => {
  const site = projectFile("test/fixtures/compound/stalls-as-drawn.geojson");
  await drop(page, { name: "drawn.geojson", text: site });
  await page.waitForFunction(() => document.querySelector(".site-name")?.textContent === "drawn");
  await solved(page);
  const sign = page.locator(".map .mark-accessible path.sign").first();
  await sign.waitFor();
  const box = await sign.boundingBox();
  const numbers = await page
    .locator(".map text.label-stall")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
  expect(numbers.length).toBeGreaterThan(10);
  const over = numbers.filter(
    (one) =>
      box !== null &&
      Math.min(one.right, box.x + box.width) - Math.max(one.left, box.x) > 1 &&
      Math.min(one.bottom, box.y + box.height) - Math.max(one.top, box.y) > 1,
  );
  expect(over).toEqual([]);
});

test("a dropped site is opened, solved and audited", async () => {
  await drop(page, { name: "lot.geojson", text: LOT });
  // the plan before says it is solved until the new one begins: wait for what only the new one can show
  await page.locator(".site-name", { hasText: /^lot$/ }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll(".map .mark-stallNew").length > 20);
  // to its end with a few steps only: a scenario for it, dropped on top
  await drop(page, { name: "short.json", text: JSON.stringify({ name: "short", budget: { steps: 500 } }) });
  await page.locator(".pane-choice option:checked", { hasText: "short" }).waitFor({ state: "attached" });
  await solved(page);
  expect(await page.locator(".map .mark-stallNew").count()).toBeGreaterThan(20);
  // a side that is closed is no longer the one in use
  await page.locator(".compare").click();
  await page.locator(".pane").nth(1).locator(".close").click();
  await page.waitForFunction(() => document.querySelectorAll(".pane").length === 1);
  expect(await page.locator(".pane.is-active").count()).toBe(1);
  // a lot in plain metres has no north
  expect(await page.locator(".north").count()).toBe(0);
  expect(faults).toEqual([]);
});

/** A page in Chinese for the next two tests: the second one needs it as the first leaves it. */
let laptop: Awaited<ReturnType<Workbench["open"]>> | undefined;

test("every word changes with the language, and the choice is remembered", async () => {
  laptop = await bench!.open({ language: "zh" });
  const { page, faults } = laptop;
  await solved(page);
  expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
  expect(await page.locator(".site-note").innerText()).toContain("示意，未经测绘");
  await openAudit(page);
  await page.locator("[data-language=en]").click();
  await page.locator(".site-name", { hasText: "Lane 30" }).waitFor();
  expect(await page.locator(".site-note").innerText()).toContain("Schematic, not surveyed");
  // clauses are cited as their codes are called; everything else is English now
  const chinese = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const owner = node.parentElement!;
      if (owner.closest(".line-clause, [lang]") !== document.documentElement) continue;
      if (/[\u4e00-\u9fff]/.test(node.nodeValue ?? "")) found.push(node.nodeValue ?? "");
    }
    return found;
  });
  expect(chinese).toEqual([]);
  await page.reload();
  await page.locator(".site-name", { hasText: "Lane 30" }).waitFor();
  expect(faults).toEqual([]);
});

for (const size of [LAPTOP, PHONE]) {
  test(`nothing is cut off or hangs out at ${size.width} × ${size.height}, in either language`, async () => {
    const { page, faults } = size === LAPTOP && laptop ? laptop : await bench!.open({ language: "zh", size });
    await solved(page);
    for (const language of ["zh", "en"] as const) {
      await page.locator(`[data-language=${language}]`).click();
      await page.locator("[data-rail=measures]").click();
      await page.locator(`html[lang^=${language}] .measures tbody tr`).first().waitFor();
      expect(await misfits(page)).toEqual([]);
      // what is saved is asked for in one row, beside the title or below it
      const files = page.locator(".pane.is-active .files button");
      const tops = await files.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      expect(tops).toHaveLength(4);
      expect(new Set(tops).size).toBe(1);
      await openAudit(page);
      expect(await misfits(page)).toEqual([]);
      // by day and by night
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await faint(page)).toEqual([]);
      }
      await page.locator("[data-rail=edits]").click();
      await page.locator(".edits-tools").waitFor();
      expect(await misfits(page)).toEqual([]);
      expect(await faint(page)).toEqual([]);
      // whoever has no pointer gets everywhere and sees where
      expect(await stranded(page)).toEqual([]);
    }
    // on paper nothing is to press, and the drawings stand above their legend
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".zoom-tools:visible, .pane .button:visible, .tools:visible").count()).toBe(0);
    const bottom = await page
      .locator("svg.map")
      .first()
      .evaluate((node) => node.getBoundingClientRect().bottom);
    const top = await page.locator(".legend-place").evaluate((node) => node.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(bottom - 1);
    await page.emulateMedia({ media: null });
    if (size === PHONE) {
      // one drawing at a time, the other a touch away
      expect(await page.locator(".pane:visible").count()).toBe(1);
      await page.locator(".side-tabs button").nth(1).click();
      await page.waitForFunction(() => document.querySelectorAll(".pane")[1].classList.contains("is-active"));
      await page.locator(".legend-fold").click();
      await page.locator(".legend").waitFor();
      expect(await misfits(page)).toEqual([]);
      // and a grid, in Chinese: planting beside e-bike slots
      await page.locator("[data-language=zh]").click();
      await page.locator("[data-rail=frontier]").click();
      await page.locator(".frontier .range").fill("0:40:40");
      await page.locator(".frontier .second").selectOption("ebikes");
      await page.locator(".frontier .second-typed").fill("24:44:20");
      await page.locator(".frontier .sweep").click();
      await swept(page, 4);
      const grid = page.locator(".grid");
      expect(await grid.locator("thead th").allInnerTexts()).toEqual(["", "0", "40"]);
      expect(await grid.locator("tbody th").allInnerTexts()).toEqual(["24", "44"]);
      const [few, many] = (await grid.locator("tbody tr").first().locator("button").allInnerTexts()).map(
        Number.parseFloat,
      );
      expect(many).toBeGreaterThan(few);
      // each cell opens its plan
      await grid.locator("tbody tr").nth(1).locator("button").nth(1).click();
      await grid.locator("button[aria-pressed=true]").waitFor();
      await page.locator(".pane.is-active .choice option:checked", { hasText: "非机动车位至少 44 个" }).waitFor({
        state: "attached",
      });
      expect(await misfits(page)).toEqual([]);
      expect(await faint(page)).toEqual([]);
    }
    await drop(page, { name: "notes.geojson", text: "Dear planner," });
    await page.locator(".fault").waitFor();
    expect(await misfits(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);
}
