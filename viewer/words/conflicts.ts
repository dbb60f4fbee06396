import type { Phrase } from "./parts.ts";

/** Where codes disagree, by the rulebook's ids: what about, and what is done about it. */
export const CONFLICTS: Readonly<Record<string, readonly [topic: Phrase, engine: Phrase]>> = {
  X1: [
    [
      "停车场与建筑 6 m 间距（GB 50067 4.2.1）是否适用于小区车位",
      "Whether 6 m to buildings (GB 50067 4.2.1) is meant for a compound's stalls",
    ],
    ["只提醒并写明距离；充电车位必须满足 6 m", "Warned of, with the distance; charging stalls keep 6 m"],
  ],
  X2: [
    ["消防车道 4 m 出自哪部规范", "Which code asks for a fire lane of 4 m"],
    [
      "数值引 GB 50016 7.1.8，责任引 GB 55037 3.4.5，必须满足",
      "The number of GB 50016 7.1.8, the duty of GB 55037 3.4.5; it is kept",
    ],
  ],
  X3: [
    ["消防车道坡度 8 % 还是 10 %", "Slope of fire lanes, 8 % or 10 %"],
    ["10 % 为应，8 % 为宜", "10 % shall, 8 % should"],
  ],
  X4: [
    ["尽端路长度：GB 50352 为 120 m，GB 55037 为 40 m", "Dead ends: 120 m in GB 50352, 40 m in GB 55037"],
    ["消防车走的路按 40 m", "40 m wherever the fire engine goes"],
  ],
  X5: [
    [
      "无障碍车位：GB 50763 为 0.5 %，GB 55019 为 1 %、至少 1 个",
      "Accessible stalls: 0.5 % in GB 50763, 1 % and at least one in GB 55019",
    ],
    ["取多者，至少 1 个", "The larger of both, at least one"],
  ],
  X6: [
    ["绿地距建筑、道路的起算距离", "From where green counts beside walls and roads"],
    [
      "1.0 m（集中绿地 1.5 m），可按地方规定改",
      "1.0 m (concentrated green 1.5 m); a district's own file may say otherwise",
    ],
  ],
  X7: [
    ["植草砖是否折算绿地", "Whether grass pavers count as green"],
    ["上海不折算", "Not in Shanghai"],
  ],
  X8: [
    ["更新项目的绿地率", "Greening ratio of a renewal"],
    ["只要求绿地不减少；25 %、30 %、35 % 仅供参考", "Green must not shrink; 25, 30 and 35 % are for information"],
  ],
  X9: [
    ["车位宽度 2.4 m 还是 2.5 m", "Width of a stall, 2.4 or 2.5 m"],
    ["按规范下限 2.4 × 5.3 m，可另设", "The code's least, 2.4 × 5.3 m; it can be set otherwise"],
  ],
  X10: [
    ["车与车净距 0.6 m 还是 0.5 m", "Between cars, 0.6 or 0.5 m"],
    ["车宽 1.8 m、车位宽 2.4 m 时两者都满足", "Both are kept by 2.4 m for a car of 1.8 m"],
  ],
  X11: [
    ["转弯半径指车轮还是路缘", "Whether a turning radius is the wheel's or the kerb's"],
    ["按消防车外前轮逐步行驶验证", "The engine is driven on its outer front wheel's circle"],
  ],
  X12: [
    ["表决比例 3/4 还是 1/2", "A vote of 3/4 or of 1/2"],
    ["绿地或共有部分改变用途按 3/4", "3/4 where green or common ground changes its use"],
  ],
  X13: [
    ["501 至 1000 个车位的无障碍数量（ADA）", "Accessible stalls of 501 to 1,000 (ADA)"],
    ["2 %，向上取整", "2 %, rounded up"],
  ],
  X14: [
    ["非机动车位与建筑的距离", "From e-bikes to buildings"],
    ["3 m 必须满足，6 m 提醒；均待核实", "3 m is kept, 6 m is warned of; both to be confirmed"],
  ],
  X15: [
    ["既有小区是否执行新通用规范", "Whether new general codes bind what exists"],
    ["新增内容必须满足，现状问题列为遗留", "What is new keeps them, what is there is told as inherited"],
  ],
};
