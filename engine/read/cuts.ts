import Flatbush from "flatbush";
import { type Area, areaOf, bounds, pointsOf, type Ring } from "../model/geometry.ts";
import type { SiteFeature } from "../model/site.ts";
import { LEAST_AREA, OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { cutter } from "./clip.ts";
import { scattered } from "./edges.ts";
import { shownId } from "./raw.ts";
import type { Mender } from "./shapes.ts";

// where roads and green of a site file end

/** Roads end at the boundary and at buildings; the parts of one that is cut through are roads of their own. */
export function withCutRoads(features: readonly SiteFeature[], boundary: Area, mender: Mender): SiteFeature[] {
  const buildings = features.filter((feature) => feature.kind === "building").map((feature) => feature.shape as Area);
  const cut = cutter(boundary, buildings);
  const taken = new Set(features.map(({ id }) => id));
  return features.flatMap((road): SiteFeature[] => {
    if (road.kind !== "road") return [road];
    const parts = cut(road.shape);
    if (parts.length === 0) {
      mender.note(`Road ${shownId(road.id)} lies outside the site or under buildings and was left out.`);
      return [];
    }
    const ids = partIds(road.id, parts.length, taken);
    if (parts.length > 1) {
      mender.note(
        `Road ${shownId(road.id)} is cut into ${parts.length} parts by the boundary or by buildings: ${ids.map(shownId).join(", ")}.`,
      );
    }
    return parts.map((shape, i) => ({ ...road, shape, id: ids[i] }));
  });
}

/** Green ends at the boundary, and where a green that the file has before it begins: each square metre counts once. */
export function withCutGreens(features: readonly SiteFeature[], boundary: Area, mender: Mender): SiteFeature[] {
  const taken = new Set(features.map(({ id }) => id));
  const greens = features.flatMap((feature) => (feature.kind === "green" ? [feature.shape] : []));
  const meeting = meetingIn(greens);
  const cut = cutter(boundary);
  // what counts of each green so far, by its row
  const counted: (readonly Area[])[] = [];
  return features.flatMap((green): SiteFeature[] => {
    if (green.kind !== "green") return [green];
    const row = counted.length;
    const before = meeting(row).flatMap((other) => (other < row ? counted[other] : []));
    const parts = cut(green.shape, before).filter((part) => areaOf(part) > LEAST_AREA);
    const left = areaOf(green.shape) - parts.reduce((sum, part) => sum + areaOf(part), 0);
    if (left <= OVERLAP_TOLERANCE * rim(green.shape.shell)) {
      counted.push([green.shape]);
      return [green];
    }
    counted.push(parts);
    const ids = partIds(green.id, parts.length, taken);
    const rest = parts.length < 2 ? "" : ` What is left of it is ${ids.map(shownId).join(", ")}.`;
    mender.note(
      `${left.toFixed(1)} m² of green ${shownId(green.id)} lie outside the site or on another green and are not counted.${rest}`,
    );
    return parts.map((shape, i) => ({ ...green, shape, id: ids[i] }));
  });
}

/** Which of some areas may meet one of them, by the boxes round them: rows in order. */
function meetingIn(areas: readonly Area[]): (row: number) => number[] {
  if (areas.length === 0) return () => [];
  const boxes = areas.map(({ shell }) => bounds(shell));
  const index = new Flatbush(areas.length);
  const order = scattered(areas.length);
  for (const row of order) index.add(...boxes[row]);
  index.finish();
  return (row) =>
    index
      .search(...boxes[row])
      .map((k) => order[k])
      .sort((a, b) => a - b);
}

/** Length of a ring, metres. */
function rim(ring: Ring): number {
  const points = pointsOf(ring);
  return points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + Math.sqrt((nextX - x) ** 2 + (nextY - y) ** 2);
  }, 0);
}

/** Ids of the parts of a thing that is cut: the first keeps its own. */
function partIds(id: string, count: number, taken: ReadonlySet<string>): string[] {
  let n = 1;
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return id;
    do n++;
    while (taken.has(`${id}-${n}`));
    return `${id}-${n}`;
  });
}
