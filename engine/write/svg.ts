import { type Area, bounds, type Line, type Point } from "../model/geometry.ts";
import { type Plan, type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { drawArea, drawLine, pathSink, short } from "./sink.ts";

export interface DrawOptions {
  /** Scale denominator: 200 draws 1:200. Without it the largest usual scale at which the site fits on A3. */
  readonly scale?: number;
}

/** Sheet furniture, millimetres of paper. */
const MARGIN = 12;
const TITLE_HEIGHT = 26;
const LEGEND_WIDTH = 46;

/** A3 landscape less margins and furniture, millimetres. */
const FIELD = { width: 420 - 2 * MARGIN - LEGEND_WIDTH, height: 297 - 2 * MARGIN - TITLE_HEIGHT } as const;

const SCALES = [100, 200, 250, 500, 1000, 2000, 5000] as const;

/** How each layer is drawn, bottom first. Widths in millimetres of paper. */
const STYLE = `
.paper{fill:#fff}.ground{fill:#f4f1ea;stroke:#57534a;stroke-width:.5}.road,.aisle{fill:#e2dfd8}.aisle{stroke:#b4afa3;stroke-width:.15;stroke-dasharray:1 .6}
.green{fill:#cfe0bd;stroke:#8dab72;stroke-width:.15}.planted{fill:#8fc06a;stroke:#4f7d31;stroke-width:.25}.removed{fill:none;stroke:#b9653a;stroke-width:.25;stroke-dasharray:.8 .6}
.building{fill:#bdb6a8;stroke:#3f3b34;stroke-width:.35}.thing{fill:#d8d2c4;stroke:#57534a;stroke-width:.2}.yard{fill:#e9e2d0;stroke:#a79e88;stroke-width:.15}
.lane{fill:none;stroke:#b3261e;stroke-width:.3;stroke-dasharray:2 1}.stall{fill:#fff;stroke:#57534a;stroke-width:.2}.fresh{fill:#fff3c9;stroke:#8a6100;stroke-width:.3}
.access{fill:#dbe7f7;stroke:#2b5c9e;stroke-width:.2}.locker{fill:#5b4b8a;stroke:#372c5c;stroke-width:.2}.pad{fill:none;stroke:#5b4b8a;stroke-width:.2;stroke-dasharray:.6 .4}
.slot{fill:#e6f2f5;stroke:#27707f;stroke-width:.15}.tree{fill:none;stroke:#4f7d31;stroke-width:.2}.gate{stroke:#1d1b18;stroke-width:.9;fill:none}.wall{stroke:#57534a;stroke-width:.35;fill:none}
.frontage{fill:none;stroke:#27707f;stroke-width:.2;stroke-dasharray:1.5 .8}.hydrant{fill:#b3261e}.charger{fill:#27707f}
text{font-family:"Noto Sans SC","PingFang SC","Microsoft YaHei",Helvetica,Arial,sans-serif;fill:#1d1b18}.id{font-size:1.7px;text-anchor:middle;fill:#57534a}.small{font-size:2.6px}.title{font-size:5px;font-weight:600}.study{font-size:3.4px;fill:#b3261e;font-weight:600}
`.replaceAll("\n", "");

/** A layer of the drawing: what it is called, how it is drawn, what lies in it. */
interface Layer {
  readonly style: string;
  readonly label: string;
  readonly areas: readonly Area[];
  readonly lines?: readonly Line[];
  readonly discs?: readonly { readonly at: Point; readonly radius: number }[];
}

/**
 * A plan on its site as a standalone SVG sheet, in millimetres of paper at a stated scale: up is the grid's north.
 * Deterministic to a thousandth of a millimetre; every text from a file is escaped.
 */
export function drawPlan(plan: Plan, site: Site, options: DrawOptions = {}): string {
  const [minX, minY, maxX, maxY] = extent(plan, site);
  const scale = options.scale ?? SCALES.find((one) => fits(maxX - minX, maxY - minY, one)) ?? SCALES[SCALES.length - 1];
  const perMetre = 1000 / scale;
  const field = { width: (maxX - minX) * perMetre, height: (maxY - minY) * perMetre };
  const width = field.width + LEGEND_WIDTH + 2 * MARGIN;
  const height = Math.max(field.height, 110) + TITLE_HEIGHT + 2 * MARGIN;
  const toPaper = (x: number, y: number) => [MARGIN + (x - minX) * perMetre, MARGIN + (maxY - y) * perMetre] as const;
  const layers = layersOf(plan, site).filter(
    (layer) => layer.areas.length + (layer.lines?.length ?? 0) + (layer.discs?.length ?? 0) > 0,
  );
  const body = layers.map((layer) => draw(layer, toPaper, perMetre));
  const ids = planFeaturesOf(plan.features, "stall").map((stall) => {
    const [a, b, c, d] = bounds(stall.shape.shell);
    const [x, y] = toPaper((a + c) / 2, (b + d) / 2);
    return `<text class="id" x="${short(x)}" y="${short(y + 0.6)}">${escaped(stall.id)}</text>`;
  });
  const legendX = MARGIN + field.width + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}mm" height="${short(height)}mm" viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-label="${escaped(plan.name)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${short(width)}" height="${short(height)}"/>`,
    ...body,
    perMetre * 2.4 >= 4 ? ids.join("") : "",
    legend(layers, legendX, MARGIN + 22),
    northArrow(legendX + 6, MARGIN + 8, site),
    scaleBar(legendX, height - MARGIN - TITLE_HEIGHT - 4, scale),
    titleBlock(plan, site, scale, height - MARGIN - TITLE_HEIGHT + 7),
    "</svg>",
    "",
  ].join("\n");
}

