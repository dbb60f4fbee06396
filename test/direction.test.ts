import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

// viewer → engine → built .wasm; bench → engine; test → all. Inside engine: model ← read, rules ← stages ← plan.
// audit and measure never see a stage or the kernel; their own runs apart. One file runs the engine in the viewer.
const root = resolve(import.meta.dirname, "..");

const forbidden: [from: RegExp, to: RegExp, why: string][] = [
  [/^(engine|wasm)\//, /^(viewer|bench|test)\//, "the engine does not know its users"],
  [/^viewer\//, /^(bench|test|wasm)\//, "the viewer knows the engine only"],
  [/^bench\//, /^(viewer|test)\//, "benchmarks measure the engine"],
  [/^engine\/model\//, /^engine\/(?!model\/)/, "the model knows nobody"],
  [/^engine\/rules\//, /^engine\/(?!model\/|rules\/)/, "rules know the model"],
  [/^engine\/read\//, /^engine\/(?!model\/|rules\/|read\/)/, "reading knows model and rules"],
  [
    /^engine\/(audit\/|measure)/,
    /^engine\/(stages\/|kernel|plan|finish|solve|lp\/|cli\/)/,
    "the auditor does not know the planner",
  ],
  [/^wasm\/audit\//, /^wasm\/(?!audit\/)/, "the auditor does not know the planner's kernel"],
  [/^engine\/(?!audit\/)/, /^engine\/audit\/kernel\.ts/, "the audit alone asks its kernel"],
  [/^engine\/(?!stages\/plane\/)/, /^engine\/stages\/plane\/kernel\.ts/, "the plane alone asks its kernel"],
  [
    /^engine\/stages\//,
    /^engine\/(audit\/|measure|plan\.ts|finish\.ts|solve\.ts|write\/|read\/|cli\/)/,
    "stages know model, rules and kernel",
  ],
  [
    /^engine\/(?!mix\/|frontier\/|compare\.ts|write\/comparison\.ts|index\.ts|cli\/)/,
    /^engine\/(mix\/|frontier\/|compare\.ts)/,
    "mix, frontier and comparison stand above the plan",
  ],
  [/^engine\/(?!cli\/)/, /^engine\/cli\//, "the command line is on top"],
  [/^engine\/(?!cli\/|threads\/)/, /^engine\/threads\//, "threads drive the plan, nobody below knows them"],
];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ts$/.test(name) && !name.includes("build/"))
    .map((name) => join(folder, name).replaceAll("\\", "/"));
}

function imports(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)].map((match) =>
    relative(root, resolve(root, dirname(file), match[1])).replaceAll("\\", "/"),
  );
}

const files = ["engine", "wasm", "viewer", "bench"].flatMap(sources);

test("imports run in one direction", () => {
  const breaches = files.flatMap((file) =>
    imports(file).flatMap((target) =>
      forbidden
        .filter(([from, to]) => from.test(file) && to.test(target))
        .map(([, , why]) => `${file} imports ${target}: ${why}`),
    ),
  );
  expect(files.length).toBeGreaterThan(5);
  expect(breaches).toEqual([]);
});

/** Rooms of the stages, each built on those before it; files beside the rooms may be known to all. */
const ROOMS = ["plane", "fire", "locks", "ground", "rows", "green", "people", "bikes", "compound", "open"];

test("a room of the stages knows the rooms before it", () => {
  const roomOf = (file: string) => /^engine\/stages\/(\w+)\//.exec(file)?.[1];
  const rooms = new Set(files.map(roomOf).filter((room) => room !== undefined));
  expect([...rooms].sort()).toEqual([...ROOMS].sort());
  const breaches = files.flatMap((file) => {
    const from = ROOMS.indexOf(roomOf(file) ?? "");
    return imports(file)
      .filter((target) => from !== -1 && ROOMS.indexOf(roomOf(target) ?? "") > from)
      .map((target) => `${file} imports ${target}`);
  });
  expect(breaches).toEqual([]);
});

test("no file is among those it needs itself", () => {
  const known = new Map(files.map((file) => [file, imports(file)]));
  const cleared = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]) => {
    if (cleared.has(file)) return;
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    for (const target of known.get(file) ?? []) walk(target, [...path, file]);
    cleared.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test("two files know WebAssembly, of kernels that are loaded and of those that are there; one file of the viewer runs the engine", () => {
  const knowsWasm = files.filter((file) => /^(engine|viewer)\//.test(file) && /\bWebAssembly\b/.test(code(file)));
  expect(knowsWasm.sort()).toEqual(["engine/kernel.ts", "engine/model/instance.ts"]);
  const runsEngine = files.filter(
    (file) => file.startsWith("viewer/") && /^import (?!type)[^;]*?\/engine\/(?!model\/)/m.test(code(file)),
  );
  expect(runsEngine.filter((file) => file !== "viewer/worker.ts")).toEqual([]);
});

test("the engine reads no clock but in its two drivers, and rolls no dice", () => {
  const impure = files.filter(
    (file) =>
      /^(engine|wasm)\//.test(file) &&
      !/^engine\/(solve\.ts|threads\/solve\.ts|cli\/)/.test(file) &&
      /Math\.random|Date\.now|new Date|performance\.now/.test(code(file)),
  );
  expect(impure).toEqual([]);
});

test("the library that writes DXF is known to one file, and that is read when a drawing is asked for", () => {
  const knowing = files.filter((file) => code(file).includes("@tarikjabiri/dxf"));
  expect(knowing).toEqual(["engine/write/dxf.ts"]);
  const asking = files.filter((file) => imports(file).includes(knowing[0]));
  expect(asking.length).toBeGreaterThan(0);
  expect(asking.filter((file) => /from\s*"[^"]*\/dxf\.ts"/.test(code(file)))).toEqual([]);
});

/** Source text without comments. */
function code(file: string): string {
  return readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
