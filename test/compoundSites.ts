import fc from "fast-check";
import type { Position } from "geojson";

/** A small compound drawn from numbers: a spine from a gate, perhaps a lane, blocks of homes, green and trees. */
export interface SmallCompound {
  readonly width: number;
  readonly height: number;
  readonly spine: number;
  readonly spineWidth: number;
  readonly lane: { readonly at: number; readonly width: number } | null;
  readonly blocks: readonly { readonly use: "home" | "green" | "kept" | "bare"; readonly inset: number }[];
  readonly trees: readonly { readonly x: number; readonly y: number; readonly dbh: number; readonly kept: boolean }[];
  readonly hydrant: number;
  /** Turn of the whole, as the sine of the angle. */
  readonly turn: number;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const between = (min: number, max: number) => share.map((t) => Math.round((min + t * (max - min)) * 100) / 100);

export const smallCompounds: fc.Arbitrary<SmallCompound> = fc.record({
  width: between(36, 64),
  height: between(36, 64),
  spine: between(0.35, 0.6),
  spineWidth: fc.constantFrom(3.5, 4, 5, 6, 6.4, 7.2),
  lane: fc.option(fc.record({ at: between(0.35, 0.7), width: fc.constantFrom(3.8, 4, 5.5) }), { nil: null }),
  blocks: fc.array(
    fc.record({ use: fc.constantFrom("home", "green", "kept", "bare") as fc.Arbitrary<"home">, inset: between(0, 4) }),
    { minLength: 4, maxLength: 4 },
  ),
  trees: fc.array(fc.record({ x: share, y: share, dbh: between(0.08, 0.5), kept: fc.boolean() }), { maxLength: 6 }),
  hydrant: share,
  turn: fc.constantFrom(0, 0, 0.6, -0.28, 1),
});

/** The compound as a site file in `local:metre`. */
export function siteFile(of: SmallCompound): string {
  const cosine = Math.sqrt(1 - of.turn * of.turn);
  const at = (x: number, y: number): Position => [cosine * x - of.turn * y, of.turn * x + cosine * y];
  const box = (x0: number, y0: number, x1: number, y1: number) => ({
    type: "Polygon",
    coordinates: [[at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)]],
  });
  const features: object[] = [];
  const add = (kind: string, geometry: object, properties: object = {}) =>
    features.push({ type: "Feature", properties: { kind, ...properties }, geometry });
  const left = of.spine * of.width;
  const right = left + of.spineWidth;
  const lane = of.lane === null ? null : { from: of.lane.at * of.height, to: of.lane.at * of.height + of.lane.width };
  add("site", box(0, 0, of.width, of.height), { utilitiesSurveyed: "partial" });
  add("road", box(left, 0, right, of.height - 3));
  if (lane !== null) add("road", box(2, lane.from, left, lane.to));
  add("gate", { type: "LineString", coordinates: [at(left, 0), at(right, 0)] }, { modes: ["car", "fire", "foot"] });
  const middle = lane ?? { from: of.height / 2, to: of.height / 2 };
  const corners: [number, number, number, number][] = [
    [1, 1, left, middle.from],
    [1, middle.to, left, of.height - 1],
    [right, 1, of.width - 1, middle.from],
    [right, middle.to, of.width - 1, of.height - 1],
  ];
  of.blocks.forEach(({ use, inset }, i) => {
    const [x0, y0, x1, y1] = corners[i];
    if (x1 - x0 < 12 || y1 - y0 < 12 || use === "bare") return;
    if (use === "home") {
      add("building", box(x0 + 3, y0 + 3, x1 - 3, y1 - 3), { use: "residential", storeys: 6, id: `home-${i}` });
    } else add("green", box(x0 + inset, y0 + inset, x1 - inset, y1 - inset), { convertible: use === "green" });
  });
  for (const { x, y, dbh, kept } of of.trees) {
    const point = { type: "Point", coordinates: at(1 + x * (of.width - 2), 1 + y * (of.height - 2)) };
    add("tree", point, { dbh, crownRadius: 2, trunkRadius: dbh / 2, status: kept ? "keep" : "protected" });
  }
  const hydrant = { type: "Point", coordinates: at(right + 0.6, 4 + of.hydrant * (of.height - 8)) };
  add("utility", hydrant, { type: "hydrant" });
  return JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features,
  });
}
