// The command line from its bundle where that is as new as the sources; else from the sources, translated as they are read.
// Plain JavaScript, because it runs before anything could translate it.
import { readdirSync, statSync } from "node:fs";

const engine = new URL("../", import.meta.url);
const bundle = new URL("../../build/main.js", import.meta.url);

/** Whether nothing in the engine was written after the bundle, nor the packages it contains. */
function isFresh() {
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return false;
  const sources = readdirSync(engine, { recursive: true }).map((name) => new URL(name.replaceAll("\\", "/"), engine));
  return [...sources, new URL("../package-lock.json", engine)].every((source) => statSync(source).mtimeMs <= built);
}

if (isFresh()) {
  await import(bundle);
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./main.ts");
}
