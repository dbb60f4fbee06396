import { arrowsAlong } from "../model/arrows.ts";
import type { Area, Line, Point, Shape } from "../model/geometry.ts";
import { type PlanFeature, type PlanKind, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site, type SiteFeature, type SiteKind } from "../model/site.ts";

/** Symbols of fixed size on paper, whatever the scale. */
export type SymbolName = "entrance" | "hydrant" | "manhole" | "charger" | "ebikeCharger" | "treeMoved";

/** A layer of a drawing: how it is styled, what it is called, what lies in it. Local metres. */
export interface Layer {
  /** Name of its style. */
  readonly mark: string;
  readonly zh: string;
  readonly en: string;
  readonly areas: readonly Area[];
  readonly lines: readonly Line[];
  readonly discs: readonly Disc[];
  readonly symbol: SymbolName | null;
  readonly points: readonly Point[];
}

export interface Disc {
  readonly at: Point;
  readonly radius: number;
}

type Filled = Partial<Pick<Layer, "areas" | "lines" | "discs" | "symbol" | "points">>;

/** What is there today and stays, and what the plan says anew: the layers that hold something, from the ground up. */
export function layersOf(features: readonly PlanFeature[], site: Site | null): Layer[] {
  const now = <K extends SiteKind>(kind: K): SiteFeature<K>[] => (site === null ? [] : featuresOf(site, kind));
  const today = <K extends SiteKind>(kind: K) => parts(now(kind).map((feature) => feature.shape));
  const plan = <K extends PlanKind>(kind: K, is: (feature: PlanFeature<K>) => boolean = () => true) =>
    parts(
      planFeaturesOf(features, kind)
        .filter(is)
        .map((feature) => feature.shape),
    );
  const isRebuilt = planFeaturesOf(features, "shed").length > 0;
  const stall = (is: (properties: PlanFeature<"stall">["properties"]) => boolean) =>
    plan("stall", ({ properties }) => is(properties));
  const isOrdinary = (type: string) => type === "standard" || type === "compact";
  const directed = [
    ...now("road").map(({ properties }) => properties),
    ...planFeaturesOf(features, "aisle").map(({ properties }) => properties),
    ...planFeaturesOf(features, "driveway").map(({ properties }) => properties),
  ];
  const arrows = directed.flatMap(({ oneWay, centreline }) => (oneWay && centreline ? arrowsAlong(centreline) : []));
  const wires = now("utility").filter(({ shape }) => shape.type !== "Point");
  const spots = (isKind: (type: string) => boolean) =>
    now("utility").flatMap(({ shape, properties }) =>
      shape.type === "Point" && isKind(properties.type) ? [shape.at] : [],
    );
  const crowns = (isKind: (status: string) => boolean) =>
    now("tree")
      .filter(({ properties }) => isKind(properties.status))
      .map(({ shape, properties }) => ({ at: shape, radius: properties.crownRadius }));
  const rows: readonly [mark: string, zh: string, en: string, filled: Filled][] = [
    ["site", "场地", "Site", today("site")],
    ["frontage", "沿街设施带", "Frontage", today("frontage")],
    ["paved", "硬质地面", "Paved", today("paved")],
    ["green", "保留绿地", "Green kept", plan("green", ({ properties }) => properties.status === "existing")],
    ["planted", "新增绿地", "Green planted", plan("green", ({ properties }) => properties.status === "new")],
    ["activity", "活动场地", "Activity", today("activity")],
    ["reserve", "预留", "Reserve", today("reserve")],
    ["road", "现状道路", "Road", today("road")],
    ["aisle", "新增通道", "New aisle", merged(plan("aisle"), plan("driveway"))],
    ["turnaround", "回车场", "Turnaround", plan("turnaround")],
    ["swept", "消防车行迹", "Engine's sweep", plan("sweptPath")],
    ["aerial", "登高操作场地", "Aerial site", today("aerialSite")],
    ["lane", "消防车道", "Fire lane", merged(today("fireLane"), plan("fireLane"))],
    ["direction", "行车方向", "Direction", { areas: arrows }],
    ["yard", "宅院", "Yard", today("yard")],
    ["building", "建筑", "Building", today("building")],
    ["fixture", "设施", "Fixture", today("obstruction")],
    ["shed", "车棚", "Bicycle shed", isRebuilt ? {} : today("shed")],
    ["informal", "现状散停", "Unmarked today", today("informalStall")],
    ["stall", "现有车位", "Stall today", stall(({ status, type }) => status === "existing" && isOrdinary(type))],
    ["fresh", "新增车位", "New stall", stall(({ status, type }) => status === "new" && isOrdinary(type))],
    ["accessible", "无障碍车位", "Accessible stall", stall(({ type }) => type === "accessible")],
    ["charging", "充电车位", "Charging stall", stall(({ type }) => type === "charging")],
    ["access", "无障碍通道", "Access aisle", plan("accessAisle")],
    ["given", "取消车位", "Stall given up", plan("stallRemoved")],
    ["removed", "占用绿地", "Green taken", plan("greenRemoved")],
    ["pergola", "棚架绿化", "Pergola", plan("pergola")],
    ["bikes", "非机动车位", "Bicycle slot", merged(plan("ebikeSlot"), plan("shed"))],
    ["bikeAisle", "非机动车通道", "Bicycle aisle", plan("bikeAisle")],
    ["pad", "快件箱操作区", "Locker pad", plan("lockerPad")],
    ["locker", "智能快件箱", "Locker", plan("locker")],
    ["repair", "修缮", "Repair", plan("repair")],
    ["tree", "树木", "Tree", { discs: crowns((status) => status !== "protected") }],
    ["protected", "保护树木", "Protected tree", { discs: crowns((status) => status === "protected") }],
    ["wire", "地下管线", "Buried line", parts(wires.map(({ shape }) => shape))],
    ["window", "底层外窗", "Home window", today("window")],
    ["wall", "围墙", "Wall", today("wall")],
    ["climber", "墙面绿化", "Green wall", plan("wallGreen")],
    ["gate", "出入口", "Gate", today("gate")],
    ["sign", "建筑出入口", "Door", { symbol: "entrance", points: now("entrance").map(({ shape }) => shape) }],
    ["sign", "消火栓", "Hydrant", { symbol: "hydrant", points: spots((type) => type === "hydrant") }],
    ["sign", "检查井、阀", "Manhole, valve", { symbol: "manhole", points: spots((type) => type !== "hydrant") }],
    ["sign", "充电桩", "Charger", { ...plan("charger"), symbol: "charger" }],
    ["sign", "电动自行车充电桩", "E-bike charger", { ...plan("ebikeCharger"), symbol: "ebikeCharger" }],
    ["sign", "移植树木", "Tree moved", { ...plan("treeMoved"), symbol: "treeMoved" }],
  ];
  return rows
    .map(([mark, zh, en, filled]) => ({ mark, zh, en, ...EMPTY, ...filled }))
    .filter(({ areas, lines, discs, points }) => areas.length + lines.length + discs.length + points.length > 0);
}

const EMPTY = { areas: [], lines: [], discs: [], symbol: null, points: [] } as const;

/** Shapes sorted by what they are. */
function parts(shapes: readonly (Area | Line | Point | Shape)[]): Filled {
  const areas: Area[] = [];
  const lines: Line[] = [];
  const points: Point[] = [];
  for (const shape of shapes) {
    if (shape instanceof Float64Array) lines.push(shape);
    else if ("shell" in shape) areas.push(shape);
    else if (!("type" in shape)) points.push(shape);
    else if (shape.type === "Polygon") areas.push(shape.area);
    else if (shape.type === "LineString") lines.push(shape.line);
    else points.push(shape.at);
  }
  return { areas, lines, points };
}

function merged(one: Filled, other: Filled): Filled {
  return { areas: [...(one.areas ?? []), ...(other.areas ?? [])] };
}
