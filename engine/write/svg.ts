import { type Area, areaOf, bounds, type Point, pointsOf } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { nameInWords } from "../model/varied.ts";
import { toldMeasures } from "../told.ts";
import {
  COLUMN,
  compass,
  figures,
  legend,
  type SheetFacts,
  studyStamp,
  symbolAt,
  titleBlock,
  type Up,
} from "./furniture.ts";
import { type Layer, layersOf } from "./layers.ts";
import { settingFor } from "./paper.ts";
import { hatches, styleFor } from "./sheetStyle.ts";
import { escaped, textAt } from "./sheetText.ts";
import { drawArea, drawLine, pathSink, short } from "./sink.ts";

export interface DrawOptions {
  /** Scale denominator: 200 draws 1:200. Without it the largest usual scale at which the drawing fits on A3. */
  readonly scale?: number;
  /** `features` draws the plan alone: for a plan whose site is not at hand, when `site` only says how to read it. */
  readonly show?: "all" | "features";
}

/** What is drawn: a `Plan`, or as much of one as a file of another hand gives. */
export interface Drawn extends SheetFacts {
  readonly features: readonly PlanFeature[];
}

/** Paper around the frame, and free paper between the frame and the drawing, millimetres. */
const MARGIN = 8;
const AIR = 6;

/** Stall numbers are set at this share of the stall's width, and left out below the least size, millimetres. */
const NUMBER = { share: 0.34, most: 2.4, least: 1.1 } as const;

/** Buildings smaller than this on paper go without a name, square millimetres. */
const NAMED = 120;

/** Free paper between the blocks of the column, millimetres. */
const GAP = 3;

function titleOf(planName: string): string {
  const { name, set } = nameInWords(planName);
  return [name, ...set.map(({ zh, en }) => `${zh} ${en}`)].join(", ");
}

type ToPaper = (x: number, y: number) => Point;

/**
 * A plan on its site as a standalone SVG sheet, in millimetres of paper at a stated scale, up being the grid's north.
 * Deterministic to a thousandth of a millimetre. Texts from files are data: every one is escaped.
 */
export function drawPlan(drawn: Drawn, site: Site, options: DrawOptions = {}): string {
  const { show = "all" } = options;
  const { measures, features } = drawn;
  const plan = measures === null ? drawn : { ...drawn, measures: toldMeasures(measures, features, site) };
  const shown = show === "all" ? site : null;
  const layers = layersOf(plan.features, shown);
  const [minX, minY, maxX, maxY] = extent(layers, site.boundary);
  const name = shown === null ? "仅方案要素 Plan features only" : siteName(site);
  const up = upOf(site);

  // the column is laid out once at no place, to learn how high it is
  const atNowhere = { sheet: { name: "", width: 0, height: 0 }, scale: 1 };
  const heights = [
    compass(0, 0, up, atNowhere),
    legend(0, 0, layers),
    figures(0, 0, plan),
    titleBlock(0, 0, name, plan, up, atNowhere),
  ];
  const column = heights.reduce((sum, block) => sum + block.height + GAP, 2 * GAP);
  const besides = { width: 2 * MARGIN + 2 * AIR + COLUMN.width, height: 2 * MARGIN + 2 * AIR };
  const setting = settingFor({ width: maxX - minX, height: maxY - minY, besides, column }, options.scale ?? null);
  const { sheet, scale } = setting;

  const perMetre = 1000 / scale;
  const field = { width: sheet.width - besides.width, height: sheet.height - besides.height };
  const left = MARGIN + AIR + (field.width - (maxX - minX) * perMetre) / 2;
  const top = MARGIN + AIR + (field.height - (maxY - minY) * perMetre) / 2;
  const toPaper: ToPaper = (x, y) => [left + (x - minX) * perMetre, top + (maxY - y) * perMetre];

  const edge = sheet.width - MARGIN - COLUMN.width;
  const x = edge + COLUMN.inset;
  const head = compass(x, MARGIN + GAP, up, setting);
  const key = legend(x, MARGIN + head.height + 2 * GAP, layers);
  const table = figures(x, MARGIN + head.height + key.height + 3 * GAP, plan);
  const title = titleBlock(x, sheet.height - MARGIN - GAP, name, plan, up, setting);
  const foot = sheet.height - MARGIN - GAP - title.height - GAP;

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet.width}mm" height="${sheet.height}mm" viewBox="0 0 ${sheet.width} ${sheet.height}" font-size="2.7" role="img">`,
    `<title>${escaped(`${name}: ${titleOf(plan.name)}`)}</title>`,
    `<style>${styleFor(new Set(layers.map((layer) => layer.mark)))}</style>`,
    hatches(),
    `<rect class="paper" width="${sheet.width}" height="${sheet.height}"/>`,
    ...layers.map((layer) => draw(layer, toPaper, perMetre)),
    numbers(plan.features, toPaper, perMetre),
    shown === null ? "" : places(shown, toPaper, perMetre),
    plan.study ? studyStamp(MARGIN + AIR, MARGIN + AIR) : "",
    head.markup,
    key.markup,
    table.markup,
    `<path class="hair" d="M${short(edge)} ${short(foot)}H${short(sheet.width - MARGIN)}"/>`,
    title.markup,
    `<path class="frame" d="M${MARGIN} ${MARGIN}H${sheet.width - MARGIN}V${sheet.height - MARGIN}H${MARGIN}ZM${short(edge)} ${MARGIN}V${sheet.height - MARGIN}"/>`,
    "</svg>",
    "",
  ]
    .filter((part, i, all) => part !== "" || i === all.length - 1)
    .join("\n");
}

