import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AuditLine, Measures } from "../engine/model/plan.ts";
import { readPlan } from "../engine/read/plan.ts";
import { readSite } from "../engine/read/site.ts";
import { settingFor } from "../engine/write/paper.ts";
import { cut, escaped, widthOf, wrapped } from "../engine/write/sheetText.ts";
import { type Drawn, drawPlan } from "../engine/write/svg.ts";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures/write", name), "utf8");
const site = readSite(fixture("court.geojson"), "court.geojson");
const { features, header } = readPlan(fixture("court-plan.geojson"), "court-plan.geojson", site);
const name = String(header?.name);
const bare = { name, seed: 7, steps: 1200, features, measures: null, audit: [] };
const plan: Drawn = { ...bare, study: true, rules: { profile: "cn-shanghai", version: "1" } };

// figures are given, not measured: a better audit should change no picture
const MEASURES: Measures = {
  stalls: { existing: 2, new: 4, total: 6, accessible: 1, charging: 2, parkedNow: 12, lostInformal: 1, net: 3 },
  greening: {
    areaBefore: 378,
    removed: 90,
    planted: 50,
    credited: 19.1,
    areaAfter: 357.1,
    balance: -20.9,
    ratioBefore: 0.15,
    ratioAfter: 0.1416,
    countedBefore: 378,
    countedAfter: 357.1,
  },
  areaPerStall: 61.2,
  treesMoved: 1,
  homesUnder6m: 2,
  homesUnder3m: 0,
  lockers: 1,
  ebikeChargers: 2,
  ebikeSlots: 2,
  fireLane: { length: 56, minWidth: 4, driven: null },
};
const line = (change: Partial<AuditLine>): AuditLine => ({
  rule: "green.balance_min",
  clause: "",
  level: "legal",
  scope: "new",
  required: 0,
  measured: -20.9,
  unit: "m2",
  pass: false,
  features: [],
  at: null,
  note: "",
  ...change,
});
const AUDIT = [
  line({}),
  line({ scope: "inherited" }),
  line({ pass: null }),
  line({ pass: null }),
  line({ pass: true }),
];

/** Compares with the picture on file; a twin with `-changed` is left beside it to look at when they differ. */
function expectGolden(file: string, text: string): void {
  const path = join(import.meta.dirname, "golden", file);
  const twin = path.replace(/(\.\w+)$/, "-changed$1");
  if (existsSync(path) && readFileSync(path, "utf8") === text) {
    rmSync(twin, { force: true });
    return;
  }
  writeFileSync(twin, text);
  expect.fail(`${file} differs: look at ${twin}, and put it in the place of ${path} if it is right.`);
}

