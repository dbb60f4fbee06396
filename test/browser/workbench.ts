import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { launchBrowser } from "./chromium.ts";

const root = resolve(import.meta.dirname, "../..");

/** A laptop and a phone, pixels. */
export const LAPTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A solve of the model case ends within this on a busy machine, milliseconds. */
export const PATIENCE = 20_000;

export interface Workbench {
  /** Where the page is served. */
  readonly address: string;
  /** Opens the page in a context of its own; `faults` collects whatever must not happen. */
  open(options?: OpenOptions): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly language?: "zh" | "en";
  /** Leaves the page blank, for a test that goes to the address itself. */
  readonly blank?: true;
}

/** Serves the page as `npm start` builds it and starts a browser. */
export async function startWorkbench(under = "/"): Promise<Workbench> {
  const configFile = join(root, "vite.config.ts");
  // what `npm test` has just built serves every test; a test run by itself builds what it is about
  const isFresh = builtAt() > changedAt();
  const own = join(root, "node_modules/.cache", `workbench-${process.pid}-${under.replaceAll("/", "")}`);
  const outDir = isFresh ? join(root, "dist") : own;
  if (!isFresh) await build({ root, configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const server: PreviewServer = await preview({
    root,
    configFile,
    base: under,
    logLevel: "error",
    build: { outDir },
    // any free port
    preview: { port: 0, open: false, host: "127.0.0.1" },
  });
  const listening = server.httpServer.address();
  if (listening === null || typeof listening === "string") throw new Error("the preview server has no port");
  const address = `http://127.0.0.1:${listening.port}${under}`;
  const browser = await launchBrowser();
  return {
    address,
    open: (options = {}) => openPage(browser, address, options),
    async close() {
      await browser.close();
      await server.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** When the page was last built. */
function builtAt(): number {
  return statSync(join(root, "dist/index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** When anything that the page is built of last changed. */
function changedAt(): number {
  const folders = ["viewer", "engine", "wasm", "scenarios"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(root, folder, name)),
  );
  const files = ["index.html", "vite.config.ts", "package-lock.json"].map((name) => join(root, name));
  return Math.max(...[...folders, ...files].map((path) => statSync(path).mtimeMs));
}

async function openPage(browser: Browser, address: string, options: OpenOptions) {
  const context = await browser.newContext({
    viewport: options.size ?? LAPTOP,
    locale: options.language === "zh" ? "zh-CN" : "en-GB",
    acceptDownloads: true,
    // flights to an audit line would make every screenshot a race
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "blob:" && protocol !== "data:" && origin !== new URL(address).origin) {
      faults.push(`outside: ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  if (!options.blank) await page.goto(address);
  return { page, faults };
}

/** Waits until every side has been solved. */
export async function solved(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const panes = [...document.querySelectorAll(".pane")];
    return panes.length > 0 && panes.every((pane) => pane.getAttribute("data-status") === "done");
  });
}

/** A sweep of a few plans ends within this on a busy machine, milliseconds. */
export const SWEEP_PATIENCE = 90_000;

/** Waits until a sweep has as many points and has ended. */
export async function swept(on: Page, points: number): Promise<void> {
  await on.waitForFunction(
    (count) =>
      document.querySelectorAll(".chart .point").length === count &&
      !document.querySelector<HTMLInputElement>(".frontier .range")?.disabled,
    points,
    { timeout: SWEEP_PATIENCE },
  );
}

/** Hands the page files as a drop from the desktop would. */
export async function drop(page: Page, ...files: readonly { name: string; text: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

/** Turns the rail to the audit and unfolds all of it. */
export async function openAudit(page: Page): Promise<void> {
  await page.locator("[data-rail=audit]").click();
  await page.locator(".audit .group").first().waitFor();
  const folded = page.locator(".group:not([open]):not(.is-none) summary");
  while ((await folded.count()) > 0) await folded.first().click();
}

/** A file of the project. */
export function projectFile(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Text that does not fit: cut off by its own box, or hanging out of the window. Empty when all is well. */
export async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const out: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) out.push(`page: ${document.documentElement.scrollWidth} wide`);
    for (const node of document.querySelectorAll<HTMLElement>("body *")) {
      if (node.closest("svg, .spoken") || !node.checkVisibility({ visibilityProperty: true })) continue;
      const words = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.nodeValue?.trim());
      if (!words) continue;
      const box = node.getBoundingClientRect();
      const name = `${node.className || node.localName} "${node.textContent?.trim().slice(0, 40)}"`;
      if (box.left < -1 || box.right > width + 1) out.push(`outside: ${name}`);
      // an inline box has no scroll width of its own
      if (node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1) out.push(`cut: ${name}`);
    }
    return out;
  });
}

/** Text that stands out less than 4.5 : 1 from what it is written on, with its two colours. Empty when all can be read. */
export async function faint(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]: number[]) => {
      const [x, y, z] = [r, g, b].map((value) =>
        value <= 10.3 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const out = new Set<string>();
    for (const node of document.querySelectorAll<HTMLElement>("body *")) {
      if (
        node.closest("svg, .spoken, :disabled, [aria-disabled=true]") ||
        !node.checkVisibility({ visibilityProperty: true })
      )
        continue;
      const words = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.nodeValue?.trim());
      if (!words) continue;
      let under: Element | null = node;
      while (under && (parts(getComputedStyle(under).backgroundColor)[3] ?? 1) < 0.9) under = under.parentElement;
      const ground = parts(getComputedStyle(under ?? document.documentElement).backgroundColor);
      const own = getComputedStyle(node).color;
      const [most, least] = [light(parts(own)), light(ground)].sort((a, b) => b - a);
      if ((most + 0.05) / (least + 0.05) < 4.5) out.add(`${node.className || node.localName}: ${own} on ${ground}`);
    }
    return [...out];
  });
}

/** What the Tab key does not reach, or reaches without showing it; more stops than there are is a trap. Empty when all is well. */
export async function stranded(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const stops = [
      ...document.querySelectorAll<HTMLElement>("button, select, input, summary, a[href], [tabindex='0']"),
    ].filter(
      (node) => node.tabIndex >= 0 && !node.matches(":disabled") && node.checkVisibility({ visibilityProperty: true }),
    );
    for (const node of stops) node.dataset.stop = "ahead";
    return stops.length;
  });
  const out = new Set<string>();
  // the walk begins wherever the last click was, and passes the end of the page once
  for (let i = 0; i <= count; i++) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      if (!at || at === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const isShown = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
      const isStop = at.dataset.stop !== undefined;
      if (isStop) at.dataset.stop = "reached";
      return isShown && isStop
        ? null
        : `${at.getAttribute("class") ?? at.localName} "${at.textContent?.trim().slice(0, 30)}"`;
    });
    if (fault !== null) out.add(fault);
  }
  const left = await page
    .locator("[data-stop=ahead]")
    .evaluateAll((nodes) => nodes.map((node) => `not reached: ${node.className}`));
  await page.evaluate(() => {
    for (const node of document.querySelectorAll<HTMLElement>("[data-stop]")) delete node.dataset.stop;
  });
  return [...out, ...left];
}
