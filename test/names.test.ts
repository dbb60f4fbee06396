import { expect, test } from "vitest";
import { named, namesOf } from "../engine/model/names.ts";
import { sentence } from "../viewer/sentences/index.ts";

// sentences of the audit name things by ids, which stay in files; a reader is told kinds and numbers, or a thing's own name

const CASES: readonly (readonly [said: string, english: string, chinese: string])[] = [
  [
    "fire lane fireLane-3 is a dead end of 68.9 m, as it is today; no place for a turnaround was found along it.",
    "fire lane 3 is a dead end of 68.9\u00a0m, as it is today; no place for a turnaround was found along it.",
    "消防车道 3 为 68.9\u00a0m 尽端路，现状如此；沿线未找到可设回车场的地方。",
  ],
  [
    "lockerPad lockerPad-1 overlaps shed shed-2 by 0.3 m.",
    "locker pad 1 overlaps shed 2 by 0.3\u00a0m.",
    "取件场地 1 与 车棚 2 重叠 0.3\u00a0m。",
  ],
  [
    "charging stall stall-4 is 5.00 m from building-2 where 6 m is asked.",
    "charging stall 4 is 5.00\u00a0m from 二号楼 where 6\u00a0m is asked.",
    "充电车位 4 距 二号楼 5.00\u00a0m，应有 6\u00a0m。",
  ],
  [
    "the group of slots ebikeSlot-1 to ebikeSlot-21 holds 21 slots where 20 slots is the most.",
    "the group of slots 1 to 21 holds 21 slots where 20 slots is the most.",
    "非机动车位组 1 至 21 有 21 个车位，最多 20 个车位。",
  ],
  // an id of the file's own is what the drawing shows
  ["stall A07 overlaps FL-2 by 0.3 m.", "stall A07 overlaps FL-2 by 0.3\u00a0m.", "车位 A07 与 FL-2 重叠 0.3\u00a0m。"],
  [
    "accessAisle accessAisle-1 serves A9, which is no stall of the plan.",
    "access aisle 1 serves A9, which is no stall of the plan.",
    "无障碍通道 1 服务的 A9 不在方案中。",
  ],
];

test.each(CASES)("%s", (said, english, chinese) => {
  const names = namesOf([
    { id: "building-2", name: "二号楼", kind: "building" },
    { id: "A9", name: null, kind: "stall" },
    { id: "site", name: "a compound", kind: "site" },
  ]);
  expect(sentence("en", said, names)).toBe(english);
  expect(sentence("zh", said, names)).toBe(chinese);
});

test("what looks like an id of ours and is none stays", () => {
  expect(named("see stalls-1.geojson, A-3, __proto__-1 and constructor-2", "en")).toBe(
    "see stalls-1.geojson, A-3, __proto__-1 and constructor-2",
  );
});