describe("a plan as a sheet", () => {
  test("every kind of a site and of a plan, as a study", () => {
    expectGolden("court.svg", drawPlan({ ...plan, measures: MEASURES, audit: AUDIT }, site));
  });

  test("rules that were held by numbers still to be confirmed are counted, and only those", () => {
    const audited = (...rules: string[]) => {
      const lines = rules.map((rule) => line({ rule, pass: true }));
      return drawPlan({ ...plan, measures: MEASURES, audit: [...AUDIT, ...lines] }, site);
    };
    // the hydrant's radius is of medium confidence, the lane's width of high
    expect(audited("fire.lane.clear_width")).not.toContain("To be confirmed");
    expect(audited("hydrant.clear_radius", "hydrant.clear_radius", "ebike.group_max")).toMatch(
      /To be confirmed<\/text><text[^>]*>2</,
    );
  });

  test("without its site, the plan alone", () => {
    expectGolden("court-features.svg", drawPlan({ ...plan, study: false }, site, { show: "features", scale: 250 }));
  });

  test("the same plan twice gives the same bytes; no coordinate has more than three decimals", () => {
    const svg = drawPlan(plan, site);
    expect(drawPlan(structuredClone(plan), site)).toBe(svg);
    expect(svg).not.toMatch(/\d\.\d{4}/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("texts from files are data", () => {
    const svg = drawPlan({ ...plan, name: `<script>alert("1")</script> & \u0001` }, site);
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ");
    expect(svg).toContain("&lt;Court &amp; Yard&gt;");
    expect(svg).toContain("&lt;b&gt;1&lt;/b&gt; &amp; 2 6F");
  });

  test("a study says so twice, another plan nowhere", () => {
    const count = (text: string) => text.split("Study, not approvable").length - 1;
    expect(count(drawPlan(plan, site))).toBe(2);
    expect(count(drawPlan({ ...plan, study: false }, site))).toBe(0);
  });

  test("at 1:200 a stall of 2.4 × 5 m is 12 × 25 mm on paper", () => {
    const stall = features.filter((feature) => feature.id === "A03");
    const svg = drawPlan({ ...plan, features: stall }, site, { scale: 200 });
    const path = /<path class="fresh"[^>]* d="([^"]+)"/.exec(svg)?.[1] ?? "";
    const at = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const span = (i: number) => Math.hypot(at[i][0] - at[i + 1][0], at[i][1] - at[i + 1][1]);
    expect(at).toHaveLength(4);
    expect(span(0)).toBeCloseTo(12, 2);
    expect(span(1)).toBeCloseTo(25, 2);
    expect(svg).toContain("1:200");
  });

  test("what is up is said: grid north, true north, or nothing", () => {
    const lot = (crs: string | null, size: number, x: number, y: number) => {
      const ring = [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ];
      const member = crs === null ? {} : { crs: { type: "name", properties: { name: crs } } };
      return readSite(JSON.stringify({ type: "Polygon", coordinates: [ring], ...member }), "lot.geojson");
    };
    const empty = { ...plan, features: [] };
    expect(drawPlan(plan, site)).toContain("grid north");
    expect(drawPlan(empty, lot(null, 0.0005, 121.5, 31.2))).toContain("true north");
    const local = drawPlan(empty, lot("local:metre", 50, 0, 0));
    expect(local).toContain("y up");
    expect(local).not.toContain(">N<");
  });
});

describe("paper", () => {
  const besides = { width: 100, height: 30 };
  test("the largest usual scale that fits A3", () => {
    expect(settingFor({ width: 60, height: 40, besides, column: 200 }, null)).toMatchObject({
      scale: 200,
      sheet: { name: "A3" },
    });
    expect(settingFor({ width: 400, height: 300, besides, column: 200 }, null)).toMatchObject({
      scale: 1500,
      sheet: { name: "A3" },
    });
  });

  test("a larger sheet where the words need it, or the scale that is asked for", () => {
    expect(settingFor({ width: 60, height: 40, besides, column: 300 }, null).sheet.name).toBe("A2");
    expect(settingFor({ width: 60, height: 40, besides, column: 100 }, 200).sheet.name).toBe("A3");
    expect(settingFor({ width: 60, height: 40, besides, column: 100 }, 500).sheet.name).toBe("A4");
    expect(settingFor({ width: 400, height: 300, besides, column: 100 }, 200).sheet).toEqual({
      name: "roll",
      width: 2100,
      height: 1530,
    });
  });
});

describe("words on paper", () => {
  test("Chinese signs are as wide as they are high, lines break where they may", () => {
    expect(widthOf("车位", 3)).toBe(6);
    expect(wrapped("车位车位车位", 1, 4)).toEqual(["车位车位", "车位"]);
    expect(wrapped("one two three", 1, 4.5)).toEqual(["one two", "three"]);
    expect(wrapped("", 1, 5)).toEqual([]);
    expect(cut("abcdefghij", 1, 3)).toBe("abcd…");
    expect(cut("abc", 1, 3)).toBe("abc");
  });

  test("signs that XML forbids are left out", () => {
    expect(escaped("a\u0000b\u000bc\ufffe<")).toBe("abc&lt;");
  });
});
