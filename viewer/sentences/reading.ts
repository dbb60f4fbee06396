import type { Form } from "./forms.ts";

/** What was mended or taken for granted when a file was read, and what stood in the way of a demand. */
export const READING: readonly Form[] = [
  ["Of the lot only the outline is known; its ground is taken as paved and free.", "只知地块轮廓，按空闲硬地处理。"],
  ["Of the lot only the outline is known; its ground is taken as green and free.", "只知地块轮廓，按空闲绿地处理。"],
  [
    "There is no gate for cars; one of {} m is assumed where a road meets the boundary.",
    "没有机动车出入口，假定在道路与边界相交处设 {0} m 一处。",
  ],
  [
    "The plan was made for another version of the site file; both are taken as they are.",
    "方案是按另一版现状文件做的；两者均照原样采用。",
  ],
  [
    "There is no gate for cars; one of {} is assumed in the middle of the longest edge.",
    "没有机动车出入口，假定在最长边中点设 {0} 一处。",
  ],
  ["Road {} lies outside the site or under buildings and was left out.", "道路 {0} 在用地外或建筑下，已略去。"],
  ["Road {} is cut into {} parts by the boundary or by buildings: {}.", "道路 {0} 被边界或建筑分为 {1} 段：{2}。"],
  ["{} tree has no crownRadius; {} m is taken.", "{0} 棵树未注冠幅，取半径 {1} m。"],
  ["{} trees have no crownRadius; {} m is taken.", "{0} 棵树未注冠幅，取半径 {1} m。"],
  ["{} greenable wall has no height; {} m is taken.", "{0} 面可绿化墙未注高度，取 {1} m。"],
  ["{} greenable walls have no height; {} m is taken.", "{0} 面可绿化墙未注高度，取 {1} m。"],
  ["{} ring ran the wrong way round and was turned.", "{0} 个环方向相反，已调整。"],
  ["{} rings ran the wrong way round and were turned.", "{0} 个环方向相反，已调整。"],
  ["Heights in coordinates were left out.", "坐标中的高程已略去。"],
  ["{}: the ring was not closed; it is taken as closed.", "{0}：环未闭合，按闭合处理。"],
  ["{}: {} repeated position was left out.", "{0}：略去 {1} 个重复点。"],
  ["{}: {} repeated positions were left out.", "{0}：略去 {1} 个重复点。"],
  ["{}: {} spike without width was left out.", "{0}：略去 {1} 处无宽度的尖刺。"],
  ["{}: {} spikes without width were left out.", "{0}：略去 {1} 处无宽度的尖刺。"],
  ["{}: {} hole without area was left out.", "{0}：略去 {1} 个无面积的洞。"],
  ["{}: {} holes without area were left out.", "{0}：略去 {1} 个无面积的洞。"],
  ["{}: {} position on a straight edge was left out.", "{0}：略去直边上的 {1} 个点。"],
  ["{}: {} positions on straight edges were left out.", "{0}：略去直边上的 {1} 个点。"],
  ["No households are given: the locker has {} columns, a typical bank.", "未注户数：快件箱按常见的 {0} 列设置。"],
  [
    "The locker is sized for {} households, a compartment each ({} a column and a column for control): {} columns.",
    "快件箱按 {0} 户、每户一格设置（每列 {1} 格，另加一列主控）：{2} 列。",
  ],

  // what binds
  ["room beside the roads", "路旁已无空位"],
  ["room on the frontage", "沿线已无空位"],
  ["room on paved leftovers", "硬地边角已无空位"],
  ["room in the shed", "车棚内已无空位"],
  ["no place found that every rule allows", "未找到各项规则都允许的位置"],
  ["the rules know no aisle for the angles and kinds of this layout", "规则库没有这种停车形式的通道宽度"],
  ["the site has no gate for cars", "用地没有机动车出入口"],
  ["nothing of the site is free for stalls", "用地内没有可停车的空地"],
];
