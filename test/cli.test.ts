import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { numberOption, settings } from "../engine/cli/options.ts";
import { progressMeter } from "../engine/cli/progress.ts";
import type { Io } from "../engine/cli/verb.ts";
import { canonicalHash } from "../engine/model/canonical.ts";
import { say } from "./command.ts";

const root = resolve(import.meta.dirname, "..");
const LOT = "scenarios/lots/rect-60x34-west.geojson";
const LOTS_90 = "scenarios/lots/lots-90.scenario.json";
const MODEL = "scenarios/mishan-lane-30.geojson";
const COURT = "test/fixtures/write/court.geojson";
const COURT_PLAN = "test/fixtures/write/court-plan.geojson";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snailshell-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe("words and options", () => {
  test("help is data, and lists what exists", async () => {
    const { status, out, error } = await say(["--help"]);
    expect({ status, error }).toEqual({ status: 0, error: "" });
    expect([...out.matchAll(/^ {2}(\w+)/gm)].map((match) => match[1])).toEqual([
      "solve",
      "audit",
      "compare",
      "frontier",
      "mix",
      "export",
    ]);
    expect((await say(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await say([])).status).toBe(1);
  });

  test.each(["solve", "audit", "compare", "frontier", "mix", "export"])(
    "%s --help names each of its options",
    async (verb) => {
      const { status, out } = await say([verb, "--help"]);
      expect(status).toBe(0);
      // an unknown option is answered with those that there are: each stands in the help
      const { error } = await say([verb, "--nonesuch"]);
      const known = [...error.split("there are ")[1].matchAll(/--[\w-]+/g)].map(([name]) => name);
      expect(known.length).toBeGreaterThan(3);
      for (const name of known) expect(out).toContain(name);
    },
  );

  const REFUSED: [argv: string[], sentence: string][] = [
    [
      ["solv"],
      `snailshell: there is no verb "solv", "solve" is near; there are solve, audit, compare, frontier, mix, export.`,
    ],
    [["toString"], `snailshell: there is no verb "toString"; there are solve, audit, compare, frontier, mix, export.`],
    [["frontier", MODEL], "snailshell frontier: --vary is missing"],
    [["solve"], "snailshell solve: SITE is missing; snailshell solve SITE would be right."],
    [["solve", LOT, MODEL], `"${MODEL}" is one word too many`],
    [["audit", LOT], "snailshell audit: PLAN is missing"],
    [["solve", LOT, "--sed", "1"], "there is no option --sed, --seed is near"],
    [["solve", LOT, "--out", "p.geojson"], "there is no option --out, --output is near"],
    [["solve", LOT, "--seed"], "--seed needs a value"],
    [["solve", LOT, "--seed", "-1"], "--seed is followed by something that begins with a dash"],
    [["solve", LOT, "--seed=-1"], "--seed -1: a whole number from 0 to 4294967295 would be right"],
    [["solve", LOT, "--seed", "1.5"], "--seed 1.5: a whole number"],
    [["solve", LOT, "--steps", "0"], "--steps 0: a whole number from 1 would be right"],
    [["solve", LOT, "--seconds", "soon"], "--seconds soon: a number from 0.001 would be right"],
    [["solve", LOT, "--threads", "65"], "--threads 65: a whole number from 1 to 64 would be right"],
    [["solve", LOT, "--rules", "de"], "--rules de: one of cn-shanghai"],
    [["solve", LOT, "--set", "seven"], "--set seven: --set key=value would be right"],
    [["solve", LOT, "--set", "fire.lane.clear_wdth=3"], "--set: "],
    [["solve", LOT, "--set", "__proto__=3"], '--set: "__proto__" is no rule'],
    [["solve", LOT, "-o", "nowhere/plan.geojson"], "nowhere/plan.geojson: its folder does not exist"],
    [["solve", LOT, "-o", "scenarios"], "scenarios: this is a folder"],
    [["solve", "nix.geojson"], "nix.geojson: there is no such file"],
    [["solve", "scenarios"], "scenarios: this is not a file"],
    [["audit", LOT, LOT, "--all=yes"], "--all takes no value"],
    [["export", COURT_PLAN], "--to is missing: --to svg, --to dxf or --to csv would be right"],
    [["export", COURT_PLAN, "--to", "dwg"], "--to dwg: --to svg, --to dxf or --to csv would be right"],
    [["export", COURT_PLAN, "--to", "dxf", "--scale", "200"], "--scale 200: a dxf is in metres and has no scale"],
    [["export", COURT_PLAN, "--to", "csv", "--scale", "x"], "--scale x: a csv is in metres and has no scale"],
    [["export", COURT_PLAN, "--to", "svg", "--scale", "0"], "--scale 0: a number from 1"],
  ];
  test.each(REFUSED)("%j is refused in one line", async (argv, sentence) => {
    const { status, out, error } = await say(argv);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(error).toContain(sentence);
    expect(error.trimEnd().split("\n")).toHaveLength(1);
  });

  test("numbers are taken as they stand, settings by their look", () => {
    const integer = { least: 0, sort: "integer" } as const;
    expect(numberOption("solve", "seed", undefined, integer)).toBe(null);
    expect(numberOption("solve", "seed", "12", integer)).toBe(12);
    expect(numberOption("solve", "seconds", "1e-1", { least: 0, sort: "number" })).toBe(0.1);
    for (const text of ["", " ", "NaN", "Infinity", "1e999"]) {
      expect(() => numberOption("solve", "seed", text, { least: 0, sort: "number" })).toThrow("would be right");
    }
    expect(settings("solve", ["a.b=-80", "c=true", "d=e=f", "g="])).toEqual({ "a.b": -80, c: true, d: "e=f", g: "" });
  });
});

describe("what a file is at fault for", () => {
  test("not JSON: file, line, column", async () => {
    const path = file("broken.geojson", `{"type": "FeatureCollection",\n "features": [}`);
    const { status, error } = await say(["solve", path]);
    expect(status).toBe(1);
    expect(error).toMatch(/^broken\.geojson: line 2, column \d+: this is not JSON/);
  });

  test("not UTF-8: an older Chinese encoding would garble the names", async () => {
    const gbk = Buffer.concat([Buffer.from(`{"name":"`), Buffer.from([0xc3, 0xdc]), Buffer.from(`"}`)]);
    const { status, error } = await say(["solve", file("gbk.geojson", gbk)]);
    expect({ status, error }).toEqual({
      status: 1,
      error: "gbk.geojson: the text is not UTF-8; the same file saved as UTF-8 would be right.\n",
    });
  });

  test("more than 64 MB is not read at all", async () => {
    const path = file("huge.geojson", Buffer.alloc(64 * 1024 * 1024 + 1, " "));
    const { status, error } = await say(["solve", path]);
    expect({ status, error }).toEqual({ status: 1, error: `${path}: the file has 65 MB, at most 64 MB are read.\n` });
  });

  test("a rule that is none is blamed on whoever set it", async () => {
    const scenario = file("odd.json", JSON.stringify({ rules: "geometry", overrides: { "stall.colour": 3 } }));
    const { status, error } = await say(["solve", LOT, "--scenario", scenario]);
    expect(status).toBe(1);
    expect(error).toMatch(/^odd\.json: overrides: .*stall\.colour/);
  });

  test("a plan whose own rules are no rules can be held against a scenario", async () => {
    const plan = JSON.parse(readFileSync(join(root, COURT_PLAN), "utf8"));
    plan.plan.rules.profile = "mars";
    const path = file("mars.geojson", JSON.stringify(plan));
    const { status, error } = await say(["audit", COURT, path]);
    expect(status).toBe(1);
    expect(error).toMatch(/^mars\.geojson: plan: rules: "mars".*With --scenario FILE the plan is not asked\.\n$/);
    const scenario = file("plain.json", JSON.stringify({ rules: "geometry" }));
    expect((await say(["audit", COURT, path, "--scenario", scenario])).status).toBe(2);
  });
});

describe("solve, edit, audit", () => {
  test("a plan that goes on from another is held against locks that name things of that one", async () => {
    const first = join(folder, "first.geojson");
    const second = join(folder, "second.geojson");
    const steps = ["--steps", "2"];
    await say(["solve", MODEL, ...steps, "-o", first]);
    type Written = { features: { properties: { kind: string; status?: string; id: string }; geometry: object }[] };
    const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Written;
    const stall = read(first).features.find(
      ({ properties }) => properties.kind === "stall" && properties.status === "new",
    );
    if (stall === undefined) throw new Error("a first plan has new stalls");
    const { id } = stall.properties;
    const scenario = file("pinned.json", JSON.stringify({ locks: [{ id }] }));
    const more = ["--scenario", scenario];
    expect((await say(["solve", MODEL, ...more, "--from", first, ...steps, "-o", second])).status).not.toBe(1);
    const bare = await say(["audit", MODEL, second, ...more]);
    expect(bare.status).toBe(1);
    expect(bare.error).toMatch(
      /^pinned\.json: locks\[0\]\.id: nothing is called "\w+"; .* of the plan that is gone on from,? would be right( too)?\.\n$/,
    );
    const held = await say(["audit", MODEL, second, ...more, "--from", first, "--all"]);
    expect(held.status).toBe(0);
    expect(held.out).toMatch(/^holds .*fact\.pins_there/m);
    // edited by hand: the pinned stall is taken out
    const plan = read(second);
    const gone = plan.features.filter(({ geometry }) => JSON.stringify(geometry) !== JSON.stringify(stall.geometry));
    expect(gone.length).toBe(plan.features.length - 1);
    const edited = file("edited.geojson", JSON.stringify({ ...plan, features: gone }));
    expect((await say(["audit", MODEL, edited, ...more, "--from", first])).out).toMatch(/fact\.pins_there/);
    const alone = await say(["audit", MODEL, second, "--from", first]);
    expect(alone.error).toMatch(/--scenario FILE with it would be right\.\n$/);
  });
});

describe("solve", () => {
  test("a plan on standard output, what it came to on standard error, the same bytes twice", async () => {
    const argv = ["solve", LOT, "--scenario", LOTS_90, "--steps", "2000"];
    const one = await say(argv);
    expect(one.status).toBe(0);
    const json = JSON.parse(one.out);
    expect(json.plan).toMatchObject({ name: "lots-90", seed: 1, steps: 2000, threads: 1 });
    expect(one.error).toMatch(/^\d+ new stalls, 0 existing, \d+ in all \(\d+ at most: /m);
    expect(one.error).toMatch(/^audit: no new breach, 0 inherited/m);
    expect((await say(argv)).out).toBe(one.out);
    const other = JSON.parse((await say([...argv, "--seed", "2"])).out);
    expect(other.plan.seed).toBe(2);
    expect(other.plan.scenario).not.toBe(json.plan.scenario);
  });

  test("what the command line sets is in the plan and in its hash; a budget is not", async () => {
    const argv = ["solve", LOT, "--scenario", LOTS_90, "--steps", "50"];
    const of = async (more: string[]) => JSON.parse((await say([...argv, ...more])).out).plan;
    const plain = await of([]);
    const set = await of(["--rules", "us", "--set", "parking.90.aisle.two_way=7"]);
    expect(set.rules).toMatchObject({ profile: "us", overrides: { "parking.90.aisle.two_way": 7 } });
    expect(set.scenario).not.toBe(plain.scenario);
    expect((await of(["--seed", "1"])).scenario).toBe(plain.scenario);
    expect(JSON.parse((await say(["solve", LOT, "--scenario", LOTS_90, "--steps", "60"])).out).plan.scenario).toBe(
      plain.scenario,
    );
  });

  test("a district's own file lies over a profile; a scenario may name it, and sets more", async () => {
    const district = { base: "us", title: "Ours", rules: { "parking.90.aisle.two_way": 7.5, "parking.90.width": 2.8 } };
    const path = file("district.json", JSON.stringify(district));
    const argv = ["solve", LOT, "--steps", "50"];
    const said = await say([...argv, "--rules", path]);
    const overrides = { "parking.90.aisle.two_way": 7.5, "parking.90.width": 2.8 };
    expect(JSON.parse(said.out).plan.rules).toMatchObject({ profile: "us", overrides });
    const wish = { rules: "district.json", overrides: { "parking.90.width": 3 } };
    const scenario = file("wish.json", JSON.stringify(wish));
    const plan = JSON.parse((await say([...argv, "--scenario", scenario])).out);
    expect(plan.plan.rules.overrides).toEqual({ ...overrides, "parking.90.width": 3 });
    const widths = plan.features.flatMap(({ properties }: { properties: { kind: string; width: number } }) =>
      properties.kind === "stall" ? [properties.width] : [],
    );
    expect(Math.min(...widths)).toBe(3);

    const refused = async (change: object) => {
      const { status, error } = await say([
        ...argv,
        "--rules",
        file("theirs.json", JSON.stringify({ ...district, ...change })),
      ]);
      expect(status).toBe(1);
      return error;
    };
    expect(await refused({ base: "uk" })).toBe(
      'theirs.json: base: "uk" is not right; the profile it lies over, one of cn-shanghai, us, eu, eu-uk, geometry, would be right.\n',
    );
    expect(await refused({ rules: { "parking.90.widht": 3 } })).toBe(
      'theirs.json: rules: "parking.90.widht" is no rule of us; "parking.90.width" is near.\n',
    );
    expect(await refused({ rules: { "parking.90.width": "wide" } })).toMatch(
      /^theirs\.json: rules: "parking\.90\.width" is "wide"; a number in m/,
    );
    expect(await refused({ rules: [] })).toMatch(/^theirs\.json: rules: this is no object; /);
    expect(await refused({ ruels: {} })).toMatch(/^theirs\.json: "ruels" is not known here; "rules" would be right/);
  });

  test("a copy of a profile with other values becomes the profile and its differences", async () => {
    const book = JSON.parse(readFileSync(join(root, "engine/rules/profiles/us.json"), "utf8"));
    const rule = book.rules.find((one: { key: string }) => one.key === "parking.90.aisle.two_way");
    const before = rule.value;
    rule.value = 7.5;
    const argv = ["solve", LOT, "--steps", "50", "--rules"];
    const { status, out } = await say([...argv, file("ours.json", JSON.stringify(book))]);
    expect(status).toBe(0);
    expect(JSON.parse(out).plan.rules).toMatchObject({ profile: "us", overrides: { "parking.90.aisle.two_way": 7.5 } });
    const refused = async (change: object) => {
      Object.assign(rule, { value: before }, change);
      return (await say([...argv, file("theirs.json", JSON.stringify(book))])).error;
    };
    expect(await refused({ value: -1 })).toMatch(/^theirs\.json: rules\[\d+\]: "parking\.90\.aisle\.two_way" is -1; /);
    expect(await refused({ level: "legal" })).toMatch(/^theirs\.json: rules\[\d+\]\.level: only values can be changed/);
    book.profile = "mars";
    expect(await refused({})).toMatch(/^theirs\.json: profile: "mars" is not right; the profile it is a copy of/);
    book.rules = 3;
    book.profile = "us";
    expect(await refused({})).toMatch(/^theirs\.json: rules: this is no list/);
  });

  test("--seconds is kept, and its steps are in the plan", async () => {
    const begun = performance.now();
    const { status, out } = await say(["solve", LOT, "--scenario", LOTS_90, "--seconds", "0.6"]);
    const elapsed = (performance.now() - begun) / 1000;
    expect(status).toBe(0);
    // reading and loading come on top, and other tests may run beside this one: bench seconds measures to 50 ms
    expect(elapsed).toBeLessThan(1.6);
    const { steps } = JSON.parse(out).plan;
    expect((await say(["solve", LOT, "--scenario", LOTS_90, "--steps", String(steps)])).out).toBe(out);
  });

  test("site from standard input, plan into a file; audited and drawn as it lies there", async () => {
    const path = join(folder, "plan.geojson");
    const text = readFileSync(join(root, LOT), "utf8");
    const { status, out } = await say(["solve", "-", "--scenario", LOTS_90, "--steps", "500", "-o", path], { text });
    expect({ status, out }).toEqual({ status: 0, out: "" });
    const check = await say(["audit", LOT, path]);
    expect({ status: check.status, out: check.out }).toEqual({ status: 0, out: "" });
    expect(check.error).toMatch(/^rules: geometry\naudit: no new breach/);
    const drawing = await say(["export", path, "--site", LOT, "--to", "svg"]);
    expect(drawing.status).toBe(0);
    expect(drawing.out).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  test("a file that is written over is whole before and after, a link still leads to it, and nothing is left beside it", async () => {
    const kept = mkdtempSync(join(folder, "kept-"));
    const [real, link] = [join(kept, "real.svg"), join(kept, "link.svg")];
    writeFileSync(real, "as it was");
    symlinkSync(real, link);
    const drawn = ["export", COURT_PLAN, "--site", COURT, "--to", "svg", "-o", link];
    expect((await say([...drawn.slice(0, -1), join(kept, "none", "x.svg")])).status).toBe(1);
    expect((await say(drawn)).status).toBe(0);
    expect(readFileSync(real, "utf8")).toMatch(/<\/svg>\s*$/);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(kept).sort()).toEqual(["link.svg", "real.svg"]);
  });

  test("2 and the reason when a demand is unmet, 2 for a study", async () => {
    const wish = { rules: "geometry", demand: { newStalls: { target: 500 } }, layout: { parkingAngles: [90] } };
    const unmet = await say(["solve", LOT, "--steps", "100", "--scenario", file("wish.json", JSON.stringify(wish))]);
    expect(unmet.status).toBe(2);
    expect(unmet.error).toMatch(/^unmet: newStalls\.target: 500 wanted, \d+ given; /m);
    const study = file("study.json", JSON.stringify({ rules: "geometry", study: true }));
    const marked = await say(["solve", LOT, "--steps", "100", "--scenario", study]);
    expect(marked.status).toBe(2);
    expect(marked.error).toContain("study, not approvable\n");
    expect(JSON.parse(marked.out).plan.study).toBe(true);
  });

  test("a scenario written for another site is used, and that is said", async () => {
    const scenario = file("elsewhere.json", JSON.stringify({ rules: "geometry", site: "elsewhere.geojson" }));
    const { status, error } = await say(["solve", LOT, "--steps", "50", "--scenario", scenario]);
    expect(status).toBe(0);
    expect(error).toContain(
      "elsewhere.json: was written for elsewhere.geojson; it is used on rect-60x34-west.geojson all the same.\n",
    );
  });
});

describe("audit", () => {
  test("names what is wrong, where and at which features, and exits with 2", async () => {
    const { status, out, error } = await say(["audit", COURT, COURT_PLAN]);
    expect(status).toBe(2);
    expect(out).toMatch(/^BREACH +shall +fact\.\w+/m);
    expect(out).toMatch(/^ {4}.*\([\w-]+.* at 351\d{3}\.\d+, 3476\d{3}\.\d+\)$/m);
    expect(out).not.toMatch(/not checked|holds/);
    expect(error).toMatch(/^rules: cn-shanghai with green\.balance_min = -40; study, not approvable$/m);
    expect(error).toMatch(/^audit: \d+ new breaches, /m);
    const all = await say(["audit", COURT, COURT_PLAN, "--all"]);
    expect(all.out).toMatch(/^holds /m);
    expect(all.out).toMatch(/^not checked /m);
  });

  test("as JSON: every line, in file coordinates", async () => {
    const { out } = await say(["audit", COURT, COURT_PLAN, "--json"]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(50);
    expect(new Set(lines.map((line) => line.pass))).toEqual(new Set([true, false, null]));
    const placed = lines.filter((line) => line.at !== undefined);
    for (const { at } of placed) expect(at[0]).toBeGreaterThan(351_000);
    expect(placed.length).toBeGreaterThan(0);
  });

  test("rules and settings of the command line win over the plan's own", async () => {
    const { error } = await say(["audit", COURT, COURT_PLAN, "--rules", "geometry", "--set", "green.balance_min=0"]);
    expect(error).toMatch(/rule|geometry/);
    const geometry = await say(["audit", COURT, COURT_PLAN, "--set", "green.balance_min=0"]);
    expect(geometry.error).toContain("rules: cn-shanghai with green.balance_min = 0");
    expect(geometry.out).toMatch(/^BREACH +legal +green\.balance_min/m);
  });

  test("a plan made for another state of the site is judged, and that is said", async () => {
    const plan = JSON.parse(readFileSync(join(root, COURT_PLAN), "utf8"));
    plan.plan.site = "0".repeat(64);
    const { error } = await say(["audit", COURT, file("older.geojson", JSON.stringify(plan))]);
    expect(error).toContain("older.geojson: was made for another version of the site file");
  });
});

describe("export", () => {
  test("without the site only the plan's features are drawn, and that is said", async () => {
    const { status, out, error } = await say(["export", COURT_PLAN, "--to", "svg", "--scale", "250"]);
    expect(status).toBe(0);
    expect(error).toBe("court-plan.geojson: without --site SITE only the plan's features are drawn.\n");
    expect(out).toContain("Plan features only");
    expect(out).toContain("1:250");
    expect(out).not.toContain('class="building"');
  });

  test("figures are recomputed, whatever the file claims", async () => {
    const plan = JSON.parse(readFileSync(join(root, COURT_PLAN), "utf8"));
    plan.plan.measures = { stalls: { new: 999 } };
    const { out } = await say(["export", file("boast.geojson", JSON.stringify(plan)), "--site", COURT, "--to", "svg"]);
    expect(out).not.toContain(">999<");
    expect(out).toMatch(/>新增车位 {2}New stalls<\/text><text[^>]*>4</);
  });
});

describe("our own faults", () => {
  test("3, a short message, how to report; nothing is thrown", async () => {
    const { status, error } = await say(["solve", LOT], {
      input: null as unknown as Io["input"],
      folder: undefined as unknown as string,
    });
    expect(status).toBe(3);
    expect(error).toMatch(/^snailshell solve: this is our fault, not the file's: .+\nPlease report it with /);
  });
});

describe("progress", () => {
  const meterOn = (isTerminal: boolean) => {
    const parts: string[] = [];
    const io = { error: (text: string) => parts.push(text), isTerminal } as unknown as Io;
    return { parts, meter: progressMeter(io) };
  };
  const at = (elapsed: number, steps: number) => ({ steps, plannedSteps: 100, stalls: 9, elapsed });

  test("lines, one a second at most, where there is no terminal", () => {
    const { parts, meter } = meterOn(false);
    for (let i = 1; i <= 25; i++) meter.show(at(i / 10, i * 4));
    meter.end();
    expect(parts).toEqual(["40 steps, 9 new stalls, 1.0 s\n", "80 steps, 9 new stalls, 2.0 s\n"]);
  });

  test("a bar that fills and goes away on a terminal", () => {
    const { parts, meter } = meterOn(true);
    meter.show(at(0.2, 50));
    meter.show(at(0.25, 60));
    meter.show(at(0.4, 100));
    meter.end();
    expect(parts).toEqual([
      `\r\x1b[2K${"█".repeat(12)}${"░".repeat(12)} 50 steps, 9 new stalls, 0.2 s`,
      `\r\x1b[2K${"█".repeat(24)} 100 steps, 9 new stalls, 0.4 s`,
      "\r\x1b[2K",
    ]);
  });
});

test("a plan that goes on from another says which, by the checksum of that file's canonical JSON", async () => {
  const SITE = "test/fixtures/compound/movable-stalls.geojson";
  const first = await say(["solve", SITE, "--steps", "3"]);
  const { plan } = JSON.parse(first.out) as { plan: { from?: string } };
  expect(plan.from).toBeUndefined();
  // white space and the order of members are no part of what it says
  const text = JSON.stringify(JSON.parse(first.out), null, 3);
  const next = await say(["solve", SITE, "--steps", "3", "--from", file("earlier.plan.geojson", text)]);
  const { plan: later } = JSON.parse(next.out) as { plan: { from?: string } };
  expect(later.from).toBe(canonicalHash(JSON.parse(first.out)));
  expect(later.from).toMatch(/^[0-9a-f]{64}$/);
  expect((await say(["audit", SITE, file("later.plan.geojson", next.out)])).status).toBe(0);
});
