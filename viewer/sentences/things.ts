import type { Form } from "./forms.ts";

/** What things of sites and plans are called, before their id. */
const KINDS: Readonly<Record<string, string>> = {
  "accessible stall": "无障碍车位",
  "charging stall": "充电车位",
  "fire lane": "消防车道",
  "green wall": "绿墙",
  "new green": "新增绿地",
  "fire gate": "消防出入口",
  "gas pipe": "燃气管",
  "swept path": "扫掠范围",
  "way for bicycles": "非机动车通道",
  stall: "车位",
  stallRemoved: "移除车位",
  accessAisle: "无障碍通道",
  aisle: "通道",
  driveway: "进出车道",
  fireLane: "消防车道",
  locker: "快件箱",
  lockerPad: "取件场地",
  slot: "非机动车位",
  ebikeSlot: "非机动车位",
  ebikeCharger: "非机动车充电桩",
  charger: "充电桩",
  bikeAisle: "非机动车通道",
  shed: "车棚",
  green: "绿地",
  greenRemoved: "移除绿地",
  wallGreen: "绿墙",
  pergola: "绿廊",
  turnaround: "回车场",
  repair: "整改",
  sweptPath: "扫掠范围",
  treeMoved: "移栽树木",
  building: "建筑",
  tree: "树木",
  yard: "院落",
  obstruction: "障碍物",
  activity: "活动场地",
  reserve: "预留用地",
  utility: "管线设施",
  hydrant: "消火栓",
  road: "道路",
  gate: "出入口",
  entrance: "出入口",
  wall: "墙",
  door: "单元门",
};

/** What must stay clear round a thing. */
const DISCS: Readonly<Record<string, string>> = {
  "protected crown": "保护树冠",
  "root zone": "根系范围",
  hydrant: "净空",
  valve: "净空",
  cover: "井盖",
};

/** Words that stand alone. */
const WORDS: Readonly<Record<string, string>> = {
  "the boundary": "用地边界",
  "the site": "用地",
  "every frontage": "沿线用地",
  "a home": "住宅",
  "a window of a home": "住宅的窗",
  "fire lane": "消防车道",
  turnaround: "回车场",
  wide: "宽",
  long: "长",
  "not surveyed": "未勘测",
  "surveyed in part": "仅部分勘测",
  "one-way": "单向",
  "two-way": "双向",
};

/** Things, lengths and words, for whatever sentence they stand in. */
export const THINGS: readonly Form[] = [
  ...Object.entries(WORDS),
  ...Object.entries(DISCS).map(([what, zh]): Form => [`the ${what} of {}`, `{0} 的${zh}`]),
  ["a window of {}", "{0} 的窗"],
  ["the wall of {}", "{0} 的外墙"],
  ...Object.entries(KINDS).map(([kind, zh]): Form => [`${kind} {}`, `${zh} {0}`]),
];
