import { PARTS } from "./partWords.ts";
import type { Language } from "./state.ts";

/** The same in both languages. */
export type Phrase = readonly [zh: string, en: string];

/**
 * What the audit checks and what a scenario asks for, in words, by the rulebook's keys. A key without a line of its own takes the line of its
 * longest beginning (`fire.lane.turn_radius.ordinary` that of `fire.lane.turn_radius`) and says the rest after it.
 */
const RULES: Readonly<Record<string, Phrase>> = {
  "fact.inside_site": ["都在用地内", "Everything lies inside the site"],
  "fact.no_overlap": ["互不重叠", "Nothing overlaps"],
  "fact.off_driven_ground": ["不占车行地面", "Nothing stands on driven ground"],
  "fact.stall_shape": ["车位形状", "Shape of the stalls"],
  "fact.mouth_aisle": ["每个车位前有通道", "An aisle before every stall"],
  "fact.reachable": ["每个车位通到大门", "Every stall reaches a gate"],
  "fact.circuit": ["按行驶方向进得来、出得去", "Every stall is reached and left in the directions drawn"],
  "fact.fire_lane": ["消防车道畅通", "Fire lane is clear"],
  "fact.fire_lane_width": ["消防车道全程宽度", "Fire lane keeps its width"],
  "fact.green_accounted": ["绿地账目完整", "All green is accounted for"],
  "fact.existing_unchanged": ["现状要素未变", "What exists is unchanged"],
  "fact.measures_agree": ["指标与图一致", "Measures agree with the drawing"],
  "newStalls.target": ["新增车位目标", "New stalls, target"],
  "newStalls.min": ["新增车位下限", "New stalls, least"],
  "newGreen.max": ["新增绿地上限", "New planting, most"],
  "newGreen.wallGreen": ["垂直绿化未启用", "No green walls asked for"],
  ground: ["场地", "Ground"],
  accessibleStalls: ["无障碍车位", "Accessible stalls"],
  chargingStalls: ["充电车位", "Charging stalls"],
  ebikeChargers: ["非机动车充电桩", "E-bike chargers"],
  ebikeSlots: ["非机动车位", "E-bike slots"],
  lockers: ["智能快件箱", "Parcel lockers"],
  shed: ["翻建车棚", "Shed, rebuilt"],
  "stalls placed": ["为合规而撤下的车位", "Stalls taken away to keep the rules"],
  "car.design_vehicle": ["设计车型", "Design vehicle"],
  "car.stall.perpendicular.width": ["垂直车位宽", "Width of a 90° stall"],
  "car.stall.perpendicular.depth_wall": ["垂直车位深（靠墙）", "Depth of a 90° stall at a wall"],
  "car.stall.perpendicular.depth_backtoback": ["垂直车位深（背靠背）", "Depth of a 90° stall, back to back"],
  "car.aisle.perpendicular.back_in": ["垂直停车通道宽（后退停车）", "Aisle of 90° stalls, back-in"],
  "car.aisle.perpendicular.nose_in": ["垂直停车通道宽（前进停车）", "Aisle of 90° stalls, nose-in"],
  "car.stall.parallel.length": ["平行车位长", "Length of a parallel stall"],
  "car.stall.parallel.width_wall": ["平行车位宽（靠墙）", "Width of a parallel stall at a wall"],
  "car.stall.parallel.width_kerb": ["平行车位宽（路缘）", "Width of a parallel stall at a kerb"],
  "car.aisle.parallel": ["平行停车通道宽", "Aisle of parallel stalls"],
  "parking.90": ["垂直停车", "90° parking"],
  "parking.60": ["60° 停车", "60° parking"],
  "parking.45": ["45° 停车", "45° parking"],
  "parking.30": ["30° 停车", "30° parking"],
  "parking.0": ["平行停车", "Parallel parking"],
  "car.oblique.30": ["30° 斜列停车", "30° stalls"],
  "car.oblique.45": ["45° 斜列停车", "45° stalls"],
  "car.oblique.60": ["60° 斜列停车", "60° stalls"],
  "car.stall.surface_practice": ["地面车位常用尺寸", "Usual surface stall"],
  "car.stall.width_wall_one_side": ["一侧靠墙车位宽", "Stall with a wall on one side"],
  "car.stall.width_wall_both_sides": ["两侧靠墙车位宽", "Stall with walls on both sides"],
  "car.stall.kerbside_marking": ["路侧车位标线", "Kerbside stall marking"],
  "car.stall.renewal_default": ["更新改造车位", "Stall in a renewal"],
  "car.kerbside.min_road_width": ["路侧停车所需路宽", "Road wide enough for kerbside stalls"],
  "car.clear.side_to_side": ["车与车净距", "Clearance between cars"],
  "car.clear.side_to_side_fire": ["车与车防火净距", "Fire clearance between cars"],
  "car.clear.to_wall": ["车与墙净距", "Clearance to walls"],
  "car.clear.to_column": ["车与柱净距", "Clearance to columns"],
  "car.clear.parallel_longitudinal": ["平行车位前后净距", "Clearance between parallel cars"],
  "car.turn.vehicle_min_radius_small": ["小型车转弯半径", "Car turning radius"],
  "car.turn.road_inner_radius_small": ["通道内转弯半径", "Inner radius of the aisle"],
  "car.area.per_stall_surface": ["单车位用地（地面）", "Ground for each stall"],
  "car.area.per_stall_module_90": ["单车位用地（垂直）", "Ground for each 90° stall"],
  "car.lot.drainage_slope_min": ["排水坡度", "Drainage slope"],
  "road.turn_radius_min": ["道路转弯半径", "Road turning radius"],
  "road.lane.single_width": ["单车道宽", "Single lane"],
  "road.lane.double_width_residential": ["双车道宽", "Two lanes"],
  "road.footway_min": ["人行道宽", "Footway width"],
  "road.dead_end.turnaround": ["尽端路回车场", "Turnaround of a dead end"],
  "road.gradient_motor": ["机动车道坡度", "Road gradient"],
  "road.edge_to_dwelling_wall": ["道路至住宅墙", "Road to dwelling wall"],
  "road.unit_door_car_access": ["单元门通车", "Car access to doors"],
  "lot.entrances_by_count": ["停车场出入口数", "Gates by number of stalls"],
  "lot.entrance_spacing_min": ["出入口间距", "Distance between gates"],
  "lot.entrance_width": ["出入口宽", "Gate width"],
  "gate.distance_to_junction_arterial": ["出入口至交叉口", "Gate to junction"],
  "gate.distance_other": ["出入口至公共设施", "Gate to public places"],
  "gate.fire_clear_width": ["消防出入口净宽", "Fire gate, clear width"],
  "gate.queue_lane": ["候车道", "Queue lane"],
  "gate.sight_triangle": ["出入口视距", "Sight triangle at the gate"],
  "garage.service_radius": ["服务半径", "Walking distance"],
  "acc.count_ratio_residential": ["无障碍车位比例", "Share of accessible stalls"],
  "acc.count_general": ["无障碍车位数", "Number of accessible stalls"],
  "acc.aisle_width": ["轮椅通道宽", "Access aisle width"],
  "acc.surface_slope_max": ["无障碍车位坡度", "Slope of accessible stalls"],
  "acc.stall_total_width": ["无障碍车位总宽", "Accessible stall with its aisle"],
  "ev.new_residential_ready_ratio": ["充电预留比例", "Stalls ready for charging"],
  "ev.public_lot_ratio_shanghai": ["公共停车场充电比例", "Charging share, public lots"],
  "ev.renewal_target_ratio": ["更新充电车位比例", "Charging share in a renewal"],
  "ev.charger_to_stall_edge": ["充电桩至车位边", "Charger to stall edge"],
  "ev.charger_footprint": ["充电桩占地", "Charger footprint"],
  "ev.stall_to_dwelling": ["充电车位至住宅", "Charging stall to dwelling"],
  "ev.transformer_to_dwelling": ["变压器至住宅", "Transformer to dwelling"],
  "ev.new_stalls_shared_only": ["新增充电车位共用", "New charging stalls are shared"],
  "bike.slot": ["非机动车位尺寸", "Bicycle slot"],
  "bike.area_per_slot": ["非机动车位面积", "Area of a bicycle slot"],
  "bike.aisle": ["非机动车通道宽", "Bicycle aisle width"],
  "bike.group_length_max": ["非机动车分组长度", "Length of a bicycle group"],
  "bike.entrance_width_min": ["非机动车出入口宽", "Bicycle entrance width"],
  "bike.entrances_two_from": ["非机动车出入口数", "Second bicycle entrance"],
  "ebike.group_max": ["电动自行车分组", "E-bikes in a group"],
  "ebike.site_max": ["电动自行车集中停放", "E-bikes in one place"],
  "ebike.to_building_wall": ["电动自行车至外墙", "E-bikes to building wall"],
  "ebike.to_safety_exit": ["电动自行车至安全出口", "E-bikes to a door"],
  "ebike.socket_spacing_min": ["充电插座间距", "Socket spacing"],
  "ebike.forbidden_zones": ["电动自行车禁停区", "Where e-bikes may not stand"],
  "ebike.cabinet_spacing": ["换电柜间距", "Battery cabinet spacing"],
  "ebike.planning_permit_exempt": ["充电设施免规划许可", "No planning permit needed"],
  "locker.required": ["设置智能快件箱", "A parcel locker is provided"],
  "locker.compartment": ["快件箱格口", "Locker compartments"],
  "locker.heights": ["快件箱高度", "Locker heights"],
  "locker.footprint_column": ["快件箱占地", "Locker footprint"],
  "locker.front_clear": ["快件箱前净距", "Clear space before the locker"],
  "locker.placement": ["快件箱位置", "Place of the locker"],
  "delivery.short_stay_bay": ["短时装卸车位", "Delivery stall"],
  "fire.lane.clear_width": ["消防车道净宽", "Fire lane, clear width"],
  "fire.lane.clear_height": ["消防车道净高", "Fire lane, clear height"],
  "fire.lane.turn_radius": ["消防车转弯半径", "Fire lane, turning radius"],
  "fire.lane.slope_max": ["消防车道坡度", "Fire lane, slope"],
  "fire.lane.to_wall": ["消防车道至外墙", "Fire lane to wall"],
  "fire.lane.no_obstacles": ["消防车道无障碍物", "Fire lane kept clear"],
  "fire.lane.bearing": ["消防车道承重", "Fire lane, bearing load"],
  "fire.lane.coverage_residential": ["消防车道沿住宅长边", "Fire lane along each dwelling"],
  "fire.lane.inner_court_short_side": ["内院消防车道", "Fire lane into courts"],
  "fire.lane.pedestrian_passage_spacing": ["人行通道间距", "Passages for people"],
  "fire.lane.marking": ["消防车道标线", "Fire lane marking"],
  "fire.dead_end.trigger": ["消防车道尽端长度", "Dead end of a fire lane"],
  "fire.dead_end.turnaround": ["消防回车场", "Fire turnaround"],
  "fire.ring.connections_min": ["环形消防车道接口", "Ring lane connections"],
  "fire.aerial": ["消防登高场地", "Aerial ladder site"],
  "fire.parking.to_building": ["停车场至建筑防火间距", "Parking to buildings"],
  "fire.parking.to_building_blank_wall": ["停车场至防火墙", "Parking to blank walls"],
  "fire.parking.group_max": ["停车分组", "Cars in a group"],
  "fire.parking.group_gap": ["停车组间距", "Gap between groups"],
  "fire.building_spacing": ["建筑防火间距", "Distance between buildings"],
  "fire.engine": ["消防车", "Fire engine"],
  "green.ratio": ["绿地率", "Greening ratio"],
  "green.ratio_old_code_redevelop": ["绿地率（旧区改建）", "Greening ratio, renewal"],
  "green.ratio_new_multistorey_4_6": ["绿地率（多层新建）", "Greening ratio, new, 4–6 floors"],
  "green.ratio_new_highdensity": ["绿地率（高密度新建）", "Greening ratio, new, dense"],
  "green.ratio_shanghai_new": ["绿地率（上海新建）", "Greening ratio, Shanghai, new"],
  "green.ratio_shanghai_redevelop": ["绿地率（上海改建）", "Greening ratio, Shanghai, renewal"],
  "green.occupation_prohibited": ["不得占用绿地", "Green may not be occupied"],
  "green.adjust_procedure": ["绿地调整程序", "Procedure to re-arrange green"],
  "green.concentrated_per_capita": ["人均集中绿地", "Concentrated green a person"],
  "green.concentrated_min_width": ["集中绿地宽度", "Concentrated green, width"],
  "green.count_offset": ["绿地计算退距", "Offset where green counts"],
  "green.soil_cover_min": ["覆土厚度", "Soil cover"],
  "green.grass_paver_credit": ["植草砖折算", "Credit for grass pavers"],
  "green.shaded_lot_definition": ["林荫停车场", "Shaded lot"],
  "green.lot_planting": ["停车场绿化", "Planting between stalls"],
  "green.balance_min": ["绿地占补平衡", "Green balance"],
  "green.credit_vertical_roof_pergola": ["立体绿化折算", "Credit for walls and pergolas"],
  "green.compensation_order": ["绿地补偿次序", "Order of compensation"],
  "tree.to_building": ["树木至建筑", "Tree to building"],
  "tree.old_protection": ["古树名木保护范围", "Protected trees"],
  "tree.root_zone_soft": ["树木根系范围", "Root zone"],
  "tree.move_grounds": ["移树事由", "Grounds for moving a tree"],
  "stall.to_window": ["车位至窗", "Stall to window"],
  "stall.to_ground_floor_home": ["车位至底层住户", "Stall to ground-floor home"],
  "stall.zhejiang_single_row_exempt": ["单排车位豁免（浙江）", "Single row exempt (Zhejiang)"],
  "vote.quorum": ["表决参与比例", "Vote, quorum"],
  "vote.consent_general": ["一般事项同意比例", "Consent, general matters"],
  "vote.consent_major": ["重大事项同意比例", "Consent, major matters"],
  "vote.layout_change_class": ["布局调整表决", "Class of a change of layout"],
  "vote.min_share_of_all_owners": ["全体业主最低比例", "Least share of all owners"],
  common_stalls_owned_by_all: ["公共车位归全体业主", "Common stalls belong to all"],
  "derived.road_with_fire_lane_and_parallel": ["消防车道加平行车位路宽", "Road with fire lane and parallel stalls"],
  "derived.module_90": ["垂直停车模数", "90° parking module"],
  "hydrant.clear_radius": ["消火栓净距", "Clear of hydrants"],
  "utility.gas_cover_min": ["燃气管覆土", "Cover of gas pipes"],
  "lift.reserve_at_stair": ["电梯预留", "Ground kept for lifts"],
  "meta.sh_renewal_code_missing": ["上海更新规范待补", "Shanghai renewal code, not at hand"],
  "meta.sh7_missing": ["上海技术标准待补", "Shanghai standard, not at hand"],
};