function extent(plan: Plan, site: Site): [number, number, number, number] {
  const around = [site.boundary.shell, ...featuresOf(site, "frontage").map((strip) => strip.shape.shell)];
  for (const slot of planFeaturesOf(plan.features, "ebikeSlot")) around.push(slot.shape.shell);
  const boxes = around.map(bounds);
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

function fits(width: number, height: number, scale: number): boolean {
  return (width * 1000) / scale <= FIELD.width && (height * 1000) / scale <= FIELD.height;
}

function layersOf(plan: Plan, site: Site): Layer[] {
  const of = <K extends PlanFeature["kind"]>(kind: K, keep: (feature: PlanFeature<K>) => boolean = () => true) =>
    planFeaturesOf(plan.features, kind)
      .filter(keep)
      .map((feature) => feature.shape as Area);
  const things = [...featuresOf(site, "obstruction"), ...featuresOf(site, "shed"), ...featuresOf(site, "activity")];
  const points = (kind: "charger" | "ebikeCharger") =>
    planFeaturesOf(plan.features, kind).map(({ shape }) => ({ at: shape, radius: 0.25 }));
  const hydrants = featuresOf(site, "utility").flatMap(({ shape, properties }) =>
    properties.type === "hydrant" && shape.type === "Point" ? [{ at: shape.at, radius: 0.35 }] : [],
  );
  return [
    { style: "ground", label: "场地 Site", areas: [site.boundary] },
    { style: "frontage", label: "沿街设施带 Frontage", areas: featuresOf(site, "frontage").map(({ shape }) => shape) },
    { style: "yard", label: "宅院 Yard", areas: featuresOf(site, "yard").map(({ shape }) => shape) },
    { style: "road", label: "现状道路 Road", areas: featuresOf(site, "road").map(({ shape }) => shape) },
    {
      style: "green",
      label: "保留绿地 Green kept",
      areas: of("green", (green) => green.properties.status === "existing"),
    },
    {
      style: "planted",
      label: "新增绿地 Green planted",
      areas: of("green", (green) => green.properties.status === "new"),
    },
    { style: "aisle", label: "新通道 New aisle", areas: [...of("aisle"), ...of("driveway"), ...of("turnaround")] },
    { style: "building", label: "建筑 Building", areas: featuresOf(site, "building").map(({ shape }) => shape) },
    { style: "thing", label: "设施 Fixture", areas: things.map(({ shape }) => shape) },
    { style: "removed", label: "移除绿地 Green removed", areas: of("greenRemoved") },
    {
      style: "stall",
      label: "现有车位 Stall today",
      areas: of("stall", (stall) => stall.properties.status === "existing"),
    },
    { style: "fresh", label: "新增车位 New stall", areas: of("stall", (stall) => stall.properties.status === "new") },
    { style: "access", label: "无障碍通道 Access aisle", areas: of("accessAisle") },
    { style: "slot", label: "非机动车位 E-bike slot", areas: [...of("ebikeSlot"), ...of("shed")] },
    { style: "pad", label: "快件箱前区 Locker pad", areas: of("lockerPad") },
    { style: "locker", label: "快件箱 Locker", areas: of("locker") },
    { style: "lane", label: "消防车道 Fire lane", areas: of("fireLane") },
    {
      style: "tree",
      label: "树木 Tree",
      areas: [],
      discs: featuresOf(site, "tree").map(({ shape, properties }) => ({ at: shape, radius: properties.crownRadius })),
    },
    { style: "wall", label: "围墙 Wall", areas: [], lines: featuresOf(site, "wall").map(({ shape }) => shape) },
    { style: "gate", label: "出入口 Gate", areas: [], lines: featuresOf(site, "gate").map(({ shape }) => shape) },
    { style: "hydrant", label: "消火栓 Hydrant", areas: [], discs: hydrants },
    { style: "charger", label: "充电桩 Charger", areas: [], discs: [...points("charger"), ...points("ebikeCharger")] },
  ];
}

function draw(layer: Layer, toPaper: (x: number, y: number) => readonly [number, number], perMetre: number): string {
  const sink = pathSink(toPaper);
  for (const area of layer.areas) drawArea(area, sink);
  for (const line of layer.lines ?? []) drawLine(line, sink);
  const path = sink.data === "" ? "" : `<path d="${sink.data}" fill-rule="evenodd"/>`;
  const discs = (layer.discs ?? []).map(({ at, radius }) => {
    const [x, y] = toPaper(...at);
    return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius * perMetre)}"/>`;
  });
  return `<g class="${layer.style}">${path}${discs.join("")}</g>`;
}

