import { type Selection, select } from "d3";
import type { Area, Point } from "../../engine/model/geometry.ts";
import type { SiteFeature } from "../../engine/model/site.ts";
import { part } from "../parts.ts";
import type { Focus, Side, State, View } from "../state.ts";
import { plainShape, transformOf, viewOf } from "../view.ts";
import { say } from "../words/words.ts";
import { HATCHED, hatchId, renderHatches, type SymbolName, signScale, symbolPath } from "./defs.ts";
import { renderNorth, renderScaleBar } from "./furniture.ts";
import { MARKS, type Mark, type Marked, marksOf } from "./marks.ts";
import { once } from "./once.ts";
import { pathOf, placeOf } from "./shapes.ts";

type Group = Selection<SVGGElement, unknown, null, undefined>;

/** Pixels a metre from which stalls carry their numbers. */
const NUMBERED = 11;

/** Pixels a metre from which small things carry their signs. */
const SIGNED = 3.5;

/** Draws one side's map into its svg. */
export function renderMap(svgNode: SVGSVGElement, state: State, side: Side, owner: string): void {
  const { width, height } = state.pane;
  if (!state.site || width === 0 || height === 0) return;
  const view = viewOf(state);
  const svg = select<SVGSVGElement, unknown>(svgNode);
  const transform = transformOf(view, state.pane);
  // what d3-zoom remembers of this element: the other side may have moved it
  svg.property("__zoom", transform);
  svg.attr("viewBox", `0 0 ${width} ${height}`).classed("is-signed", view.k >= SIGNED);
  renderHatches(svg, owner, view.k);
  const world = child(svg, "world").attr("transform", transform.toString());
  const features = child(world, "features");
  once(features.node()!, [state.site, side.plan, state.shown], () => renderFeatures(features, state, side, owner));
  const focus = owner === String(state.focus?.side) ? state.focus : null;
  once(world.node()!, [state.site, side.plan, state.shown, focus], () => renderFocus(features, focus));
  // numbers are drawn for the stalls in sight only: a big lot has thousands
  const labels = child(world, "labels");
  const sight = view.k >= NUMBERED ? view : null;
  once(labels.node()!, [state.site, side.plan, state.shown, state.language, sight], () =>
    renderLabels(labels, state, side, sight),
  );
  scaleSigns(world, view.k);
  part("edits")?.renderEditLayer(world, state, side, owner, view.k);
  renderScaleBar(svg, state.language, view.k, height);
  renderNorth(svg, state.language, width, state.site.georeferenced ? [null] : []);
}

function child<Parent extends SVGElement>(parent: Selection<Parent, unknown, null, undefined>, name: string): Group {
  return parent
    .selectAll<SVGGElement, null>(`:scope > g.${name}`)
    .data([null])
    .join((enter) => enter.append("g").attr("class", name)) as unknown as Group;
}

function renderFeatures(features: Group, state: State, side: Side, owner: string): void {
  const marks = marksOf(state.site!, side.plan, state.shown);
  features
    .selectAll<SVGGElement, Marked>("g.mark")
    .data(marks, (marked) => marked.key)
    .join((enter) => enter.append("g"))
    .attr("class", (marked) => `mark mark-${marked.mark}`)
    .attr("data-id", (marked) => marked.feature.id)
    .order()
    .each(function (marked) {
      drawMark(select<SVGGElement, Marked>(this), marked, owner);
    });
}

function drawMark(g: Selection<SVGGElement, Marked, null, undefined>, marked: Marked, owner: string): void {
  const { manner } = MARKS[marked.mark];
  if (manner === "crown") drawCrown(g, marked.feature as SiteFeature<"tree">);
  else if (manner === "symbol") drawSymbol(g, marked);
  else {
    const hatch = HATCHED[marked.mark];
    g.selectAll("path")
      // a gate is an opening: light, with a dark edge
      .data(marked.mark === "gate" ? [marked, marked] : [marked])
      .join("path")
      .attr("d", pathOf)
      .style("fill", () => (hatch ? `url(#${hatchId(owner, hatch)})` : null));
  }
}

function drawCrown(g: Selection<SVGGElement, Marked, null, undefined>, tree: SiteFeature<"tree">): void {
  const [x, y] = tree.shape;
  const { crownRadius, trunkRadius, status } = tree.properties;
  const rings = [
    { name: "crown", r: crownRadius },
    // a second ring says that nothing new may come within the crown
    ...(status === "protected" ? [{ name: "ring", r: crownRadius + 0.3 }] : []),
    { name: "trunk", r: Math.max(trunkRadius, 0.12) },
  ];
  g.selectAll("circle")
    .data(rings)
    .join("circle")
    .attr("class", (ring) => ring.name)
    .attr("cx", x)
    .attr("cy", -y)
    .attr("r", (ring) => ring.r);
}

