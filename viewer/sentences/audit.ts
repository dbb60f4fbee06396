import type { Form } from "./forms.ts";

/** What the audit says of places, rule by rule in the order of the engine's files. Lengths and areas keep their units. */
export const AUDIT: readonly Form[] = [
  // accessible and charging stalls
  ["{} of {} stalls is accessible where {} is asked.", "{1} 个车位中有 {0} 个无障碍车位，应有 {2} 个。"],
  ["{} of {} stalls is accessible where {} are asked.", "{1} 个车位中有 {0} 个无障碍车位，应有 {2} 个。"],
  ["{} of {} stalls are accessible where {} is asked.", "{1} 个车位中有 {0} 个无障碍车位，应有 {2} 个。"],
  ["{} of {} stalls are accessible where {} are asked.", "{1} 个车位中有 {0} 个无障碍车位，应有 {2} 个。"],
  [
    "accessible stall {} is {} m wide with what aisle it has where {} m is asked.",
    "无障碍车位 {0} 连同通道宽 {1} m，应有 {2} m。",
  ],
  [
    "accessible stall {} has no access aisle beside it, {} m is asked.",
    "无障碍车位 {0} 旁没有无障碍通道，应有 {1} m。",
  ],
  [
    "accessible stall {} has an access aisle of {} m beside it, {} m is asked.",
    "无障碍车位 {0} 旁的无障碍通道宽 {1} m，应有 {2} m。",
  ],
  ["charging stall {} is {} m from {} where {} m is asked.", "充电车位 {0} 距 {2} {1} m，应有 {3} m。"],
  [
    "{} stalls stand nearer to a building than {} m; the nearest is {}, {} m from {}.",
    "{0} 个车位距建筑不足 {1} m；最近的是{2}，距 {4} {3} m。",
  ],
  [
    "stall {} stands nearer to a building than {} m; the nearest is {}, {} m from {}.",
    "车位 {0} 距建筑不足 {1} m：距 {4} {3} m。",
  ],

  // lockers, slots, hydrants, homes
  [
    "slots {} to {} are cut off from the road: no way of {} m leads there.",
    "非机动车位 {0} 至 {1} 没有宽 {2} m 的通路通向道路。",
  ],
  ["slot {} is cut off from the road: no way of {} m leads there.", "非机动车位 {0} 没有宽 {1} m 的通路通向道路。"],
  [
    "{} stalls of the site are removed and {} of them laid nowhere else.",
    "移除现状车位 {0} 个，其中 {1} 个未另行布置。",
  ],
  ["locker {} has no standing space: {} m where {} m is asked.", "快件箱 {0} 前没有取件场地：{1} m，应有 {2} m。"],
  [
    "locker {} is apart from its standing space: {} m where {} m is asked.",
    "快件箱 {0} 与取件场地不相接：{1} m，应有 {2} m。",
  ],
  [
    "locker {} has too shallow a standing space: {} m where {} m is asked.",
    "快件箱 {0} 前取件场地深 {1} m，应有 {2} m。",
  ],
  ["locker {} is {} m from the nearest gate.", "快件箱 {0} 距最近出入口 {1} m。"],
  ["locker {} is {} m from {}.", "快件箱 {0} 距 {2} {1} m。"],
  ["slot {} is {} × {} m where {} × {} m is asked.", "非机动车位 {0} 为 {1} × {2} m，应为 {3} × {4} m。"],
  ["stall {} is {} m from {}, {} m would be good.", "车位 {0} 距 {2} {1} m，宜有 {3} m。"],
  ["{} stands {} m from hydrant {}, {} m must stay clear.", "{0} 距消火栓 {2} {1} m，须留出 {3} m。"],
  ["Utilities are {}: {} drawn, it is clear.", "管线{0}：图上 {1} 处，周边净空。"],
  ["Utilities are {}: {} drawn, they are clear.", "管线{0}：图上 {1} 处，周边净空。"],
  ["Utilities are {}: {} gas pipe drawn.", "管线{0}：图上有燃气管 {1} 条。"],
  ["Utilities are {}: {} gas pipes drawn.", "管线{0}：图上有燃气管 {1} 条。"],
  ["slot {} has {} free at its ends where a way of {} m is asked.", "非机动车位 {0} 端部净宽 {1}，应有 {2} m 的通道。"],
  ["way for bicycles {} is {} wide where {} is asked.", "非机动车通道 {0} 宽 {1}，应有 {2}。"],
  ["the group of slots {} to {} is as long as {} where {} is the most.", "非机动车位组 {0} 至 {1} 长 {2}，最长 {3}。"],
  ["the group of slots {} to {} holds {} where {} is the most.", "非机动车位组 {0} 至 {1} 有 {2}，最多 {3}。"],
  ["{} slots", "{0} 个车位"],
  ["slot {} is {} m from door {} where {} m is asked.", "非机动车位 {0} 距单元门 {2} {1} m，应有 {3} m。"],
  ["slot {} is {} m from {}, {} m would be good.", "非机动车位 {0} 距 {2} {1} m，宜有 {3} m。"],
  ["charger {} is {} m from {}, {} m would be good.", "充电桩 {0} 距 {2} {1} m，宜有 {3} m。"],
  ["charger {} is {} m from {}, {} m is asked.", "充电桩 {0} 距 {2} {1} m，应有 {3} m。"],
  ["slot {} is {} m from {}, {} m is asked.", "非机动车位 {0} 距 {2} {1} m，应有 {3} m。"],

  // directions
  [
    "no driver gets from a gate to {} stalls on {} in the directions drawn.",
    "按图示行驶方向，从出入口到不了 {1} 上的 {0} 个车位。",
  ],
  [
    "no driver gets from {} stalls on {} to a gate in the directions drawn.",
    "按图示行驶方向，{1} 上的 {0} 个车位驶不到出入口。",
  ],
  ["no driver gets from a gate to {} in the directions drawn.", "按图示行驶方向，从出入口到不了{0}。"],
  ["no driver gets from {} to a gate in the directions drawn.", "按图示行驶方向，从{0}驶不到出入口。"],
  [
    "stall {} leans against the direction of {}: nobody drives into it forwards.",
    "车位 {0} 的斜向与 {1} 的行驶方向相反，无法前进驶入。",
  ],

  // climbers and planting
  ["{} says that it counts {} m², its size gives {} m².", "{0} 自称折算 {1} m²，按尺寸应为 {2} m²。"],
  ["green wall {} does not stand on a wall that may be greened.", "绿墙 {0} 不在可绿化的墙上。"],
  ["green wall {} is {} m high on a wall of {} m.", "绿墙 {0} 高 {1} m，墙高仅 {2} m。"],
  ["green walls {} and {} count about {} m of wall twice.", "绿墙 {0} 与 {1} 约有 {2} m 墙面重复计算。"],
  ["new green {} covers {} m² where {} m² is asked.", "新增绿地 {0} 面积 {1} m²，应不小于 {2} m²。"],
  ["new green {} is {} m wide in part where {} m is asked.", "新增绿地 {0} 局部宽 {1} m，应不小于 {2} m。"],
  ["new green {} keeps {} m off {} where {} m is asked.", "新增绿地 {0} 距 {2} {1} m，应有 {3} m。"],
  [
    "green ends {} m² below what must remain: plant {} m² more, or green {} m of {} m wall.",
    "绿地比应保留的少 {0} m²：须补种 {1} m²，或绿化 {3} m 高的墙 {2} m。",
  ],
  [
    "{} m² are credited to climbers where about {} m² of paved ground that nobody needs could be planted, {} m² in one place; the scenario lets {} m² be planted.",
    "立体绿化折算 {0} m²，但约有 {1} m² 无人使用的硬地可以种植（其中一处 {2} m²）；情景只允许新植 {3} m²。",
  ],
  [
    "{} m² are credited to climbers where about {} m² of paved ground that nobody needs could be planted, {} m² in one place.",
    "立体绿化折算 {0} m²，但约有 {1} m² 无人使用的硬地可以种植（其中一处 {2} m²）。",
  ],
  [
    "{} m² are credited to pergolas where {} m of wall that may be greened are bare; the scenario asks for no green walls.",
    "绿廊折算 {0} m²，但有 {1} m 可绿化的墙尚未绿化；情景未要求垂直绿化。",
  ],
  [
    "{} m² are credited to pergolas where {} m of wall that may be greened are bare.",
    "绿廊折算 {0} m²，但有 {1} m 可绿化的墙尚未绿化。",
  ],
  ["green ends {} m² below what must remain: plant {} m² more.", "绿地比应保留的少 {0} m²：须补种 {1} m²。"],
  ["green is {} % of the site where {} % is asked.", "绿地率 {0} %，应有 {1} %。"],
  ["tree {} is no tree of the site.", "树木 {0} 不是用地内的树。"],
  ["tree {} may not be moved: the site has it as {}.", "树木 {0} 不得迁移：现状标为 {1}。"],
  ["tree {} is one more than the {} that may go.", "树木 {0} 超出可迁移的 {1} 棵。"],
  [
    'tree {} may not be moved for "{}": that is no ground of the rulebook, and stalls are none whatever the vote.',
    "树木 {0} 不得以“{1}”为由迁移：规则库无此理由；无论表决结果如何，增设车位都不是理由。",
  ],
  ["Trees moved, each with its ground: {}.", "迁移树木及依据：{0}。"],
  [
    "Something new is laid under the crowns of {}, {} from a trunk at the nearest; no tree is moved for it.",
    "{0} 的树冠下有新设内容，距树干最近 {1}；不因此迁移树木。",
  ],
  ["stall {} of the site is drawn as removed {} off its place.", "现状车位 {0} 的移除标记偏离原位 {1}。"],
  ["Planting in the cone of sight stays below {} m: {}.", "视距三角内植物须低于 {0} m：{1}。"],

  // fire lanes
  [
    "No fire lane begins at a gate for engines: its ways out are not known.",
    "没有消防车道与消防出入口相接，尽端情况不明。",
  ],
  ["fire lane {} is a dead end of {} m, as it is today; {}.", "消防车道 {0} 为 {1} m 尽端路，现状如此；{2}。"],
  ["fire lane {} is a dead end of {} m, {} m today; {}.", "消防车道 {0} 为 {1} m 尽端路，现状 {2} m；{3}。"],
  [
    "fire lane {} is a dead end of {} m, {} more than today: from {} on it needs a turnaround.",
    "消防车道 {0} 为 {1} m 尽端路，比现状长 {2}；达到 {3} 须设回车场。",
  ],
  [
    "fire lane {} is a dead end of {} m: from {} on it needs a turnaround.",
    "消防车道 {0} 为 {1} m 尽端路；达到 {2} 须设回车场。",
  ],
  ["no place for a turnaround was found along it", "沿线未找到可设回车场的地方"],
  ["cured by a repair: {}, {} m² (none of it green)", "整改办法：{0}，铺装 {1} m²（不占绿地）"],
  ["cured by a repair: {}, {} m² ({} m² of it green)", "整改办法：{0}，铺装 {1} m²（其中绿地 {2} m²）"],
  ["widen this stretch by {} over {} m into {}", "此段拓宽 {0}，长 {1} m，占用 {2}"],
  ["widen this stretch by {} over {} m", "此段拓宽 {0}，长 {1} m"],
  ["make a place of {} × {} m to turn on at its end", "在尽端设 {0} × {1} m 回车场"],
  ["make a place of {} × {} m to turn on {} m before its end", "在距尽端 {2} m 处设 {0} × {1} m 回车场"],
  ["something stands on either side, so that no repair cures it", "两侧均有障碍，无法整改"],
  [
    "No gate for fire engines, or no engine in the rulebook: the lanes are not driven.",
    "没有消防出入口，或规则库未定消防车型：未作行驶验证。",
  ],
  ["a fire engine cannot be driven to the end of fire lane {} today: {}.", "现状消防车开不到消防车道 {0} 尽头：{1}。"],
  ["a fire engine can no longer be driven to the end of fire lane {}.", "消防车已开不到消防车道 {0} 尽头。"],
  ["a fire engine cannot be driven to the end of fire lane {}.", "消防车开不到消防车道 {0} 尽头。"],
  ["no widening of the road over green would let it", "占用绿地拓宽道路也无法通过"],
  [
    "it lacks up to {} of pavement in a turn; cured by a repair: cut this corner by {}, at most {} m² of green",
    "转弯处路面最多缺 {0}；整改办法：此处转角切去 {1}，占绿地至多 {2} m²",
  ],
  ["No way along fire lane {} was found in the steps there are.", "在限定步数内未找到沿消防车道 {0} 的行驶路线。"],
  ["no fire engine comes to turnaround {} along a lane.", "消防车沿车道到不了回车场 {0}。"],
  [
    "a fire engine cannot turn round on turnaround {} with one reversing manoeuvre.",
    "消防车在回车场 {0} 一次倒车无法掉头。",
  ],
  [
    "the bars of turnaround {} are {} wide where a lane of {} is asked.",
    "回车场 {0} 的路面宽 {1}，应有 {2} 宽的车道。",
  ],
  ["turnaround {} measures {} where {} is asked of a {}.", "回车场 {0} 尺寸 {1}，{3} 形应有 {2}。"],
  ["no fire lane runs along a long side of {}, as it is today.", "{0} 的长边均无消防车道，现状如此。"],
  ["no fire lane runs along a long side of {}, {} m less than today.", "{0} 的长边均无消防车道，比现状少 {1} m。"],
  [
    "fire lanes run along only {} m of a long side of {} where {} m are asked, as it is today.",
    "消防车道仅沿 {1} 长边 {0} m，应有 {2} m，现状如此。",
  ],
  [
    "fire lanes run along only {} m of a long side of {} where {} m are asked, {} m less than today.",
    "消防车道仅沿 {1} 长边 {0} m，应有 {2} m，比现状少 {3} m。",
  ],
  [
    "{} fire lane runs nearer to a building than {} m; the nearest is {}, {} m from {}, as it is today.",
    "{0} 条消防车道距建筑不足 {1} m；最近的是{2}，距 {4} {3} m，现状如此。",
  ],
  [
    "{} fire lanes run nearer to a building than {} m; the nearest is {}, {} m from {}, as it is today.",
    "{0} 条消防车道距建筑不足 {1} m；最近的是{2}，距 {4} {3} m，现状如此。",
  ],
  [
    "{} fire lane runs nearer to a building than {} m; the nearest is {}, {} m from {}.",
    "{0} 条消防车道距建筑不足 {1} m；最近的是{2}，距 {4} {3} m。",
  ],
  [
    "{} fire lanes run nearer to a building than {} m; the nearest is {}, {} m from {}.",
    "{0} 条消防车道距建筑不足 {1} m；最近的是{2}，距 {4} {3} m。",
  ],
  ["No gate for fire engines is drawn.", "图上没有消防出入口。"],
  ["No width is asked of fire lanes.", "对消防车道没有宽度要求。"],
  [
    "fire lane {} is {} wide, {} less than asked, as it is today; {}.",
    "消防车道 {0} 宽 {1}，比要求窄 {2}，现状如此；{3}。",
  ],
  ["fire lane {} is {} wide, {} less than asked.", "消防车道 {0} 宽 {1}，比要求窄 {2}。"],
  [
    "fire lane {} is called existing, but {} m² of it are no road today.",
    "消防车道 {0} 标为现状，但其中 {1} m² 现状不是道路。",
  ],
  ["{} reaches {} into ground that {} keeps empty.", "{0} 侵入 {2} 要求留空的地面 {1}。"],
  ["{} reaches {} into ground that {} keeps green.", "{0} 侵入 {2} 要求保留绿化的地面 {1}。"],
  ["{} reaches {} into {}, which is locked.", "{0} 侵入已锁定的 {2} {1}。"],
  ["{} reaches {} into fire lane {}.", "{0} 侵入消防车道 {2} {1}。"],
  ["{} reaches {} into turnaround {}.", "{0} 侵入回车场 {2} {1}。"],
  ["swept path {} is {} or more off the engine's way along {}.", "扫掠范围 {0} 偏离消防车沿 {2} 的行驶轨迹 {1} 以上。"],
  ["swept path {} is of {}, which is no lane of the plan.", "扫掠范围 {0} 属于 {1}，方案中没有这条车道。"],
  [
    "the engine goes {} or more beside swept path {} on its way along {}.",
    "消防车沿 {2} 行驶时超出扫掠范围 {1} {0} 以上。",
  ],

  // what exists
  [
    "stall {} is called existing but lies {} off the nearest stall of the site.",
    "车位 {0} 标为现状，但距用地内最近的车位 {1}。",
  ],
  ["stall {} of the site is kept as {} and listed as removed.", "现状车位 {0} 既作为 {1} 保留，又列为移除。"],
  ["stall {} of the site is neither kept nor listed as removed.", "现状车位 {0} 既未保留，也未列为移除。"],
  ["green {} claims ground, {} wide, that is not green today.", "绿地 {0} 占了现状并非绿地的地面，宽 {1}。"],
  ["two parts of green {} claim the same ground, {} deep.", "绿地 {0} 的两部分重叠，深 {1}。"],
  ["{} m² of green {} are neither kept nor listed as removed.", "绿地 {1} 有 {0} m² 既未保留，也未列为移除。"],
  ["stall {} of the site is locked and is removed.", "现状车位 {0} 已锁定，却被移除。"],
  ["{} m² of the ground that {} keeps green are not.", "{1} 要求保留绿化的地面有 {0} m² 不是绿地。"],
  ["{} pins a {} where the plan has none.", "{0} 在此锁定了{1}，方案中没有。"],
  ["kept and removed green count {} m² of {} twice.", "{1} 有 {0} m² 同时计入保留和移除。"],
  ["{} says {}, its features give {}.", "{0} 写为 {1}，按图应为 {2}。"],

  // doors, gates, entrances
  ["{} leaves {} before door {} where {} m is asked.", "{0} 使单元门 {2} 前只余 {1}，应有 {3} m。"],
  [
    "door {} has no paved way {} wide to a road any more: {} stands on the one that leads there today.",
    "单元门 {0} 不再有宽 {1} 的硬化步道通到道路：{2} 占了现状步道。",
  ],
  ["{} stands {} deep in the {} m inside gate {}.", "{0} 侵入出入口 {3} 内侧 {2} m 范围 {1}。"],
  [
    "{} stands {} deep in the {}° that a driver at gate {} must see.",
    "{0} 侵入出入口 {3} 处驾驶员 {2}° 视距范围 {1}。",
  ],
  ["fire gate {} is {} wide where {} m is asked.", "消防出入口 {0} 宽 {1}，应有 {2} m。"],
  ["fire gate {} is {} high, and the engine {}.", "消防出入口 {0} 净高 {1}，消防车高 {2}。"],
  ["entrance {} is {} wide where {} m is asked.", "出入口 {0} 宽 {1}，应有 {2} m。"],
  [
    "{} stalls ask for {} entrances and there is {}, enough for {}.",
    "{0} 个车位须设 {1} 个出入口，现有 {2} 个，只够 {3} 个车位。",
  ],
  [
    "{} stalls ask for {} entrances and there are {}, enough for {}.",
    "{0} 个车位须设 {1} 个出入口，现有 {2} 个，只够 {3} 个车位。",
  ],

  // stalls and the way to them
  ["stall {} names no aisle, which is neither an aisle of the plan nor a road of the site.", "车位 {0} 没有注明通道。"],
  [
    "stall {} names {}, which is neither an aisle of the plan nor a road of the site.",
    "车位 {0} 注明的 {1} 既不是方案的通道，也不是现状道路。",
  ],
  [
    "stall {} at {}° stands on a {} aisle, which the rules do not know.",
    "车位 {0} 以 {1}° 停在{2}通道旁，规则库无此形式。",
  ],
  ["the mouth of stall {} is {} away from {}.", "车位 {0} 的开口距 {2} {1}。"],
  ["stall {} says {}°, but the cosine of its angle to {} is {}.", "车位 {0} 注明 {1}°，但与 {2} 夹角的余弦为 {3}。"],
  [
    "in front of the mouth of stall {} {} of the {} aisle is not drivable.",
    "车位 {0} 开口前 {2} 通道中有 {1} 不可行车。",
  ],
  [
    "in front of the mouth of stall {} {} of the {} aisle is taken by {}.",
    "车位 {0} 开口前 {2} 通道中有 {1} 被 {3} 占用。",
  ],
  [
    "the way in to stall {} leads through only {} of gate {} where {} is asked.",
    "去车位 {0} 的路只用得上出入口 {2} 的 {1}，应有 {3}。",
  ],
  ["no way for a car leads from a gate to stall {}.", "从出入口没有车路通到车位 {0}。"],
  [
    "the way from the gate to stall {} is only {} wide where {} is asked.",
    "从出入口到车位 {0} 的路最窄处 {1}，应有 {2}。",
  ],
  ["stall {} is {} wide where {} is asked at {}°.", "车位 {0} 宽 {1}，{3}° 停车应有 {2}。"],
  ["stall {} is {} long where {} is asked at {}°.", "车位 {0} 长 {1}，{3}° 停车应有 {2}。"],
  ["stall {} has a hole.", "车位 {0} 中有洞。"],
  ["stall {} runs clockwise.", "车位 {0} 的边界为顺时针。"],
  ["stall {} has {} corners, not 4.", "车位 {0} 有 {1} 个角，应为 4 个。"],
  ["stall {} is not the {} × {} rectangle that it says, by {}.", "车位 {0} 与所注 {1} × {2} 矩形相差 {3}。"],
  ["a car in stall {} has {} beside it to {} where {} m is asked.", "车位 {0} 中的车与 {2} 净距 {1}，应有 {3} m。"],

  // references
  ["{} serves {}, which is no {} of the plan.", "{0} 服务的 {1} 不在方案中。"],
  ["{} removes {}, which is no stall of the site.", "{0} 所指 {1} 不是现状车位。"],
  ["{} removes stall {} a second time.", "{0} 重复移除车位 {1}。"],
  ["{} removes stall {}, which is to be kept.", "{0} 移除了应保留的车位 {1}。"],
  ["{} takes {}, which is no green of the site.", "{0} 所指 {1} 不是现状绿地。"],
  ["{} takes green {}, which may not be converted.", "{0} 占用了不可改造的绿地 {1}。"],
  ["{} is said to hold {} slots, {} are drawn in it.", "{0} 注明 {1} 个车位，图上画了 {2} 个。"],
  ["{} is said to be in a shed, but no rebuilt shed is there.", "{0} 注明在车棚内，但该处没有翻建的车棚。"],
  ["{} moves {}, which is no tree of the site.", "{0} 所指 {1} 不是现状树木。"],
  ["One place fails: see {}.", "有一处不符：见 {0}。"],
  ["{} places fail: see {}.", "有 {0} 处不符：见 {1}。"],

  // where things stand
  ["{} lies {} outside {}.", "{0} 超出{2} {1}。"],
  ["{} stands {} outside {}.", "{0} 超出{2} {1}。"],
  ["{} overlaps {} by {}.", "{0} 与 {1} 重叠 {2}。"],
  ["{} reaches {} into {}.", "{0} 侵入 {2} {1}。"],

  // pipes and walls
  [
    "gas pipe {} lies {} deep under {} where {} m of cover is asked: ask the gas company.",
    "燃气管 {0} 在 {2} 下埋深 {1}，应有覆土 {3} m：请与燃气公司联系。",
  ],
  ["The depth of {} is not known.", "{0} 的埋深不明。"],
  ["The height of {} is not known.", "{0} 的高度不明。"],
  ["{} is {} m from {} where {} m is asked.", "{0} 距 {2} {1} m，应有 {3} m。"],
  ["{} is {} m from {}, {} m is asked.", "{0} 距 {2} {1} m，应有 {3} m。"],
];