/** Everything that is drawn; the boundary where nothing is. */
function extent(layers: readonly Layer[], boundary: Area): [number, number, number, number] {
  const outlines = layers.flatMap((layer) => [...layer.areas.map((area) => area.shell), ...layer.lines]);
  const boxes = (outlines.length > 0 ? outlines : [boundary.shell]).map(bounds);
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

function siteName(site: Site): string {
  return featuresOf(site, "site")[0]?.name ?? site.name;
}

function upOf({ projection }: Site): Up {
  if (!projection.georeferenced) return "local";
  return projection.decimals === 9 ? "true" : "grid";
}

function draw(layer: Layer, toPaper: ToPaper, perMetre: number): string {
  const sink = pathSink(toPaper);
  for (const area of layer.areas) drawArea(area, sink);
  for (const line of layer.lines) drawLine(line, sink);
  const parts = sink.data === "" ? [] : [`<path class="${layer.mark}" fill-rule="nonzero" d="${sink.data}"/>`];
  if (layer.mark === "gate" && sink.data !== "") parts.push(`<path class="opening" d="${sink.data}"/>`);
  for (const { at, radius } of layer.discs) {
    const [x, y] = toPaper(...at);
    const place = `cx="${short(x)}" cy="${short(y)}"`;
    parts.push(
      `<circle class="${layer.mark}" ${place} r="${short(radius * perMetre)}"/><circle class="trunk" ${place} r=".35"/>`,
    );
  }
  for (const at of layer.points) {
    if (layer.symbol !== null) parts.push(symbolAt(layer.symbol, ...toPaper(...at)));
  }
  return `<g>${parts.join("")}</g>`;
}

/** Stall numbers, where they can be read. */
function numbers(features: readonly PlanFeature[], toPaper: ToPaper, perMetre: number): string {
  const stalls = planFeaturesOf(features, "stall");
  if (stalls.length === 0) return "";
  const narrowest = Math.min(...stalls.map((stall) => stall.properties.width)) * perMetre;
  const size = Math.min(NUMBER.most, narrowest * NUMBER.share);
  if (size < NUMBER.least) return "";
  const texts = stalls.map((stall) => {
    const [x, y] = toPaper(...middleOf(stall.shape));
    return textAt(x, y + size * 0.36, "id", stall.id);
  });
  return `<g font-size="${short(size)}">${texts.join("")}</g>`;
}

/** Names and storeys of buildings that are large enough on paper. */
function places(site: Site, toPaper: ToPaper, perMetre: number): string {
  const texts = featuresOf(site, "building")
    .filter((building) => areaOf(building.shape) * perMetre * perMetre >= NAMED)
    .map(({ id, name, shape, properties }) => {
      const [x, y] = toPaper(...middleOf(shape));
      const storeys = properties.storeys === undefined ? "" : ` ${properties.storeys}F`;
      return textAt(x, y + 1, "place", `${name ?? id}${storeys}`);
    });
  return texts.length === 0 ? "" : `<g>${texts.join("")}</g>`;
}

/** Mean of a shell's corners: the middle of a rectangle, and near enough for a name. */
function middleOf({ shell }: Area): Point {
  const corners = pointsOf(shell);
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}
