import {
  DxfWriter,
  LWPolylineFlags,
  point3d,
  TextHorizontalAlignment,
  TextVerticalAlignment,
  Units,
} from "@tarikjabiri/dxf";
import type { AnyShape, Point } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { nameInWords } from "../model/varied.ts";
import { toldMeasures } from "../told.ts";
import { DXF_LAYERS, type DxfLayerName, LINE_TYPES, planLayer, siteLayer } from "./dxfLayers.ts";
import { dxfText } from "./dxfText.ts";
import { finite, rounded } from "./features.ts";
import { rowsOf, STUDY } from "./furniture.ts";
import { type Ground, groundOf } from "./ground.ts";
import { lineOutline, type Outline, outlinesOf } from "./outlines.ts";
import type { SetOut } from "./settingOut.ts";
import { standingOf } from "./standing.ts";

/** Heights of letters, metres of ground. */
const HEIGHT = { stall: 0.6, type: 0.25, thing: 0.15, place: 1, note: 0.8, stamp: 2 } as const;

/** Font of the texts: one that every Windows has and that has Chinese; CAD programs elsewhere put theirs in its place. */
const FONT = "simsun.ttc";

/** Things that carry their number in the drawing beside stalls, so that a line of the setting-out table can be found. */
const NUMBERED: ReadonlySet<PlanFeature["kind"]> = new Set([
  "charger",
  "ebikeSlot",
  "ebikeCharger",
  "locker",
  "treeMoved",
  "repair",
]);

const TYPE_WORDS = {
  standard: "",
  compact: "小型 compact",
  accessible: "无障碍 accessible",
  charging: "充电 charging",
};

/**
 * A plan on its site as a DXF drawing (AC1021, UTF-8): metres, in the grid of the site's file, or for degrees in the local
 * plane, which a note tells how to place. Every ring is a closed polyline on the layer of its kind and status. No clock and
 * no chance: the same plan gives the same bytes.
 * @param options `features` draws the plan alone: for one whose site is not at hand, when `site` only says how to read it
 */
export function drawDxf(plan: SetOut, site: Site, options: { readonly show?: "all" | "features" } = {}): string {
  const shown = options.show === "features" ? null : site;
  const ground = groundOf(site);
  const sheet = sheetOn(ground);
  if (shown !== null) drawToday(plan.features, shown, sheet);
  for (const feature of plan.features) {
    sheet.shape(feature.shape, planLayer(feature));
    if (feature.kind === "aisle" || feature.kind === "driveway") {
      const { centreline } = feature.properties;
      const layer = feature.kind === "aisle" ? "AISLE-CENTRE" : "DRIVEWAY-CENTRE";
      if (centreline.length > 0) sheet.outline(lineOutline("centreline", centreline), layer);
    }
  }
  for (const feature of plan.features) label(feature, sheet);
  drawNotes(plan, site, ground, shown === null, sheet);
  return sheet.text();
}

function drawToday(features: readonly PlanFeature[], site: Site, sheet: DxfSheet): void {
  const isRebuilt = features.some(({ kind }) => kind === "shed");
  for (const feature of site.features) {
    const layer = siteLayer(feature);
    if (layer === null || (feature.kind === "shed" && isRebuilt)) continue;
    sheet.shape(feature.shape, layer);
    if (feature.kind === "tree") sheet.circle(feature.shape, feature.properties.crownRadius, layer);
    if (feature.kind === "building") {
      const storeys = feature.properties.storeys === undefined ? "" : ` ${feature.properties.storeys}F`;
      sheet.words(middleOf(feature.shape), HEIGHT.place, `${feature.name ?? feature.id}${storeys}`, "TEXT");
    }
  }
}

