import { type ZoomTransform, zoomIdentity } from "d3";
import type { Shape } from "../engine/model/geometry.ts";
import type { PlanFeature } from "../engine/model/plan.ts";
import type { SiteFeature } from "../engine/model/site.ts";
import type { PlanView, SiteView } from "./protocol.ts";
import type { State, View } from "./state.ts";

/** [minX, minY, maxX, maxY], metres. */
export type Box = readonly [number, number, number, number];

/** Room left around a fitted site, pixels: the scale bar and the north arrow stand in it. */
const MARGIN = { top: 28, right: 28, bottom: 44, left: 28 };

/** Closest zoom, pixels a metre: a stall fills a laptop's drawing. */
const CLOSEST = 120;

/** Farthest zoom, as a share of the fitted one. */
const FARTHEST = 0.5;

/** An audit line is shown with this much around it, metres. */
const AROUND = 9;

/** The view in force: what the planner has moved to, else the whole site. */
export function viewOf(state: State): View {
  return state.view ?? fitted(state);
}

/** The whole site in the drawing. */
export function fitted(state: State): View {
  if (!state.site) return { x: 0, y: 0, k: 1 };
  return fitBox(siteBox(state.site), state.pane);
}

/** Farthest and closest zoom, pixels a metre. */
export function zoomLimits(state: State): [number, number] {
  const { k } = fitted(state);
  return [k * FARTHEST, Math.max(CLOSEST, k)];
}

/** A box in the middle of the drawing. */
export function fitBox(box: Box, pane: State["pane"]): View {
  const [minX, minY, maxX, maxY] = box;
  const width = Math.max(pane.width - MARGIN.left - MARGIN.right, 1);
  const height = Math.max(pane.height - MARGIN.top - MARGIN.bottom, 1);
  const k = Math.min(width / Math.max(maxX - minX, 1), height / Math.max(maxY - minY, 1));
  const shift = (MARGIN.bottom - MARGIN.top) / 2 / k;
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2 - shift, k };
}

/** What an audit line is about, with some of its surroundings; null when it names nothing on the drawing. */
export function boxAround(site: SiteView, plan: PlanView, ids: readonly string[]): Box | null {
  const wanted = new Set(ids);
  const all: readonly (SiteFeature | PlanFeature)[] = [...site.features, ...plan.features];
  const found = all.filter((feature) => wanted.has(feature.id) && feature.kind !== "site");
  return boxAroundShapes(found.map((feature) => feature.shape));
}

/** Shapes with some of their surroundings; null when there are none. */
export function boxAroundShapes(shapes: readonly AnyShape[]): Box | null {
  if (shapes.length === 0) return null;
  const [minX, minY, maxX, maxY] = boxOf(shapes.flatMap(flatOf));
  return [minX - AROUND, minY - AROUND, maxX + AROUND, maxY + AROUND];
}

/** The box around a single place. */
export function boxAt([x, y]: readonly [number, number]): Box {
  return [x - AROUND, y - AROUND, x + AROUND, y + AROUND];
}

/** A view as d3-zoom keeps it, over a plane with metres for units and y downwards. */
export function transformOf(view: View, pane: State["pane"]): ZoomTransform {
  return zoomIdentity.translate(pane.width / 2 - view.x * view.k, pane.height / 2 + view.y * view.k).scale(view.k);
}

/** The view of a d3-zoom transform. */
export function viewFrom({ x, y, k }: ZoomTransform, pane: State["pane"]): View {
  return { x: (pane.width / 2 - x) / k, y: (y - pane.height / 2) / k, k };
}

function siteBox(site: SiteView): Box {
  const outer = site.features.filter((feature) => feature.kind === "frontage" || feature.kind === "building");
  return boxOf([site.boundary.shell, ...outer.flatMap((feature) => flatOf(feature.shape))]);
}

function boxOf(lines: readonly Float64Array[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      minX = Math.min(minX, line[i]);
      maxX = Math.max(maxX, line[i]);
      minY = Math.min(minY, line[i + 1]);
      maxY = Math.max(maxY, line[i + 1]);
    }
  }
  return [minX, minY, maxX, maxY];
}

type AnyShape = SiteFeature["shape"] | PlanFeature["shape"] | Shape;

/** Every vertex list of a shape. */
function flatOf(shape: AnyShape): Float64Array[] {
  const plain = plainShape(shape);
  if (plain.type === "Point") return [Float64Array.of(plain.at[0], plain.at[1])];
  return plain.type === "LineString" ? [plain.line] : [plain.area.shell];
}

/** The model stores the bare geometry where a kind has one only; drawing wants its name too. */
export function plainShape(shape: AnyShape): Shape {
  if ("type" in shape) return shape;
  if ("shell" in shape) return { type: "Polygon", area: shape };
  return shape instanceof Float64Array ? { type: "LineString", line: shape } : { type: "Point", at: shape as never };
}
