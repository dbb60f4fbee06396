import type { SiteFeature } from "./site.ts";

// what a reader calls things: sentences and lists name them by their ids, which files keep

type Tongue = "en" | "zh";

interface Noun {
  readonly en: string;
  readonly zh: string;
  /** What else stands before an id of the kind in sentences, in either language. */
  readonly also?: readonly string[];
}

/** By kind, as in ids that are made: `fireLane-3`. */
const NOUNS: Readonly<Record<string, Noun>> = {
  accessAisle: { en: "access aisle", zh: "无障碍通道" },
  activity: { en: "activity place", zh: "活动场地" },
  aerialSite: { en: "aerial site", zh: "登高操作场地" },
  aisle: { en: "aisle", zh: "通道" },
  bikeAisle: { en: "bicycle way", zh: "非机动车通道", also: ["way for bicycles"] },
  building: { en: "building", zh: "建筑", also: ["home"] },
  charger: { en: "charger", zh: "充电桩" },
  driveway: { en: "driveway", zh: "进出车道" },
  ebikeCharger: { en: "e-bike charger", zh: "非机动车充电桩" },
  ebikeSlot: { en: "bicycle slot", zh: "非机动车位", also: ["slot", "非机动车位组"] },
  entrance: { en: "door", zh: "单元门", also: ["出入口"] },
  fireLane: { en: "fire lane", zh: "消防车道" },
  frontage: { en: "frontage", zh: "沿街地带" },
  gate: { en: "gate", zh: "出入口", also: ["entrance"] },
  green: { en: "green", zh: "绿地" },
  greenRemoved: { en: "green taken", zh: "移除绿地" },
  informalStall: { en: "informal place", zh: "非正式停车处" },
  locker: { en: "locker", zh: "快件箱" },
  lockerPad: { en: "locker pad", zh: "取件场地" },
  locks: { en: "lock", zh: "锁定项" },
  obstruction: { en: "obstruction", zh: "障碍物" },
  paved: { en: "paved ground", zh: "硬地" },
  pergola: { en: "pergola", zh: "绿廊" },
  pinned: { en: "pinned place", zh: "锁定位置" },
  repair: { en: "repair", zh: "整改" },
  reserve: { en: "reserve", zh: "预留用地" },
  road: { en: "road", zh: "道路" },
  shed: { en: "shed", zh: "车棚" },
  stall: { en: "stall", zh: "车位" },
  stallRemoved: { en: "stall removed", zh: "移除车位" },
  sweptPath: { en: "swept path", zh: "扫掠范围" },
  tree: { en: "tree", zh: "树木" },
  treeMoved: { en: "moved tree", zh: "移栽树木" },
  turnaround: { en: "turnaround", zh: "回车场" },
  utility: { en: "utility", zh: "管线设施", also: ["hydrant", "gas pipe", "消火栓", "燃气管"] },
  wall: { en: "wall", zh: "墙" },
  wallGreen: { en: "green wall", zh: "绿墙" },
  window: { en: "window", zh: "窗" },
  yard: { en: "yard", zh: "院落" },
};

/** An id as the engine makes it. */
const MADE = /(?<![\w.[-])([a-zA-Z]+)-(\d+)(?![\w-])/g;

/** A kind as one word before an id: "lockerPad LP1". */
const KIND = /(?<![\w.-])([a-z]+(?:[A-Z][a-z]+)+)(?= \S)/g;

/** Between two of a kind the second is a number only. */
const LISTED = /^(?:, | and | to |、| 与 | 至 |，)$/;

/** A sentence or a list as a reader wants it: "fire lane 3" for `fireLane-3`, 消防车道 3, and things by their own names. */
export function named(said: string, tongue: Tongue, names: ReadonlyMap<string, string> = NONE): string {
  const text =
    tongue === "zh" ? said : said.replace(KIND, (kind) => (Object.hasOwn(NOUNS, kind) ? NOUNS[kind].en : kind));
  let out = "";
  let at = 0;
  let last = { kind: "", end: -1 };
  for (const found of text.matchAll(MADE)) {
    const [id, kind, n] = found;
    const noun = Object.hasOwn(NOUNS, kind) ? NOUNS[kind] : null;
    if (noun === null || names.has(id)) continue;
    out += text.slice(at, found.index);
    const isSecond = last.kind === kind && LISTED.test(text.slice(last.end, found.index));
    out += isSecond || isSaid(out, noun, tongue) ? n : `${noun[tongue]} ${n}`;
    at = found.index + id.length;
    last = { kind, end: at };
  }
  out += text.slice(at);
  for (const [id, name] of names) if (text.includes(id)) out = out.replace(whole(id), () => name);
  return out;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Is it said already what comes, such as "charging stall" before the number of a stall? */
function isSaid(before: string, noun: Noun, tongue: Tongue): boolean {
  const words = [noun[tongue], ...(noun.also ?? [])];
  const end = before.trimEnd().toLowerCase();
  return words.some((word) => end.endsWith(word) || end.endsWith(`${word}s`));
}

function whole(id: string): RegExp {
  return new RegExp(`(?<![\\w-])${id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g");
}

/** Names that things of a site have in its file, by id. */
export function namesOf(features: readonly Pick<SiteFeature, "id" | "name" | "kind">[]): ReadonlyMap<string, string> {
  return new Map(features.flatMap(({ id, name, kind }) => (name === null || kind === "site" ? [] : [[id, name]])));
}