function label(feature: PlanFeature, sheet: DxfSheet): void {
  const at = middleOf(feature.shape);
  if (feature.kind === "stall") {
    sheet.words(at, HEIGHT.stall, feature.id, "TEXT");
    const words = TYPE_WORDS[feature.properties.type];
    if (words !== "") sheet.words([at[0], at[1] - HEIGHT.stall], HEIGHT.type, words, "TEXT");
  } else if (NUMBERED.has(feature.kind)) {
    // slots stand side by side: numbers along them, and aslant beside posts, do not run into each other
    const along = longestEdge(feature.shape);
    if (along === null) sheet.words([at[0] + 0.2, at[1] + 0.2], HEIGHT.thing, feature.id, "TEXT", ASLANT);
    else sheet.words(at, HEIGHT.thing, feature.id, "TEXT", { from: "middle", rotation: along });
  }
}

/** Below the drawing: what it is, how it stands, where it lies, its figures. A study says so above it too, in red. */
function drawNotes(plan: SetOut, site: Site, ground: Ground, isAlone: boolean, sheet: DxfSheet): void {
  const { measures, features } = plan;
  const told = measures === null ? plan : { ...plan, measures: toldMeasures(measures, features, site) };
  const [minX, minY, , maxY] = sheet.extent();
  const named = nameInWords(plan.name);
  const title = [named.name, ...named.set.map(({ zh, en }) => `${zh} ${en}`)].join(", ");
  const standing = standingOf(told);
  const rows = rowsOf(told);
  const breached = plan.study || rows.some(({ mark }) => mark.includes("bad"));
  if (plan.study) sheet.words([minX, maxY + HEIGHT.stamp], HEIGHT.stamp, STUDY.join("  "), "NOTE-STUDY", BEGUN);
  const name = isAlone ? "仅方案要素 Plan features only" : (featuresOf(site, "site")[0]?.name ?? site.name);
  const lines: [text: string, layer: DxfLayerName][] = [
    [name, "NOTE"],
    [title, "NOTE"],
    [`${standing.zh}  ${standing.en}`, breached ? "NOTE-STUDY" : "NOTE"],
    [ground.zh, "NOTE"],
    [ground.en, "NOTE"],
    [`规则 Rules  ${plan.rules.profile} ${plan.rules.version}`, "NOTE"],
    [`种子 Seed  ${plan.seed}   步数 Steps  ${plan.steps}`, "NOTE"],
    ...rows.map(({ zh, en, value, mark }): [string, DxfLayerName] => [
      `${zh}  ${en}  ${value}`,
      mark.includes("bad") ? "NOTE-STUDY" : "NOTE",
    ]),
    ["方案由计算生成，坐标须经现场测量核实。Computed; to be verified on site.", "NOTE"],
  ];
  lines.forEach(([text, layer], i) => {
    sheet.words([minX, minY - HEIGHT.note * 2 * (i + 2)], HEIGHT.note, text, layer, BEGUN);
  });
}

/** How words stand at their place; rotation in degrees. */
interface Setting {
  readonly from: "left" | "middle";
  readonly rotation: number;
}

const CENTRED: Setting = { from: "middle", rotation: 0 };
const BEGUN: Setting = { from: "left", rotation: 0 };
const ASLANT: Setting = { from: "left", rotation: 45 };

interface DxfSheet {
  shape(shape: AnyShape, layer: DxfLayerName): void;
  outline(outline: Outline, layer: DxfLayerName): void;
  circle(at: Point, radius: number, layer: DxfLayerName): void;
  words(at: Point, height: number, text: string, layer: DxfLayerName, set?: Setting): void;
  /** Box around the outlines so far, local metres. */
  extent(): [number, number, number, number];
  text(): string;
}

