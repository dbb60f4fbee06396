import type { WeightName } from "../protocol.ts";
import { type Form, translator } from "../sentences/forms.ts";
import type { Language } from "../state.ts";

type Phrase = Readonly<Record<Language, string>>;

/** Strings of the weights, which come with them. `{}` stands for a value. */
const WEIGHT_WORDS = {
  title: { zh: "居民的权重", en: "Residents' weights" },
  hint: {
    zh: "一个车位、一平方米保留的绿地等各值多少，彼此相比。先按全部权重选择各处用途，再各去掉一项：变了的就是这一项的作用。",
    en: "What one of each is worth, against the others. Uses of the ground are chosen by all weights and once without each: what changes is what that weight moved.",
  },
  weigh: { zh: "权衡", en: "Weigh" },
  weighing: { zh: "正在权衡…", en: "Weighing…" },
  chosen: { zh: "按全部权重", en: "By all weights" },
  without: { zh: "不计“{}”", en: "Without “{}”" },
  nothing: { zh: "没有变化", en: "Nothing changes" },
  moved: { zh: "{}：{}，不计则 {}", en: "{}: {}; without it: {}" },
  place: { zh: "{} {}–{} m 路旁", en: "Beside {}, {}–{} m" },
  leftover: { zh: "硬地边角 {}", en: "Paved leftover {}" },
  paved: { zh: "其他硬地", en: "Other paved ground" },
  frontage: { zh: "沿街设施带 {}", en: "Street frontage {}" },
  shed: { zh: "车棚 {}", en: "Shed {}" },
  charging: { zh: "充电车位", en: "Charging stalls" },
  posts: { zh: "充电桩", en: "Charging posts" },
  gate: { zh: "大门旁", en: "By the gate" },
  stalls: { zh: "新增车位", en: "New stalls" },
  greenTaken: { zh: "占绿 m²", en: "Green m²" },
  ebikeSlots: { zh: "非机动车位", en: "E-bike slots" },
  homes: { zh: "近窗住户", en: "Homes near" },
} as const satisfies Readonly<Record<string, Phrase>>;

/** What residents may care about: one of each is what a weight is of. */
export const CARES: Readonly<Record<WeightName, Phrase>> = {
  stalls: { zh: "车位", en: "Stall" },
  charging: { zh: "可充电", en: "Charging at a stall" },
  ebikes: { zh: "非机动车位", en: "E-bike slot" },
  locker: { zh: "快件箱", en: "Locker" },
  green: { zh: "保留绿地，每 m²", en: "Green kept, a m²" },
  homes: { zh: "车位距窗 6 m 以上，每户", en: "Home kept 6 m off" },
  activities: { zh: "保留活动场地", en: "Activity place kept" },
};

/** Choices as the engine words them. */
const CHOICES: readonly Form[] = [
  ["stays as it is", "维持现状"],
  ["{} stall on {} m² of green", "{0} 个车位，占绿 {1} m²"],
  ["{} stalls on {} m² of green", "{0} 个车位，占绿 {1} m²"],
  ["{} e-bike slot with posts", "{0} 个带充电桩的非机动车位"],
  ["{} e-bike slots with posts", "{0} 个带充电桩的非机动车位"],
  ["rebuilt with {}", "翻建，{0}"],
  ["{} e-bike slot", "{0} 个非机动车位"],
  ["{} e-bike slots", "{0} 个非机动车位"],
  ["{} charging stall", "{0} 个充电车位"],
  ["{} charging stalls", "{0} 个充电车位"],
  ["{} locker", "{0} 组快件箱"],
  ["{} lockers", "{0} 组快件箱"],
  ["given up", "取消"],
  ["kept", "保留"],
];

const inChinese = translator(CHOICES);

/** A choice in the reader's language. */
export function choiceText(language: Language, choice: string): string {
  return language === "zh" ? inChinese(choice) : choice;
}

export type WeightWord = keyof typeof WEIGHT_WORDS;

/** A string of the weights, its `{}` filled in from left to right. */
export function sayWeight(language: Language, word: WeightWord, ...values: readonly string[]): string {
  let n = 0;
  return WEIGHT_WORDS[word][language].replace(/\{\}/g, () => values[n++] ?? "");
}
