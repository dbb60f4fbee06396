import { arrowsAlong } from "../../engine/model/arrows.ts";
import type { Area, Point, Shape } from "../../engine/model/geometry.ts";
import { plainShape } from "../view.ts";
import type { Marked } from "./marks.ts";

/** Path data of a drawn feature, metres, y downwards. A stall's mouth is left open. */
export function pathOf({ feature, mark }: Marked): string {
  if (feature.kind === "stall") {
    const mouth = "mouth" in feature.properties ? feature.properties.mouth : 0;
    return openRing(feature.shape.shell, mouth);
  }
  if (mark === "direction") {
    const line = "centreline" in feature.properties ? feature.properties.centreline : null;
    return line ? arrowsAlong(line).map(areaPath).join("") : "";
  }
  const shape = plainShape(feature.shape);
  if (shape.type === "Point" && mark === "informal") return disc(shape.at, INFORMAL_RADIUS);
  return outlinePath(shape);
}

/** Path data of any shape, every edge drawn. */
export function outlinePath(shape: Shape): string {
  if (shape.type === "Point") return disc(shape.at, POINT_RADIUS);
  return shape.type === "LineString" ? vertices(shape.line) : areaPath(shape.area);
}

/** A place for a symbol or a label: the point itself, the middle of a line, the centroid of an area. */
export function placeOf(shape: Shape): Point {
  if (shape.type === "Point") return shape.at;
  if (shape.type === "Polygon") return centroid(shape.area.shell);
  const { line } = shape;
  const [first, last] = [0, line.length - 2];
  return [(line[first] + line[last]) / 2, (line[first + 1] + line[last + 1]) / 2];
}

/** A car that stands informally and was given as a point, metres. */
const INFORMAL_RADIUS = 1;

/** Anything else given as a point where an area is drawn, metres. */
const POINT_RADIUS = 0.4;

function areaPath({ shell, holes }: Area): string {
  return [shell, ...holes].map((ring) => `${vertices(ring)}Z`).join("");
}

/** All edges but the one that begins at corner `mouth`; filling closes it. */
function openRing(ring: Float64Array, mouth: number): string {
  const turned = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i++) turned[i] = ring[(i + 2 * (mouth + 1)) % ring.length];
  return vertices(turned);
}

function vertices(flat: Float64Array): string {
  let path = "";
  for (let i = 0; i < flat.length; i += 2) path += `${i ? "L" : "M"}${metre(flat[i])},${metre(-flat[i + 1])}`;
  return path;
}

function disc([x, y]: Point, radius: number): string {
  const arc = `a${radius},${radius} 0 1 0`;
  return `M${metre(x - radius)},${metre(-y)}${arc} ${2 * radius},0${arc} ${-2 * radius},0Z`;
}

function metre(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function centroid(ring: Float64Array): Point {
  let [x, y, twice] = [0, 0, 0];
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    // relative to the first vertex, so that sites far from the origin lose no digits
    const [ax, ay, bx, by] = [ring[j] - ring[0], ring[j + 1] - ring[1], ring[i] - ring[0], ring[i + 1] - ring[1]];
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return [ring[0] + x / (3 * twice), ring[1] + y / (3 * twice)];
}