/** A drawing in the making: local metres in, the ground's metres out. */
function sheetOn(ground: Ground): DxfSheet {
  const dxf = new DxfWriter();
  dxf.setUnits(Units.Meters);
  dxf.setVariable("$MEASUREMENT", { 70: 1 });
  // places are drawn as a cross in a circle, 0.3 m on the ground
  dxf.setVariable("$PDMODE", { 70: 34 });
  dxf.setVariable("$PDSIZE", { 40: 0.3 });
  dxf.setVariable("$LUPREC", { 70: 4 });
  dxf.document.styleStandard.fontFileName = FONT;
  for (const [name, [looks, dashes]] of Object.entries(LINE_TYPES)) dxf.addLType(name, looks, dashes);
  for (const [name, [colour, lineType]] of DXF_LAYERS) dxf.addLayer(name, colour, lineType);
  let box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = ([x, y]: Point, by: number) => {
    box = [Math.min(box[0], x - by), Math.min(box[1], y - by), Math.max(box[2], x + by), Math.max(box[3], y + by)];
  };
  const placed = ([x, y]: Point, by = 0): Point => {
    grow([x, y], by);
    const [east, north] = ground.toGround(x, y);
    return [finite(east), finite(north)];
  };
  const outline = ({ part, points }: Outline, layerName: DxfLayerName) => {
    const corners = points.map((point) => placed(point));
    if (part === "point") {
      dxf.addPoint(corners[0][0], corners[0][1], 0, { layerName });
      return;
    }
    const flags = part === "outline" || part === "hole" ? LWPolylineFlags.Closed : LWPolylineFlags.None;
    dxf.addLWPolyline(
      corners.map(([x, y]) => ({ point: { x, y } })),
      { layerName, flags },
    );
  };
  return {
    outline,
    shape(shape, layer) {
      for (const one of outlinesOf(shape)) outline(one, layer);
    },
    circle(at, radius, layerName) {
      // no circle of nothing: a tree may be drawn without a crown
      if (radius <= 0) return;
      const [x, y] = placed(at, radius);
      dxf.addCircle(point3d(x, y), rounded(radius), { layerName });
    },
    words(at, height, text, layerName, { from, rotation } = CENTRED) {
      const value = dxfText(text);
      if (value === "") return;
      const [east, north] = ground.toGround(...at);
      const place = point3d(finite(east), finite(north));
      const centred = {
        secondAlignmentPoint: place,
        horizontalAlignment: TextHorizontalAlignment.Center,
        verticalAlignment: TextVerticalAlignment.Middle,
      };
      dxf.addText(place, height, value, { ...(from === "middle" ? centred : {}), layerName, rotation });
    },
    extent: () => (box[0] <= box[2] ? box : [0, 0, 0, 0]),
    text() {
      const [west, south, east, north] = box[0] <= box[2] ? box : [0, 0, 0, 0];
      const corner = (x: number, y: number) => {
        const [a, b] = ground.toGround(x, y);
        return { 10: a, 20: b, 30: 0 };
      };
      dxf.setVariable("$EXTMIN", corner(west, south));
      dxf.setVariable("$EXTMAX", corner(east, north));
      return `${dxf.stringify()}\n`;
    },
  };
}

/** Mean of the corners of a shell, the middle corner of a line, or the place itself. */
function middleOf(shape: AnyShape): Point {
  const [{ part, points }] = outlinesOf(shape);
  if (part !== "outline") return points[Math.floor((points.length - 1) / 2)];
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}

/** Direction of the longest edge of an area, degrees to 0.01, so that words along it are not upside down; null for others. */
function longestEdge(shape: AnyShape): number | null {
  const [{ part, points }] = outlinesOf(shape);
  if (part !== "outline") return null;
  let [most, along] = [0, 0];
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    const [dx, dy] = [nextX - x, nextY - y];
    // by a millimetre, so that of two sides as long as each other the first is taken
    if (Math.sqrt(dx * dx + dy * dy) <= most + 0.001) return;
    most = Math.sqrt(dx * dx + dy * dy);
    along = (Math.atan2(dy, dx) * 180) / Math.PI;
  });
  const upright = along > 90 ? along - 180 : along <= -90 ? along + 180 : along;
  return Math.round(upright * 100) / 100;
}
