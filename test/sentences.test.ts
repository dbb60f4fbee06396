import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSite } from "../engine/read/site.ts";
import { inChinese } from "../viewer/sentences/index.ts";
import { unknownInChinese } from "./auditCases.ts";

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
});
