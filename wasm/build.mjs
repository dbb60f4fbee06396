// Compiles the kernel, release and debug, unless the last build was of these very sources: with `npm ci` and `npm test` one
// after the other it would be compiled twice, ten seconds each.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = ["release.wasm", "debug.wasm"].map((name) => join(here, "build", name));
const stamp = join(here, "build", "sources.sha256");

const { resolve } = createRequire(import.meta.url);
const compiler = dirname(resolve("assemblyscript/package.json"));
const hash = createHash("sha256");
const sources = readdirSync(here).filter((name) => /\.(ts|json|mjs)$/.test(name));
for (const file of [
  ...sources.sort().map((name) => join(here, name)),
  join(here, "..", "asconfig.json"),
  join(compiler, "package.json"),
]) {
  hash.update(basename(file)).update(readFileSync(file));
}
const wanted = hash.digest("hex");

if (!built.every(existsSync) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  // gone while it compiles: an interrupted build leaves nothing that looks finished
  rmSync(stamp, { force: true });
  for (const target of ["release", "debug"]) {
    const asc = [join(compiler, "bin", "asc.js"), "wasm/index.ts", "--target", target];
    const { status } = spawnSync(process.execPath, asc, { cwd: join(here, ".."), stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
