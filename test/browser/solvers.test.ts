import { readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answers } from "../lpAnswers.ts";
import { launchBrowser } from "./chromium.ts";

const root = resolve(import.meta.dirname, "solverPage");
const outDir = resolve(import.meta.dirname, "../../node_modules/.cache/solver-page");

/** The workbench's own policy, as its page states it. */
const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(
  readFileSync(resolve(import.meta.dirname, "../../index.html"), "utf8"),
)?.[1];

let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  const shared = { root, configFile: resolve(import.meta.dirname, "../../vite.config.ts"), logLevel: "error" } as const;
  await build({ ...shared, build: { outDir, emptyOutDir: true } });
  server = await preview({
    ...shared,
    build: { outDir },
    preview: { port: 0, open: false, headers: { "Content-Security-Policy": policy ?? "" } },
  });
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("in a worker, built by vite and under the page's policy, the door gives Node's answers to the bit", async () => {
  expect(policy).toContain("'wasm-unsafe-eval'");
  const page = await browser.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.context().on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("favicon")) complaints.push(message.text());
  });
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => (document.body.textContent ?? "").trim() !== "", null, { timeout: 30_000 });
  const said = await page.textContent("body");
  expect(complaints).toEqual([]);
  expect(asked.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
  expect(said?.slice(0, 200)).not.toContain("error");
  expect(said).toBe(await answers());
}, 60_000);

test("both solvers are files of their own, fetched when first needed", () => {
  const files = readdirSync(resolve(outDir, "assets")).map((name) => ({
    name,
    size: statSync(resolve(outDir, "assets", name)).size,
  }));
  const worker = files.find(({ name }) => /^worker-.*\.js$/.test(name));
  expect(files.find(({ name }) => name.endsWith(".wasm"))?.size).toBeGreaterThan(3_000_000);
  expect(worker?.size).toBeLessThan(40_000);
});
