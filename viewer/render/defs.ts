import type { Selection } from "d3";
import type { Mark } from "./marks.ts";

/** Hatches: name, size of the tile in pixels, and its strokes or dots as path data. */
const HATCHES = [
  { name: "building", size: 7, path: "M-1,8L8,-1M-1,1L1,-1M6,8L8,6" },
  { name: "removed", size: 6, path: "M-1,-1L7,7M-1,5L1,7M5,-1L7,1" },
  { name: "planted", size: 9, path: "M2.2,4V1.6M0.8,2.6L2.2,4L3.6,2.6M6.7,8.4V6M5.3,7L6.7,8.4L8.1,7" },
  { name: "shed", size: 6, path: "M0,3H6" },
  { name: "yard", size: 6, path: "M3,3h.01" },
  { name: "activity", size: 9, path: "M0,0H9M0,0V9" },
] as const;

/** Marks that are filled with a hatch, and with which. */
export const HATCHED: Readonly<Partial<Record<Mark, string>>> = {
  building: "building",
  greenRemoved: "removed",
  greenNew: "planted",
  shed: "shed",
  shedNew: "shed",
  yard: "yard",
  activity: "activity",
};

/** Symbols: name and path data in a box from -10 to 10. */
const SYMBOLS = {
  charging: "M2.2,-8.5L-5,1.6H-.4L-2.2,8.5L5,-1.8H.4Z",
  charger: "M2.2,-8.5L-5,1.6H-.4L-2.2,8.5L5,-1.8H.4Z",
  ebikeCharger: "M2.2,-8.5L-5,1.6H-.4L-2.2,8.5L5,-1.8H.4Z",
  accessible:
    "M-1.7,-7.2a1.7,1.7 0 1 1 3.4,0a1.7,1.7 0 1 1 -3.4,0M-1.2,-4.8V1.2H4L6.4,6.4L8.2,5.5M-1.2,-1.8H3.4M-3,-.6A5,5 0 1 0 3.6,4.6",
  hydrant: "M0,-6a6,6 0 1 0 .01,0ZM-2.4,-3V3M2.4,-3V3M-2.4,0H2.4",
  manhole: "M0,-5a5,5 0 1 0 .01,0ZM-3.5,-3.5L3.5,3.5M-3.5,3.5L3.5,-3.5",
  entrance: "M-5.5,4.5H5.5L0,-5Z",
  treeMoved: "M-6,0H6M2,-4L6,0L2,4",
} as const;

export type SymbolName = keyof typeof SYMBOLS;

/** Half a symbol's box on screen is ten of its units: pixels a unit. */
const ON_SCREEN = 0.75;

/** Metres a unit of the signs that are painted on stalls. */
const ON_GROUND = 0.085;

/** E-bike slots are narrow: their chargers never grow over this, metres a unit. */
const ON_SLOT = 0.05;

/** Metres a unit of a symbol, at `k` pixels a metre. */
export function signScale(mark: Mark, k: number): number {
  if (mark === "accessible" || mark === "charging") return ON_GROUND;
  return mark === "ebikeCharger" ? Math.min(ON_SCREEN / k, ON_SLOT) : ON_SCREEN / k;
}

export function symbolPath(name: SymbolName): string {
  return SYMBOLS[name];
}

/** A hatch's id, different in every drawing. */
export function hatchId(owner: string, name: string): string {
  return `hatch-${name}-${owner}`;
}

/** Draws the hatches of one drawing, at the same size on screen whatever the zoom `k` (pixels a metre). */
export function renderHatches(svg: Selection<SVGSVGElement, unknown, null, undefined>, owner: string, k: number): void {
  const defs = svg.selectAll<SVGDefsElement, null>("defs").data([null]).join("defs");
  defs
    .selectAll<SVGPatternElement, (typeof HATCHES)[number]>("pattern")
    .data(HATCHES)
    .join((enter) => {
      const pattern = enter
        .append("pattern")
        .attr("id", (hatch) => hatchId(owner, hatch.name))
        .attr("class", (hatch) => `hatch hatch-${hatch.name}`)
        .attr("patternUnits", "userSpaceOnUse")
        .attr("width", (hatch) => hatch.size)
        .attr("height", (hatch) => hatch.size);
      pattern
        .append("rect")
        .attr("width", (hatch) => hatch.size)
        .attr("height", (hatch) => hatch.size);
      pattern.append("path").attr("d", (hatch) => hatch.path);
      return pattern;
    })
    .attr("patternTransform", `scale(${1 / k})`);
}
