// what a sweep varies, in words

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** `{}` is where the number goes. */
const WORDS: Readonly<Record<string, Words>> = {
  "newGreen.max": { zh: "新植绿地至多 {} m²", en: "planting at most {} m²" },
  "green.balance_min": { zh: "绿地增减不低于 {} m²", en: "green balance at least {} m²" },
  "green.ratio.min": { zh: "绿地率不低于 {}", en: "green ratio at least {}" },
  "newStalls.target": { zh: "新增车位目标 {} 个", en: "{} new stalls asked for" },
  "newStalls.min": { zh: "新增车位至少 {} 个", en: "at least {} new stalls" },
  "newStalls.max": { zh: "新增车位至多 {} 个", en: "at most {} new stalls" },
  "accessibleStalls.min": { zh: "无障碍车位至少 {} 个", en: "at least {} accessible stalls" },
  "chargingStalls.share": { zh: "充电车位比例 {}", en: "share of charging stalls {}" },
  "ebikeChargers.count": { zh: "电动自行车充电位 {} 个", en: "{} e-bike chargers" },
  "ebikeSlots.min": { zh: "非机动车位至少 {} 个", en: "at least {} e-bike slots" },
  "treesMoved.max": { zh: "移树至多 {} 棵", en: "at most {} trees moved" },
};

/** A number of a demand or of the rulebook that a sweep has set, in words; as key and number where there are none for it. */
export function variedWords(key: string, value: number): Words {
  const words = WORDS[key.replace(/^demand\./, "")] ?? { zh: `${key} = {}`, en: `${key} = {}` };
  const number = String(value).replace("-", "−");
  return { zh: words.zh.replace("{}", number), en: words.en.replace("{}", number) };
}

const SET = /^(\S+)=(-?[\d.]+(?:e-?\d+)?)$/;

/** The name of a point's plan as a sweep has made it, taken apart: the scenario's, and what was set, in words. */
export function nameInWords(name: string): { readonly name: string; readonly set: readonly Words[] } {
  const parts = name.split(" ");
  const set: Words[] = [];
  for (
    let last = SET.exec(parts.at(-1) ?? "");
    last !== null && parts.length > 1;
    last = SET.exec(parts.at(-1) ?? "")
  ) {
    set.unshift(variedWords(last[1], Number(last[2])));
    parts.pop();
  }
  return { name: parts.join(" "), set };
}
