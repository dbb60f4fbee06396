import { canonicalHash } from "../model/canonical.ts";
import { InputError } from "../model/errors.ts";
import { type Area, flat, pointsOf } from "../model/geometry.ts";
import type { Site, SiteFeature, SiteKind } from "../model/site.ts";
import { withCutGreens, withCutRoads } from "./cuts.ts";
import { edgesOf, ringsAround } from "./edges.ts";
import { groundOf, readFeature, type Unnamed } from "./feature.ts";
import { assumedGate, carGates } from "./gates.ts";
import { parseJson } from "./json.ts";
import { USUAL_CROWN, USUAL_WALL } from "./kinds.ts";
import { distanceFrom, mouthOf } from "./mouth.ts";
import { checkExtent, nearCheck } from "./near.ts";
import { positionReader } from "./positions.ts";
import { projectionAt } from "./projection.ts";
import { firstRing, type Raw, rawFile, shownId, theSite } from "./raw.ts";
import { type Mender, readArea } from "./shapes.ts";

/**
 * A site from the text of a GeoJSON file. FORMAT.md sections 1 and 2. What can be mended without harm is, and is said in
 * `assumptions`; everything else that is wrong is refused.
 * @param file name to use in messages
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readSite(text: string, file: string): Site {
  const json = parseJson(text, file);
  const { features: raws, crs, name, isBare } = rawFile(json, file);
  const raw = theSite(raws, file);
  const outline = `${raw.coordinatesPlace}[0]`;
  const shell = positionReader(file, crs).positions(firstRing(raw, file), outline, 3);
  checkExtent(shell, crs, file, outline);
  const projection = projectionAt(crs, shell);
  const assumptions: string[] = [];
  let turned = 0;
  const mender: Mender = {
    reader: positionReader(
      file,
      crs,
      nearCheck(flat(shell.map(([x, y]) => projection.toLocal(x, y))), projection, crs, file),
    ),
    projection,
    note: (sentence) => assumptions.push(sentence),
    turned: () => {
      turned++;
    },
  };
  const boundary = readArea(raw.coordinates, raw.coordinatesPlace, mender);
  const ground = groundOf(boundary);
  const named = withIds(
    raws.map((feature) => readFeature(feature, ground, mender)),
    file,
  );
  const cut = withCutGreens(withCutRoads(named, boundary, mender), boundary, mender);
  const features = withMouths(withCarGate(cut, boundary, isBare, mender));
  assumptions.push(...unmeasured(raws));
  if (turned > 0) {
    const [ran, were] = turned === 1 ? ["1 ring ran", "was"] : [`${turned} rings ran`, "were"];
    assumptions.push(`${ran} the wrong way round and ${were} turned.`);
  }
  if (mender.reader.droppedHeights) assumptions.push("Heights in coordinates were left out.");
  return {
    name: name ?? features.find((feature) => feature.kind === "site")?.name ?? file.replace(/\.(geo)?json$/i, ""),
    projection,
    boundary,
    features,
    assumptions,
    hash: canonicalHash(json),
  };
}

function withIds(features: readonly Unnamed[], file: string): SiteFeature[] {
  const seen = new Map<string, number>();
  for (const { id, row } of features) {
    if (id === null) continue;
    const first = seen.get(id);
    if (first !== undefined) {
      throw new InputError(
        `${file}: features[${row}].properties.id: "${shownId(id)}" is also the id of features[${first}]; an id of its own would be right.`,
      );
    }
    seen.set(id, row);
  }
  const taken = new Set(seen.keys());
  const counts = new Map<SiteKind, number>();
  return features.map((feature) => {
    const n = (counts.get(feature.kind) ?? 0) + 1;
    counts.set(feature.kind, n);
    return { ...feature, id: feature.id ?? free(`${feature.kind}-${n}`, taken) } as SiteFeature;
  });
}

/** An id that nothing has yet; from now on it is taken. */
function free(id: string, taken: Set<string>): string {
  let own = id;
  while (taken.has(own)) own += "'";
  taken.add(own);
  return own;
}

function withCarGate(features: readonly SiteFeature[], boundary: Area, isBare: boolean, mender: Mender): SiteFeature[] {
  const ground = features.find((feature) => feature.kind === "site")?.properties.ground ?? "paved";
  if (isBare) mender.note(`Of the lot only the outline is known; its ground is taken as ${ground} and free.`);
  if (carGates(features).length > 0) return [...features];
  const roads = features.filter((feature) => feature.kind === "road").map((feature) => feature.shape as Area);
  const { gate, sentence } = assumedGate(boundary, roads);
  mender.note(sentence);
  return [...features, { ...gate, id: free(gate.id, new Set(features.map(({ id }) => id))) }];
}

/** Stalls with the corner at which their mouth begins: towards the roads, or where there are none towards the gates. */
function withMouths(features: readonly SiteFeature[]): SiteFeature[] {
  if (!features.some((feature) => feature.kind === "stall")) return [...features];
  const rings = features.flatMap((feature, road) =>
    feature.kind === "road"
      ? [feature.shape.shell, ...feature.shape.holes].map((ring) => ({ road, ring: pointsOf(ring) }))
      : [],
  );
  const roads = edgesOf(rings.map(({ ring }) => ring));
  const isOnRoad = (x: number, y: number) => {
    const around = new Set<number>();
    for (const ring of ringsAround(roads, x, y)) {
      const { road } = rings[ring];
      if (!around.delete(road)) around.add(road);
    }
    return around.size > 0;
  };
  const gates = edgesOf(
    carGates(features).map((gate) => pointsOf(gate.shape)),
    "open",
  );
  const distance = rings.length > 0 ? distanceFrom(roads, isOnRoad) : distanceFrom(gates, () => false);
  return features.map((feature) => {
    if (feature.kind !== "stall") return feature;
    const mouth = mouthOf(pointsOf(feature.shape.shell), distance);
    return { ...feature, properties: { ...feature.properties, mouth } };
  });
}

/** What the file leaves unmeasured and the reader fills in with a usual size. */
function unmeasured(raws: readonly Raw[]): string[] {
  const count = (kind: SiteKind, lacks: (properties: Raw["properties"]) => boolean) =>
    raws.filter((raw) => raw.kind === kind && lacks(raw.properties)).length;
  const trees = count("tree", ({ crownRadius }) => crownRadius == null);
  const walls = count("wall", ({ height, greenable }) => height == null && greenable === true);
  const out: string[] = [];
  if (trees > 0)
    out.push(`${trees} ${trees === 1 ? "tree has" : "trees have"} no crownRadius; ${USUAL_CROWN} m is taken.`);
  if (walls > 0) {
    out.push(`${walls} greenable ${walls === 1 ? "wall has" : "walls have"} no height; ${USUAL_WALL} m is taken.`);
  }
  return out;
}
