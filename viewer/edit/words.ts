import type { Language } from "../state.ts";

type Phrase = Readonly<Record<Language, string>>;

/** Strings of the edit tools, which come with them. `{}` stands for a value. */
const EDIT_WORDS = {
  hint: {
    zh: "在图上点选方案中的一件东西，锁定它或空出其位置；或画出一块地，不放东西或保留为绿地。其余重新求解。",
    en: "Click a thing of the plan on the drawing to pin it or to keep its place free, or draw an area that is to stay empty or green. The rest is solved around it.",
  },
  areas: { zh: "画一块地", en: "Draw an area" },
  drawEmpty: { zh: "不放东西", en: "Keep out" },
  drawGreen: { zh: "保留绿地", en: "Keep green" },
  thing: { zh: "方案中的一件", en: "Thing of the plan" },
  noThing: { zh: "未选", en: "None chosen" },
  pin: { zh: "锁定", en: "Pin" },
  unpin: { zh: "取消锁定", en: "Unpin" },
  keepFree: { zh: "空出位置", en: "Keep its place free" },
  keepGreen: { zh: "保留绿地", en: "Keep green" },
  release: { zh: "不选", en: "Choose nothing" },
  list: { zh: "修改", en: "Edits" },
  empty: { zh: "还没有修改", en: "No edits yet" },
  show: { zh: "在图上看修改 {}", en: "Show edit {} on the drawing" },
  remove: { zh: "删除", en: "Remove" },
  removeOf: { zh: "删除修改 {}", en: "Remove edit {}" },
  pinned: { zh: "锁定{}", en: "{}, pinned" },
  placeFree: { zh: "空出{}的位置", en: "Place of {}, kept free" },
  areaEmpty: { zh: "不放东西 {}", en: "Kept out, {}" },
  areaGreen: { zh: "保留绿地 {}", en: "Kept green, {}" },
  squareMetres: { zh: "{} m²", en: "{} m²" },
  again: { zh: "重新求解", en: "Solve again" },
  againHint: { zh: "接续上一方案，其余尽量不动", en: "Goes on from the last plan and stays close to it" },
  afresh: { zh: "从头求解", en: "Solve afresh" },
  afreshHint: { zh: "修改照办，其余不管上一方案", en: "Obeys the edits and forgets the last plan" },
  undo: { zh: "撤销", en: "Undo" },
  undoHint: { zh: "撤销上一次修改（Ctrl+Z）", en: "Undo: takes the last change of the edits back (Ctrl+Z)" },
  redo: { zh: "重做", en: "Redo" },
  redoHint: {
    zh: "重做刚撤销的修改（Ctrl+Shift+Z 或 Ctrl+Y）",
    en: "Redo: puts the change that was taken back in again (Ctrl+Shift+Z or Ctrl+Y)",
  },
  saveScenario: { zh: "下载情景", en: "Download the scenario" },
  saveHint: { zh: "情景连同修改（JSON），可再打开", en: "The scenario with its edits (JSON), to be opened again" },
  waiting: { zh: "修改尚未求解", en: "Edits not solved yet" },
  corners: { zh: "已有 {} 个角", en: "Corners: {}" },
  byPointer: {
    zh: "点击定角；双击或回车闭合，Esc 取消",
    en: "Click corners; double click or Enter closes, Escape cancels",
  },
  byTouch: { zh: "点按定角", en: "Tap corners" },
  byKeys: {
    zh: "方向键移动，空格定角，退格退回，回车闭合，Esc 取消",
    en: "Arrows move, Space sets a corner, Backspace takes it back, Enter closes, Escape cancels",
  },
  close: { zh: "闭合", en: "Close the area" },
  back: { zh: "退一步", en: "Take back" },
  cancel: { zh: "取消", en: "Cancel" },
} as const satisfies Readonly<Record<string, Phrase>>;

/** What may be pinned, by kind. */
const KIND_WORDS: Readonly<Record<string, Phrase>> = {
  stall: { zh: "车位", en: "Stall" },
  locker: { zh: "快件箱", en: "Locker" },
  lockerPad: { zh: "取件区", en: "Standing space" },
  ebikeSlot: { zh: "非机动车位", en: "E-bike slot" },
  ebikeCharger: { zh: "非机动车充电桩", en: "E-bike charger" },
  charger: { zh: "汽车充电桩", en: "Car charger" },
  shed: { zh: "车棚", en: "Shed" },
  bikeAisle: { zh: "非机动车通道", en: "Bicycle aisle" },
  green: { zh: "绿地", en: "Green" },
  road: { zh: "道路", en: "Road" },
  paved: { zh: "硬地", en: "Paved ground" },
  activity: { zh: "活动场地", en: "Activity ground" },
};

export type EditWord = keyof typeof EDIT_WORDS;

/** A string of the edit tools, its `{}` filled in from left to right. */
export function sayEdit(language: Language, word: EditWord, ...values: readonly string[]): string {
  let n = 0;
  return EDIT_WORDS[word][language].replace(/\{\}/g, () => values[n++] ?? "");
}

/** What a kind is called; as it is in the file where there is no word for it. */
export function kindWord(language: Language, kind: string): string {
  return KIND_WORDS[kind]?.[language] ?? kind;
}

/** A thing by its kind and its name, or its id where it has none. */
export function titleOfThing(language: Language, feature: { readonly kind: string; readonly id: string }): string {
  const { kind, id } = feature;
  const name = "name" in feature && typeof feature.name === "string" ? feature.name : id;
  // an id that is its kind and a number says its kind twice
  return `${kindWord(language, kind)} ${name.startsWith(`${kind}-`) ? name.slice(kind.length + 1) : name}`;
}