function legend(layers: readonly Layer[], x: number, y: number): string {
  const rows = layers.map((layer, i) => {
    const top = y + i * 4.6;
    const mark =
      layer.areas.length > 0
        ? `<rect class="${layer.style}" x="${short(x)}" y="${short(top)}" width="6" height="3"/>`
        : layer.lines !== undefined
          ? `<path class="${layer.style}" d="M${short(x)} ${short(top + 1.5)}h6"/>`
          : `<circle class="${layer.style}" cx="${short(x + 3)}" cy="${short(top + 1.5)}" r="1.3"/>`;
    return `${mark}<text class="small" x="${short(x + 8)}" y="${short(top + 2.5)}">${layer.label}</text>`;
  });
  return `<g>${rows.join("")}</g>`;
}

function northArrow(x: number, y: number, site: Site): string {
  const letter = site.projection.georeferenced ? "N" : "y";
  return `<g><path d="M${short(x)} ${short(y - 6)}l2.6 9l-2.6 -1.8l-2.6 1.8z" fill="#1d1b18"/><text class="small" x="${short(x)}" y="${short(y + 7)}" text-anchor="middle">${letter}</text></g>`;
}

function scaleBar(x: number, y: number, scale: number): string {
  // the longest of 1, 2, 5 times a power of ten that is at most 36 mm long
  const longest = (36 * scale) / 1000;
  const power = 10 ** Math.floor(Math.log10(longest));
  const length = [5, 2, 1].map((part) => part * power).find((part) => part <= longest) ?? power;
  const width = (length * 1000) / scale;
  return `<g><rect x="${short(x)}" y="${short(y)}" width="${short(width / 2)}" height="1.2" fill="#1d1b18"/><rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="1.2" fill="none" stroke="#1d1b18" stroke-width=".2"/><text class="small" x="${short(x)}" y="${short(y - 1)}">0</text><text class="small" x="${short(x + width)}" y="${short(y - 1)}" text-anchor="end">${short(length)} m</text></g>`;
}

function titleBlock(plan: Plan, site: Site, scale: number, y: number): string {
  const { stalls, greening } = plan.measures;
  const counts = `${stalls.new} 新增 new + ${stalls.existing} 现有 existing = ${stalls.total} 车位 stalls`;
  const green =
    greening.areaBefore > 0
      ? ` · 绿地平衡 green balance ${greening.balance >= 0 ? "+" : "−"}${Math.abs(greening.balance)} m²`
      : "";
  const grid = site.projection.georeferenced ? "图上北为投影北 grid north, convergence not applied" : "y 轴向上 y up";
  const lines = [
    `<text class="title" x="${MARGIN}" y="${short(y)}">${escaped(site.name)} · ${escaped(plan.name)}</text>`,
    `<text class="small" x="${MARGIN}" y="${short(y + 6)}">${counts}${green}</text>`,
    `<text class="small" x="${MARGIN}" y="${short(y + 10.5)}">${escaped(plan.rules.profile)} · 1:${scale} · seed ${plan.seed}, ${plan.steps} steps · ${grid}</text>`,
  ];
  if (plan.study)
    lines.push(
      `<text class="study" x="${MARGIN}" y="${short(y + 15.5)}">研究方案，不可报批 Study, not approvable</text>`,
    );
  return `<g>${lines.join("")}</g>`;
}

/** Text from files is data. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
