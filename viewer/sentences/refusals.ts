import type { Form } from "./forms.ts";

/** Why a file is refused, without the file and the place that the sentence begins with. Keys of files stay as they are. */
export const REFUSALS: readonly Form[] = [
  // not a file that can be read
  ["this is not JSON: there is {} where {} would be right.", "这不是 JSON：{0} 处应为{1}。"],
  ["this is not JSON: the file ends where {} would be right.", "这不是 JSON：文件在此中断，应为{0}。"],
  [
    "this is no GeoJSON; a FeatureCollection of site features would be right.",
    "这不是 GeoJSON；应为用地要素的 FeatureCollection。",
  ],
  ["this is no plan; a GeoJSON FeatureCollection would be right.", "这不是方案；应为 GeoJSON FeatureCollection。"],
  ["the file has {} MB, at most {} MB are read.", "文件有 {0} MB，最多读取 {1} MB。"],
  ["lists and objects stand {} deep in each other; at most {} would be right.", "列表与对象嵌套 {0} 层；最多 {1} 层。"],
  ["{} lists of numbers; at most 200000 vertices would be right.", "有 {0} 组数字；最多 200000 个顶点。"],
  ["more than {} vertices; a site with fewer would be right.", "顶点超过 {0} 个；请减少顶点。"],
  ["{} vertices; at most {} would be right.", "有 {0} 个顶点；最多 {1} 个。"],

  // weights
  [
    "{} m² more green than today cannot be planted here whatever is chosen; a lower balance would be right.",
    "无论如何取舍，这里都无法比现状多出 {0} m² 绿地；请降低绿地增减要求。",
  ],

  // features
  ["there is no list; a list of features would be right.", "没有列表；应为要素列表。"],
  ['the list is empty; a feature of kind "site" would be right.', "列表为空；应有 kind 为 “site” 的要素。"],
  [
    'there is no feature of kind "site"; one Polygon of that kind would be right.',
    "没有 kind 为 “site” 的要素；应有一个该类 Polygon。",
  ],
  [
    'a second site; one feature of kind "site" a file would be right.',
    "这是第二个用地；一个文件只应有一个 kind 为 “site” 的要素。",
  ],
  ["{} is no Feature; {} would be right.", "{0} 不是 Feature；应为 {1}。"],
  ["there is none; one of {} would be right.", "没有填写；应为 {0} 之一。"],
  ["nothing is no kind of a plan; one of {} would be right.", "没有填写方案要素的种类；应为 {0} 之一。"],
  ["{} is no kind of a plan; one of {} would be right.", "{0} 不是方案要素的种类；应为 {1} 之一。"],
  ["{} is no kind of a plan; did you mean {}?", "{0} 不是方案要素的种类；是否应为 {1}？"],
  ["{} is no kind; one of {} would be right.", "{0} 不是要素种类；应为 {1} 之一。"],
  ["{} is no kind; {} would be right.", "{0} 不是要素种类；应为 {1}。"],
  ["a site is a {}; one Polygon a feature would be right.", "用地是 {0}；每个要素应为一个 Polygon。"],
  ["a {} is without geometry; {} would be right.", "{0} 没有几何图形；应为 {1}。"],
  ["a {} is a {}; {} would be right.", "{0} 是 {1}；应为 {2}。"],
  ["this {} has no geometry; {} would be right.", "{0} 没有几何图形；应为 {1}。"],
  ["this {} is a {}; {} would be right.", "{0} 是 {1}；应为 {2}。"],
  ["{} is also the id of {}; an id of its own would be right.", "{0} 也是 {1} 的 id；各要素的 id 不得相同。"],
  ["{} stands twice; an id of its own would be right.", "{0} 出现两次；各要素的 id 不得相同。"],

  // geometry
  ["there is no ring; a Polygon has at least one.", "没有环；Polygon 至少有一个环。"],
  ["the ring crosses itself at {}; rings that do not cross would be right.", "环在 {0} 处自相交；环不得相交。"],
  ["hole {} crosses itself at {}; rings that do not cross would be right.", "第 {0} 个洞在 {1} 处自相交；环不得相交。"],
  [
    "hole {} crosses the outer ring at {}; rings that do not cross would be right.",
    "第 {0} 个洞与外环在 {1} 处相交；环不得相交。",
  ],
  [
    "hole {} crosses hole {} at {}; rings that do not cross would be right.",
    "第 {0} 个洞与第 {1} 个洞在 {2} 处相交；环不得相交。",
  ],
  [
    "the hole at {} lies outside the outer ring; a hole within it would be right.",
    "{0} 处的洞在外环之外；洞应在外环之内。",
  ],
  [
    "the hole at {} lies within hole {}; holes beside each other would be right.",
    "{0} 处的洞在第 {1} 个洞之内；洞应互不包含。",
  ],
  [
    "too many edges lie over each other at {} to be checked; a ring that does not cross would be right.",
    "{0} 处重叠的边太多，无法检查；环不得相交。",
  ],
  [
    "the ring has no area ({} m²); a ring around some ground would be right.",
    "环没有面积（{0} m²）；应为围合地面的环。",
  ],
  ["the line has no length; two different positions would be right.", "线没有长度；应为两个不同的点。"],
  ["{} positions; at least {} would be right.", "有 {0} 个点；至少应有 {1} 个。"],
  ["{} is no coordinate; a number would be right.", "{0} 不是坐标；应为数字。"],
  ["{} is no position; {} would be right.", "{0} 不是点；应为 {1}。"],
  ["{} is no list of positions; {} would be right.", "{0} 不是点的列表；应为 {1}。"],
  ["{} has latitude first; {} = {} would be right.", "{0} 把纬度写在前面；应为 [经度, 纬度] = {2}。"],
  ["{} has latitude first; {} would be right.", "{0} 把纬度写在前面；应为 {1}。"],
  ["{} has the northing first; {} = {} would be right.", "{0} 把北坐标写在前面；应为 [东, 北] = {2}。"],
  ["{} has the northing first; {} would be right.", "{0} 把北坐标写在前面；应为 {1}。"],
  [
    '{} is out of range for longitude and latitude; for metres the file needs a "crs" member.',
    "{0} 超出经纬度范围；以米为单位的文件须有 “crs”。",
  ],
  ["{} is out of range; metres below {} would be right.", "{0} 超出范围；应为小于 {1} 的米数。"],
  ["{} is out of range of {}; for this easting {} would be right.", "{0} 超出 {1} 的范围；此东坐标应为 {2}。"],
  [
    "{} is out of range of {}; an easting from {} to {} and a northing from {} to {} would be right.",
    "{0} 超出 {1} 的范围；东坐标应在 {2} 至 {3}，北坐标应在 {4} 至 {5}。",
  ],
  ["a stall has a hole; exactly 4 corners would be right.", "车位中有洞；应恰有 4 个角。"],
  ["a stall has {} corners; exactly 4 corners would be right.", "车位有 {0} 个角；应恰有 4 个角。"],
  ["the gate lies {} m off the boundary; within {} m of it would be right.", "出入口距边界 {0} m；应在 {1} m 以内。"],
  [
    "the gate is {} m wide; a line along the boundary, as wide as the opening, would be right.",
    "出入口宽 {0} m；应为沿边界、与开口同宽的线。",
  ],
  [
    "the {} lies {} m from the site; coordinates within {} m of it would be right.",
    "{0} 距用地 {1} m；坐标应在 {2} m 以内。",
  ],
  ["the site is {} km across; a parcel of less than {} km would be right.", "用地跨度 {0} km；应小于 {1} km。"],
  ["{} lies {} km from the site; a position within {} km would be right.", "{0} 距用地 {1} km；应在 {2} km 以内。"],
  [
    "a one-way road drawn as a Polygon has no direction; a centreline in travel direction would be right.",
    "画成 Polygon 的单行道没有方向；应有沿行驶方向的中心线。",
  ],

  // coordinates
  ["this is no named system; {} would be right.", "坐标系没有名称；应为 {0}。"],
  [
    "{} is not known; EPSG:4513 to 4554 (CGCS2000), UTM, EPSG:4326, a PROJ string {} or {} would be right.",
    "{0} 不是已知坐标系；应为 EPSG:4513 至 4554（CGCS2000）、UTM、EPSG:4326、PROJ 字符串 {1} 或 {2}。",
  ],
  ["{} is not in metres; a system with +units=m would be right.", "{0} 不以米为单位；应为 +units=m 的坐标系。"],
  ["{} cannot be used; a PROJ string such as {} would be right.", "{0} 无法使用；应为 {1} 之类的 PROJ 字符串。"],
  ["the plan is in {}, its site in {}; the site's would be right.", "方案的坐标系为 {0}，用地的为 {1}；应与用地一致。"],
  ["longitude/latitude", "经纬度"],

  // locks
  [
    "nothing is called {}; an id of the site file, or of the plan that is gone on from, would be right.",
    "没有名为 {0} 的要素；应为用地文件或所沿用方案中的 id。",
  ],
  [
    "nothing is called {}; did you mean {}? An id of the plan that is gone on from would be right too.",
    "没有名为 {0} 的要素；是否应为 {1}？也可用所沿用方案中的 id。",
  ],
  ["this lies off the site; a place on it would be right.", "此处在用地之外；应在用地之内。"],
  [
    'a stall can be pinned beside an existing road only, and this site has none; "empty" keeps ground free.',
    "车位只能锁定在现状道路旁，本用地没有道路；“empty” 可留空地面。",
  ],
  [
    "the mouth of this stall is {} m from the nearest road; its first edge within {} m of one would be right.",
    "此车位的开口距最近道路 {0} m；第一条边应在道路 {1} m 以内。",
  ],
  [
    "this lies partly on green of today and partly beside it; wholly on either would be right.",
    "此处部分在现状绿地上、部分在外；应全在其一。",
  ],
  ["planting on {} m² does not count; {} m² or more would be right.", "绿地仅 {0} m²，不计入；应不小于 {1} m²。"],
  [
    "planting narrower than {} m does not count; {} m or more would be right.",
    "绿地宽不足 {0} m，不计入；应不小于 {1} m。",
  ],
  ["this {} stands on {}, a {} of the site; free ground would be right.", "此{0}占了用地的{2} {1}；应为空闲地面。"],
  ["this {} reaches beyond the site; ground within it would be right.", "此{0}超出用地；应在用地之内。"],
  [
    "no pinned slot lies within {} m of this charger; a slot pinned beside it would be right.",
    "此充电桩 {0} m 以内没有锁定的车位；旁边应锁定一个。",
  ],
  [
    "the {} pinned as {} breaks {}: {} A place where it keeps the rule would be right.",
    "锁定为 {1} 的{0}违反 {2}：{3}应换到符合规则的位置。",
  ],

  // counts and ranges
  ["min {} is more than max {}; a min up to the max would be right.", "min {0} 大于 max {1}；min 不得大于 max。"],
  [
    "target {} is more than max {}; a target up to the max would be right.",
    "target {0} 大于 max {1}；target 不得大于 max。",
  ],
  [
    "target {} is less than min {}; a target from the min would be right.",
    "target {0} 小于 min {1}；target 不得小于 min。",
  ],
  ["{} is no range; from:to:step such as {} would be right.", "{0} 不是范围；应为“起:止:步长”，如 {1}。"],
  ["a number is too large; finite numbers would be right.", "数字过大；应为有限的数。"],
  ["the step is {}; a step above 0 would be right.", "步长为 {0}；应大于 0。"],
  ["{} is more than {}; {} would be right.", "{0} 大于 {1}；应为 {2}。"],
  ["this makes {} points; a step that makes {} at most would be right.", "共 {0} 个点；步长应使点数不超过 {1}。"],

  // values: the widest forms come last
  ["nothing stands here; the stall's width in metres would be right.", "没有填写；应为以米计的车位宽度。"],
  ["nothing stands here; {} would be right.", "没有填写；应为{0}。"],
  ["nothing is not right; a road drawn as a line needs a width above 0.", "没有填写；画成线的道路须有大于 0 的宽度。"],
  ["nothing is not right; a point obstruction needs a radius above 0.", "没有填写；点状障碍物须有大于 0 的半径。"],
  [
    "{} is not right; a {} this narrow covers no ground, some metres would be right.",
    "{0} 不正确；这样窄的{1}不占地面，应有若干米。",
  ],
  ["{} is not right; did you mean {}?", "{0} 不正确；是否应为 {1}？"],
  ["{} is not right; {} would be right.", "{0} 不正确；应为{1}。"],
  ["there is no such key.", "没有这个键。"],
  ["there is no such key; did you mean {}?", "没有这个键；是否应为 {0}？"],
  ["there is no such key here; it belongs in {}.", "此处没有这个键；它应在 {0} 中。"],
  ["this key is missing; a value for it would be right.", "缺少这个键；应填写其值。"],
  ["this key is missing; {} would be right.", "缺少这个键；应为 {0}。"],
  ["this is a list; an object would be right.", "这是列表；应为对象。"],
  ["this is {}; {} would be right.", "这是 {0}；应为{1}。"],
  ["{} is no rule of {}; a key of its rulebook would be right.", "{1} 的规则库中没有 {0}；应为其中的键。"],
  ["{} is no rule of {}; {} is near.", "{1} 的规则库中没有 {0}；相近的是 {2}。"],
  ["{} is {}; {} would be right.", "{0} 为 {1}；应为{2}。"],

  // what would be right
  ["an escape such as {}", "{0} 之类的转义"],
  ["a name in double quotes", "双引号中的名称"],
  ["{} or the end of the list", "{0} 或列表的结尾"],
  ["a value", "值"],
  ["a double quote", "双引号"],
  ["a double quote on the same line", "同一行内的双引号"],
  ["the end of the file", "文件末尾"],
  ["text", "文字"],
  ["true or false", "true 或 false"],
  ["an object", "对象"],
  ["a list of words", "文字列表"],
  ["a list of {}", "{0} 的列表"],
  ["a list", "列表"],
  ["one or more of them", "其中一个或几个"],
  ["each of them once", "每个至多一次"],
  ["a share from 0 to 1", "0 至 1 的比例"],
  ["a whole number from {} or {}", "不小于 {0} 的整数或 {1}"],
  ["a whole number from {}", "不小于 {0} 的整数"],
  ["a whole number up to {}", "不大于 {0} 的整数"],
  ["a number from {}, in {}", "不小于 {0} 的数，单位 {1}"],
  ["a number from {}", "不小于 {0} 的数"],
  ["a number above {}", "大于 {0} 的数"],
  ["a number in {}", "以 {0} 为单位的数"],
  ["a number, text, true or false", "数字、文字、true 或 false"],
  ["a number", "数字"],
  ["metres above 0", "大于 0 的米数"],
  ["more than the wheelbase of {} m", "大于轴距 {0} m 的值"],
  ["less than the turning radius of {} m", "小于转弯半径 {0} m 的值"],
  ["a width above 0", "大于 0 的宽度"],
  ["widths by kind such as {}", "按种类的宽度，如 {0}"],
  ["a size such as {}", "尺寸，如 {0}"],
  ["a length not below the width", "不小于宽度的长度"],
  ["one of {}", "{0} 之一"],
  ["{} or {}", "{0} 或 {1}"],
];

/** Where in a file something stands, before what is wrong with it. */
export const PLACES: readonly Form[] = [["line {}, column {}", "第 {0} 行第 {1} 列"]];
