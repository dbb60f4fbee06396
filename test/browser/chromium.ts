import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");

/** Where a browser may be installed already, by platform. */
const INSTALLED = [
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

interface Found {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/** A headless Chromium: `$CHROME_PATH`, else an installed one, else the one that npm brought. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = findBrowser();
  return chromium.launch({
    executablePath,
    // the packaged build runs in containers as root, where Chromium's own sandbox cannot start
    args: ["--no-sandbox"],
    env: { ...definedEnv(), ...env },
  });
}

/** Finds a browser, unpacking the packaged one on first use (some four seconds, once for each installation). */
export function findBrowser(): Found {
  const asked = process.env.CHROME_PATH;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`CHROME_PATH names ${asked}, which does not exist.`);
    return { executablePath: asked, env: {} };
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  return installed ? { executablePath: installed, env: {} } : unpackBrowser();
}

/** Chromium out of `@sparticuz/chromium`, in `node_modules/.cache`, with its libraries and a font list of its own. */
function unpackBrowser(): Found {
  const packageFile = findPackage("@sparticuz/chromium");
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const home = join(root, "node_modules/.cache", `chromium-${version}`);
  if (!existsSync(home)) {
    // a folder of its own, renamed when complete: an interrupted run leaves nothing that looks finished
    const partial = `${home}.${process.pid}`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    const script = `const { default: packed } = await import("@sparticuz/chromium"); await packed.executablePath();`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      // this runtime name makes the package bring its NSS libraries too
      env: { ...process.env, TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: "nodejs20.x" },
    });
    writeFileSync(join(partial, "fonts.conf"), FONTS);
    try {
      renameSync(partial, home);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    }
  }
  const executablePath = join(home, "chromium");
  const libraries = join(home, "al2023", "lib");
  const search = [process.env.LD_LIBRARY_PATH, libraries].filter(Boolean).join(delimiter);
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: search, FONTCONFIG_FILE: join(home, "fonts.conf"), HOME: home },
  };
}

/** The page brings its own fonts; this only gives Chromium a fallback. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** The package.json of a dependency, whatever its exports allow. */
function findPackage(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (!existsSync(join(folder, "package.json")) || !folder.endsWith(join(...name.split("/")))) {
    folder = dirname(folder);
  }
  return join(folder, "package.json");
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