function drawSymbol(g: Selection<SVGGElement, Marked, null, undefined>, { feature, mark }: Marked): void {
  const [x, y] = placeOf(plainShape(feature.shape));
  g.attr("transform", `translate(${x},${-y})`)
    .selectAll("path")
    .data([mark])
    .join("path")
    .attr("class", "sign")
    .attr("d", (name) => symbolPath(name as SymbolName));
}

interface Label {
  readonly key: string;
  /** One or two lines. */
  readonly lines: readonly string[];
  readonly sort: "building" | "stall";
  readonly at: readonly [number, number];
}

function renderLabels(labels: Group, state: State, side: Side, sight: View | null): void {
  labels
    .selectAll<SVGGElement, Label>("g")
    .data(labelsOf(state, side, sight), (label) => label.key)
    .join((enter) => {
      const g = enter.append("g");
      g.append("text");
      return g;
    })
    .attr("transform", ({ at: [x, y] }) => `translate(${x},${-y})`)
    .select("text")
    .attr("class", (label) => `label label-${label.sort}`)
    .selectAll("tspan")
    .data((label) => label.lines.map((text, i) => ({ text, dy: `${1.15 * (i - (label.lines.length - 1) / 2)}em` })))
    .join("tspan")
    .attr("x", 0)
    .attr("y", (line) => line.dy)
    .text((line) => line.text);
}

/** Names of buildings, and numbers of the stalls in sight; `sight` is null while stalls are too small for numbers. */
function labelsOf(state: State, side: Side, sight: View | null): Label[] {
  const out: Label[] = [];
  const { width, height } = state.pane;
  for (const { feature, mark, key } of marksOf(state.site!, side.plan, state.shown)) {
    if (mark === "building" && feature.kind === "building" && feature.properties.use === "residential") {
      const { storeys } = feature.properties;
      const floors = storeys ? [say(state.language, "storeys", String(storeys))] : [];
      const at = placeOf(plainShape(feature.shape));
      out.push({ key, sort: "building", at, lines: [feature.name ?? feature.id, ...floors] });
    } else if (sight && (mark === "stall" || mark === "stallNew")) {
      const { type } = feature.properties as { type?: string };
      const middle = placeOf(plainShape(feature.shape));
      const at = type === "accessible" || type === "charging" ? besideSign(feature.shape as Area, middle) : middle;
      const inSight =
        Math.abs(at[0] - sight.x) * sight.k < width / 2 && Math.abs(at[1] - sight.y) * sight.k < height / 2;
      if (inSight) out.push({ key, sort: "stall", at, lines: [feature.id] });
    }
  }
  return out;
}

/** From the middle of a sign painted on a stall to the stall's number, metres. */
const BESIDE_SIGN = 1.6;

/** A stall's number stands along the stall, below the sign that is painted on its middle, or left of it. */
function besideSign({ shell }: Area, [x, y]: Point): Point {
  const [ax, ay, bx, by, cx, cy] = shell;
  const [mouth, side] = [[bx - ax, by - ay] as const, [cx - bx, cy - by] as const];
  const [ux, uy] = Math.hypot(...mouth) > Math.hypot(...side) ? mouth : side;
  const down = Math.abs(uy) > 1e-3 ? uy > 0 : ux > 0;
  const step = (down ? -BESIDE_SIGN : BESIDE_SIGN) / Math.hypot(ux, uy);
  return [x + ux * step, y + uy * step];
}

/** Marks what the chosen audit line is about; a new click flashes it again. */
function renderFocus(features: Group, focus: Focus | null): void {
  const ids = new Set(focus?.ids);
  const isEven = (focus?.click ?? 0) % 2 === 0;
  features.selectAll<SVGGElement, Marked>("g.mark").each(function (marked) {
    const isFocus = ids.has(marked.feature.id);
    this.classList.toggle("is-focus", isFocus);
    this.classList.toggle("is-even", isFocus && isEven);
    this.classList.toggle("is-odd", isFocus && !isEven);
  });
}

/** Signs painted on the ground grow with it; the others keep their size on screen, and so do words. */
function scaleSigns(world: Group, k: number): void {
  world.selectAll<SVGPathElement, Mark>("path.sign").attr("transform", (mark) => `scale(${signScale(mark, k)})`);
  world.selectAll("text.label").attr("transform", `scale(${1 / k})`);
}