/** Chapters of the rulebook: first parts of its keys. */
const CHAPTERS: Readonly<Record<string, Phrase>> = {
  fact: ["方案本身", "The plan itself"],
  parking: ["车位与通道", "Stalls and aisles"],
  car: ["停车规则", "Parking"],
  stall: ["车位与住户", "Stalls and homes"],
  road: ["道路", "Roads"],
  lot: ["停车场出入口", "Ways in and out"],
  gate: ["大门", "Gates"],
  garage: ["服务半径", "Walking distance"],
  acc: ["无障碍", "Accessible stalls"],
  ev: ["电动汽车", "Electric cars"],
  bike: ["非机动车", "Bicycles"],
  ebike: ["电动自行车", "E-bikes"],
  locker: ["快件箱", "Parcel lockers"],
  delivery: ["装卸", "Deliveries"],
  fire: ["消防", "Fire"],
  hydrant: ["消火栓", "Hydrants"],
  utility: ["管线", "Utilities"],
  green: ["绿化", "Green"],
  tree: ["树木", "Trees"],
  lift: ["加装电梯", "Lifts"],
  vote: ["业主表决", "Owners' vote"],
  derived: ["推算值", "Derived numbers"],
};
const OTHER: Phrase = ["其他", "Other"];

/** The chapter a key belongs to, in words. */
export function chapterName(language: Language, key: string): string {
  return (CHAPTERS[key.split(".")[0]] ?? OTHER)[COLUMN[language]];
}

const COLUMN: Readonly<Record<Language, 0 | 1>> = { zh: 0, en: 1 };

/** A rule's or a demand's name in words; the key itself where it has none. */
export function ruleName(language: Language, key: string): string {
  return knownName(language, key) ?? key;
}

/** A rule's or a demand's name in words; null where it has none. */
export function knownName(language: Language, key: string): string | null {
  const { name, rest } = splitName(language, key);
  return name && [name, ...rest].join(language === "zh" ? "，" : ", ");
}

/** The name of a rule, and of the one of its numbers that a key means; `name` is null where it has none. */
export function splitName(language: Language, key: string): { readonly name: string | null; readonly rest: string[] } {
  const parts = key.split(".");
  for (let n = parts.length; n > 0; n--) {
    const name = RULES[parts.slice(0, n).join(".")]?.[COLUMN[language]];
    if (!name) continue;
    const rest = parts.slice(n).map((part) => PARTS[part]?.[COLUMN[language]] ?? part.replaceAll("_", " "));
    return { name, rest };
  }
  return { name: null, rest: [] };
}
