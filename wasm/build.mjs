// Compiles the kernel, release and debug, and the audit's, unless the last build was of these very sources: with `npm ci` and
// `npm test` one after the other they would be compiled twice, ten seconds each.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** What is built of each entry: the search of open lots, the rows of compounds, what stages do over sides and cells, and what the audit does over cells. */
const modules = [
  ...["lots", "rows"].flatMap((entry) => [
    { entry, target: "release" },
    { entry, target: "debug" },
  ]),
  // a site of two kilometres a side has sixty-four million cells of a quarter of a metre to walk over, eighteen bytes each; the audit
  // draws lanes on twenty million at most: half a gigabyte
  { entry: "plane", target: "release", more: ["--maximumMemory", "32768"] },
  { entry: "audit", target: "release", more: ["--maximumMemory", "16384"] },
].map((one) => ({ ...one, out: join(here, "build", `${one.entry}.${one.target}.wasm`) }));
// the bytes of some as text in a module: who imports it has them at once, without waiting for a file
const asText = ["plane", "audit"].map((entry) => ({
  wasm: join(here, "build", `${entry}.release.wasm`),
  module: join(here, "build", `${entry}Bytes.ts`),
  name: `${entry.toUpperCase()}_BYTES`,
}));
const stamp = join(here, "build", "sources.sha256");

const { resolve } = createRequire(import.meta.url);
const compiler = dirname(resolve("assemblyscript/package.json"));
const hash = createHash("sha256");
const sources = readdirSync(here, { recursive: true }).filter(
  (name) => /\.(ts|json|mjs)$/.test(name) && !/^build[/\\]/.test(name),
);
for (const file of [
  ...sources.sort().map((name) => join(here, name)),
  join(here, "..", "asconfig.json"),
  join(compiler, "package.json"),
]) {
  hash.update(basename(file)).update(readFileSync(file));
}
const wanted = hash.digest("hex");

if (
  ![...modules.map(({ out }) => out), ...asText.map(({ module }) => module)].every(existsSync) ||
  !existsSync(stamp) ||
  readFileSync(stamp, "utf8") !== wanted
) {
  // gone while it compiles: an interrupted build leaves nothing that looks finished
  rmSync(stamp, { force: true });
  for (const { entry, target, out, more = [] } of modules) {
    const asc = [join(compiler, "bin", "asc.js"), `wasm/${entry}.ts`, "--target", target, "--outFile", out, ...more];
    const { status } = spawnSync(process.execPath, asc, { cwd: join(here, ".."), stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
  }
  for (const { wasm, module, name } of asText) {
    const bytes = readFileSync(wasm).toString("base64");
    writeFileSync(module, `/** ${basename(wasm)}, base64. */\nexport const ${name} = "${bytes}";\n`);
  }
  writeFileSync(stamp, wanted);
}
