import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSite } from "../engine/read/site.ts";
import { conflictsOf, PROFILE_NAMES } from "../engine/rules/load.ts";
import { inChinese, refusal } from "../viewer/sentences/index.ts";
import { CONFLICTS } from "../viewer/words/conflicts.ts";
import { ENGLISH, unknownInChinese } from "./auditCases.ts";

// the engine's sentences as a Chinese reader sees them; those of the audit are looked at with every planted breach

describe("sentences in Chinese", () => {
  test("values stand where the sentence has them", () => {
    expect(inChinese("stall stall-3 overlaps the root zone of T9 by 0.31 m.")).toBe(
      "车位 stall-3 与 T9 的根系范围 重叠 0.31 m。",
    );
    expect(
      inChinese(
        "fire lane fireLane-3 is 3.801 m wide, 0.199 m less than asked, as it is today; cured by a repair: widen this stretch by 0.2 m over 41.2 m, 8.2 m² (none of it green).",
      ),
    ).toBe(
      "消防车道 fireLane-3 宽 3.801 m，比要求窄 0.199 m，现状如此；整改办法：此段拓宽 0.2 m，长 41.2 m，铺装 8.2 m²（不占绿地）。",
    );
    expect(inChinese("nobody has said this before")).toBe("nobody has said this before");
  });

  test("what files say in place of a value stays data", () => {
    expect(inChinese("stall {1}$&<b> has a hole.")).toBe("车位 {1}$&<b> 中有洞。");
  });

  test("assumptions of our own sites are known", () => {
    const folder = join(import.meta.dirname, "../scenarios");
    const sites = readdirSync(folder).filter((name) => name.endsWith(".geojson"));
    const said = sites.flatMap((name) => readSite(readFileSync(join(folder, name), "utf8"), name).assumptions);
    expect(unknownInChinese(said)).toEqual([]);
  });

  test("what is mended in files of others is known", () => {
    const { mended } = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/read/expected.json"), "utf8"));
    const said = Object.values(mended as Record<string, string[]>).flat();
    expect(said.length).toBeGreaterThan(20);
    expect(unknownInChinese(said)).toEqual([]);
  });
});

test("where codes disagree is said in both languages, for every profile", () => {
  const ids = PROFILE_NAMES.flatMap((profile) => conflictsOf(profile).map(({ id }) => id));
  expect(ids.length).toBeGreaterThan(10);
  expect(ids.filter((id) => !Object.hasOwn(CONFLICTS, id))).toEqual([]);
  const chinese = Object.values(CONFLICTS)
    .flat()
    .map(([zh]) => zh);
  expect(chinese.filter((zh) => !/[\u4e00-\u9fff]/.test(zh) || ENGLISH.test(zh))).toEqual([]);
});

describe("refusals in Chinese", () => {
  const refused = ["read", "plan", "scenario"].flatMap((folder) => {
    const path = join(import.meta.dirname, "fixtures", folder, "expected.json");
    return Object.values((JSON.parse(readFileSync(path, "utf8")) as { refused: Record<string, string> }).refused);
  });

  /** Beside those of the fixtures: what is refused when locks are placed, and ranges of a trade-off. */
  const others = [
    'locks[0]: a stall can be pinned beside an existing road only, and this site has none; "empty" keeps ground free.',
    "locks[0].geometry: the mouth of this stall is 9.3 m from the nearest road; its first edge within 2 m of one would be right.",
    "locks[0].geometry: this lies partly on green of today and partly beside it; wholly on either would be right.",
    "locks[2].geometry: this stall stands on B1, a building of the site; free ground would be right.",
    "locks[2].geometry: this locker reaches beyond the site; ground within it would be right.",
    "locks[1].geometry: no pinned slot lies within 1.5 m of this charger; a slot pinned beside it would be right.",
    "locks: the stall pinned as pinned-1 breaks fact.overlap: stall pinned-1 overlaps T9 by 0.31 m. A place where it keeps the rule would be right.",
    'most-balanced newGreen.max=nonsense: "nonsense" is no range; from:to:step such as 0:120:10 would be right.',
    "most-balanced newGreen.max=0:9:0: the step is 0; a step above 0 would be right.",
    "most-balanced newGreen.max=9:0:1: 9 is more than 0; 0:9:1 would be right.",
    "most-balanced newGreen.max=0:9999:1: this makes 10000 points; a step that makes 200 at most would be right.",
    "green.balance_min: 600 m² more green than today cannot be planted here whatever is chosen; a lower balance would be right.",
    "big.geojson: the file has 70.0 MB, at most 64 MB are read.",
    "open.json: line 1, column 9: this is not JSON: the file ends where a double quote would be right.",
    'broken.json: line 1, column 9: this is not JSON: there is "\\n" where a double quote on the same line would be right.',
    'drawing.dxf: line 2, column 1: this is not JSON: there is "S" where the end of the file would be right.',
    "many.geojson: 3000000 lists of numbers; at most 200000 vertices would be right.",
  ];

  test("each of them is known, with its file, place and values", () => {
    expect(refused.length).toBeGreaterThan(170);
    const left = [...refused, ...others].filter((said) => {
      const chinese = refusal("zh", said);
      // what stands in quotes is the file's own
      return !/[\u4e00-\u9fff]/.test(chinese) || ENGLISH.test(chinese.replace(/"[^"]*"/g, ""));
    });
    expect(left).toEqual([]);
    expect(
      refusal("zh", 'a: b.geojson: line 2, column 15: this is not JSON: there is "}" where a value would be right.'),
    ).toBe('a：b.geojson：第 2 行第 15 列：这不是 JSON："}" 处应为值。');
    expect(refusal("zh", 'wish.json: name: "a: b" is not right; text would be right.')).toBe(
      'wish.json：name："a: b" 不正确；应为文字。',
    );
    expect(refusal("zh", "nobody: has said this before")).toBe("nobody: has said this before");
    expect(refusal("en", refused[0])).toBe(refused[0]);
  });
});
